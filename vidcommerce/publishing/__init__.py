"""What a shopper gets to see: the page around a finished video."""
