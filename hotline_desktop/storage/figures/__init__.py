"""What tickets count for, kept beside them and added up by periods."""
