"""Programs that ours opens get the user's environment, not the one our libraries are found by."""

from __future__ import annotations

import os
import sys

import pytest

from hotline_desktop.system.environment import give_back, users_environment

FROZEN = {
    "HOME": "/home-of/li",
    "LD_LIBRARY_PATH": "/opt/apps/x/files/_internal",
    "LD_LIBRARY_PATH_ORIG": "/opt/wps/lib",
    "QT_PLUGIN_PATH": "/opt/apps/x/files/_internal/PySide6/Qt/plugins",
    "_PYI_APPLICATION_HOME_DIR": "/opt/apps/x/files/_internal",
}


def test_the_loaders_paths_are_taken_out_and_the_users_own_put_back() -> None:
    assert users_environment(FROZEN, frozen=True) == {"HOME": "/home-of/li", "LD_LIBRARY_PATH": "/opt/wps/lib"}


def test_an_empty_path_of_before_is_no_path() -> None:
    users = users_environment({"LD_LIBRARY_PATH": "/ours", "LD_LIBRARY_PATH_ORIG": ""}, frozen=True)
    assert users == {}


def test_from_the_source_nothing_is_ours() -> None:
    assert users_environment(FROZEN, frozen=False) == FROZEN


def test_what_the_program_set_for_itself_is_given_back() -> None:
    """The detour for Chinese input would keep people from typing Chinese in WPS."""
    users = {"QT_IM_MODULE": "fcitx", "QT_QPA_PLATFORM": "dxcb"}
    environment = {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    give_back(users, environment)
    assert environment == users


def test_our_folder_is_taken_out_of_the_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", "/ours", raising=False)
    path = os.pathsep.join(("/ours", "/ours/PySide6", "/usr/bin", "/opt/wps"))
    users = users_environment({"PATH": path}, frozen=True)
    assert users["PATH"] == os.pathsep.join(("/usr/bin", "/opt/wps"))
