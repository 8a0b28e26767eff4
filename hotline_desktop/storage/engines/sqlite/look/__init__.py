"""The look into the file before anything else of the program is there."""
