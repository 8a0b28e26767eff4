"""Puts fonts, icons and form definitions into an installable wheel, where system/paths.py looks for them."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramFiles(BuildHookInterface):  # type: ignore[type-arg]
    """An editable installation gets no copy: it uses the checkout's own folders."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for folder in ("resources", "forms"):
            build_data["force_include"][folder] = f"hotline_desktop/_share/{folder}"
