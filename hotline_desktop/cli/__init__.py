"""The command line: the office's services without a window, for the IT person and for scripts."""
