"""The door to a look at the records before the database library is loaded: which engine it is, is known here only."""

from hotline_desktop.storage.engines.sqlite.first_look import Look, look_into

__all__ = ["Look", "look_into"]
