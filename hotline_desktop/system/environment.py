"""The environment variables for programs that ours opens: the user's, without the library paths of ours.

A packaged program runs with library paths of its own. WPS or the file manager, which use Qt too, would load our
libraries with them and fail. Our setting for the Chinese input method is not theirs either.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping

# What PyInstaller sets for the program; the user's own value is kept beside it.
_LOADER = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "GI_TYPELIB_PATH", "GDK_PIXBUF_MODULE_FILE")
_KEPT = "_ORIG"
_OWN_PREFIXES = ("_PYI_", "_MEIPASS")


def users_environment(environment: Mapping[str, str], frozen: bool | None = None) -> dict[str, str]:
    """``environment`` as it was before the program's loader changed it. ``frozen`` is found out unless given."""
    if not (getattr(sys, "frozen", False) if frozen is None else frozen):
        return dict(environment)
    users = {key: value for key, value in environment.items() if not key.startswith(_OWN_PREFIXES)}
    for name in _LOADER:
        users.pop(name, None)
        before = users.pop(name + _KEPT, "")
        if before:
            users[name] = before
    bundle = getattr(sys, "_MEIPASS", "")
    if bundle and "PATH" in users:  # on Windows the folder of our libraries is put in front
        places = users["PATH"].split(os.pathsep)
        users["PATH"] = os.pathsep.join(place for place in places if not place.startswith(bundle))
    return users


def give_back(users: Mapping[str, str], environment: MutableMapping[str, str] = os.environ) -> None:
    """Makes ``environment`` what children shall receive. Call it when Qt has found its own files."""
    for name in set(environment) - set(users):
        del environment[name]
    for name, value in users.items():
        if environment.get(name) != value:
            environment[name] = value
    if sys.platform == "win32" and getattr(sys, "frozen", False):
        import ctypes

        ctypes.windll.kernel32.SetDllDirectoryW(None)  # handed down to children too
