"""The way from a video to the cart: links that are shown, and taps that are counted."""
