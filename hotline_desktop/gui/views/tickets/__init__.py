"""The ticket list, one ticket in detail, and the forms of its steps."""
