"""Raw clips: how they are sent, what state each is in, and what happened to it."""
