"""The threads of the window, and when Python collects garbage."""
