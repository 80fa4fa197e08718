"""What is sold: the facts that a card and a page state, and where they are read from."""
