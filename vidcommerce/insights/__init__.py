"""What happens on public pages: events that are taken in once, and counts that answer at once."""
