"""Helpers look at drafts: plans in versions, corrections, and decisions with reasons."""
