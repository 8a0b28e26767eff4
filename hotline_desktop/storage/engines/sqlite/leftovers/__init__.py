"""Logs that a crash left beside the file: used where they belong to it, moved away where not."""
