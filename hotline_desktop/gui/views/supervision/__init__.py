"""Supervision (督办)."""
