"""The web edge: routes, pages and the error table. Imports vidcommerce, never workers."""
