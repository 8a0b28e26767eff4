"""Reads the rows below the headers as tickets, and gives back those that were not taken."""
