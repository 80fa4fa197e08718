"""Brings a comment to the form in which lists and models read it. Pure."""
