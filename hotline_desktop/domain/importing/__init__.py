"""Exports of other systems: their rows, what they bring to a ticket, and an import as a whole."""
