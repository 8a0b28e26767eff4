"""Opens table files in a process of its own, by what they contain."""
