"""What a file is, and what is wrong in it."""
