"""What shops say of their prices and stock, read again and again, so that pages say the same."""
