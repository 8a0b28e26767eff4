"""The ticket list: its rows, columns and lights, and what is done with many at once."""
