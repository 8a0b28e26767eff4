"""Backups and what replaces the open office: one that is restored, moved in, or an example."""
