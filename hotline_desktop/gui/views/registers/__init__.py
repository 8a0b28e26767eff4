"""Registers and papers to come back (档案)."""
