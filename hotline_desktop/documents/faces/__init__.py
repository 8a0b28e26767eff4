"""Faces: how wide their characters are, which face draws which character, and how they go into a PDF."""
