"""Texts as SQLite keeps them: packed, and found through the full-text index."""
