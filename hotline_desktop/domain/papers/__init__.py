"""Papers: which there are, what stands on each, and what must be there before one is printed."""
