"""The door to a look at the records before the database library is loaded: which engine it is, is known here only."""

from hotline_desktop.storage.engines.sqlite.connection.cipher import is_encrypted
from hotline_desktop.storage.engines.sqlite.look.first_look import Look, look_into

__all__ = ["Look", "is_encrypted", "look_into"]
