"""Evidence about a clip that a shopper can trust and a helper can act on."""
