"""Files on the disk, whatever is in them: how they come whole to their place, and what they may be called."""
