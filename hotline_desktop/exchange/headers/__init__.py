"""Finds the headers of a sheet, and what each column is."""
