"""Importing tickets from a file (导入)."""
