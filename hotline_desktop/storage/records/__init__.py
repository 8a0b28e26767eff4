"""Tickets, cases, candidates and talks: their histories, and the rows that these add up to."""
