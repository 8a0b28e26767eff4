"""Paper that comes back: what a unit typed into a Word file, and the codes on scans and photos."""
