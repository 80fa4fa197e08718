"""HTML pages, by noun."""
