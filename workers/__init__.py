"""The queue edge: one thin task a stage. Imports vidcommerce, never api."""
