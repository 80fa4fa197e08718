"""What is said and written of a product that the law forbids, or that needs a proof."""
