"""Opening the file: the two libraries, keys and locks, and what can go wrong, told in Chinese."""
