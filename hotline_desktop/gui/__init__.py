"""The window: the only door to Qt."""
