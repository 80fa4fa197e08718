"""What the helpers' editor works with: the document of a draft, its saving, what it teaches."""
