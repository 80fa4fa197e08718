"""Finds listed words in a comment, however they are hidden. Pure."""
