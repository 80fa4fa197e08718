"""Video as data, and the one effect that turns data into files."""
