"""What only SQLite can do."""
