"""The window: the only package that knows PySide6. It reaches everything else through the services."""
