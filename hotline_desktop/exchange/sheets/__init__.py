"""Sheets of cells, whatever file they come from, and what one cell says."""
