"""Finds footage that was sent before: what a clip is known by, the index of all, what agrees."""
