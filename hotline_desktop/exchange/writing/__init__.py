"""Writes tables as Excel files."""
