"""Steps as data: the catalogue of what can be done to a ticket, and the one engine that does it."""
