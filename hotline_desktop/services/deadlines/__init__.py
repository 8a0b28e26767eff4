"""Working days and deadlines: why they are what they are, and what moves when the days change."""
