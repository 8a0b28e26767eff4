"""Paper that comes back: signed sheets as scans, and Word files that units filled in."""
