"""Tickets out of files and out of copied text."""
