"""One chain over everything that was recorded, so that tampering shows."""
