"""PDF/A-2b (ISO 19005-2): makes files so, and checks that they are."""
