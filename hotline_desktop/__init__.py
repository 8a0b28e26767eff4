"""12345 hotline tickets of a town: intake, dispatch, supervision, filing."""

__version__ = "0.2.0"
