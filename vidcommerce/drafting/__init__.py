"""From what is known of clips, a product and some music to an edit plan. Pure: no I/O at all."""
