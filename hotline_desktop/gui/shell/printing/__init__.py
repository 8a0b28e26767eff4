"""Papers to the printer and into files."""
