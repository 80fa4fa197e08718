"""Stations and people: who they are, how they sign in, and what they may do."""
