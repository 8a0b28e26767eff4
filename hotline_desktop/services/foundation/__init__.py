"""What every service of one office stands on: its context, folders and clock, and the chain of its records."""
