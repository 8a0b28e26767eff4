"""Tickets, supervision cases and candidates: listed, shown, and taken a step further."""
