"""The tables, and how values stand in them."""
