"""What the window notices by itself: the day, the data on the disk, the rights of an account, idle moments."""
