"""How working time is counted."""
