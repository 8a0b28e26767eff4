"""Questions and messages: their only door, and their frames."""
