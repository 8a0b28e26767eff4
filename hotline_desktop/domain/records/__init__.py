"""Records in general: typed fields, entries, steps and the one way through them."""
