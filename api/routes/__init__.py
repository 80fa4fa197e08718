"""JSON routes, by noun."""
