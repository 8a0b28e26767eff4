"""What this PC remembers of how the window is wanted."""
