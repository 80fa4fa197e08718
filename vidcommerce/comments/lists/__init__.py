"""The listed words, in files that anybody can read and change."""
