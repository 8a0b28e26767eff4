"""The only door to spreadsheets and text tables."""
