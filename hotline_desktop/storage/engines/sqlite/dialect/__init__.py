"""What SQLAlchemy has to know of SQLite."""
