"""The JSON interface, version 1; nouns.py puts its parts together."""
