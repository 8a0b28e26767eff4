"""The first start, guided (一步步设好)."""
