"""What can be stated about a clip by listening and looking."""
