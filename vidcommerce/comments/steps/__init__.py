"""The steps by which a comment is read, each a pure function that gives signals."""
