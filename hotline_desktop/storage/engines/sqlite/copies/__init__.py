"""Copies of the file, whole and compared: backups, and the file written anew with or without encryption."""
