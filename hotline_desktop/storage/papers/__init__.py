"""Papers that went out, and files and scans that came in."""
