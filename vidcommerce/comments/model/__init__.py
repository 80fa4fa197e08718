"""The project's own model of comments: letters and words, one weight each, two questions."""
