"""Forms and written documents: definitions in, Word and PDF out."""
