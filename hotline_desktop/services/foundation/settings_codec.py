"""Settings as the database keeps them: one JSON text per key, and only what differs from the regulation's start."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from hotline_desktop.domain.settings import Settings, SettingsRefused, setting_keys
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.text import UNREADABLE

DEFAULTS_FILE = "defaults.toml"


def read_defaults(resources_dir: Path) -> Settings:
    """The settings that a new office starts with. Raises OSError, tomllib.TOMLDecodeError, SettingsRefused."""
    return Settings(**tomllib.loads((resources_dir / DEFAULTS_FILE).read_text("utf-8")))


def read_settings(texts: Mapping[str, str], defaults: Settings) -> tuple[Settings, tuple[str, ...]]:
    """The settings that ``texts`` hold, the rest as in ``defaults``; keys of something else are left alone.

    Also the keys of those that cannot be used, for which the default stands: one bad value closes no office.
    """
    known = {key: text for key, text in texts.items() if key in set(setting_keys())}
    kept = {key: value for key, text in known.items() if (value := _value(key, text, defaults)) is not None}
    try:
        settings = replace(defaults, **kept)
    except SettingsRefused:
        settings, kept = _one_by_one(kept, defaults)
    return settings, tuple(sorted(known.keys() - kept.keys()))


def _value(key: str, text: str, defaults: Settings) -> Any:
    """What the text says, where that is of the setting's own kind and whole; None otherwise."""
    if UNREADABLE in text:
        return None
    try:
        value = json.loads(text)
        FIELDS_BY_KEY[key].read(value)
    except (ValueError, RecursionError):
        return None
    return value if type(value) is type(getattr(defaults, key)) else None


def _one_by_one(values: Mapping[str, Any], defaults: Settings) -> tuple[Settings, dict[str, Any]]:
    """As many of the values as go together with the others."""
    settings, taken = defaults, {}
    for key, value in values.items():
        try:
            settings = replace(settings, **{key: value})
        except SettingsRefused:
            continue
        taken[key] = value
    return settings, taken


def settings_texts(settings: Settings) -> dict[str, str]:
    """The texts that ``read_settings`` reads back."""
    return {key: json.dumps(value, ensure_ascii=False) for key, value in asdict(settings).items()}
