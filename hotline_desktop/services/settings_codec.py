"""Settings as the database keeps them: one JSON text per key, and only what differs from the regulation's start."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from hotline_desktop.domain.settings import Settings, setting_keys

DEFAULTS_FILE = "defaults.toml"


def read_defaults(resources_dir: Path) -> Settings:
    """The settings that a new office starts with. Raises OSError, tomllib.TOMLDecodeError, SettingsRefused."""
    return Settings(**tomllib.loads((resources_dir / DEFAULTS_FILE).read_text("utf-8")))


def read_settings(texts: Mapping[str, str], defaults: Settings) -> Settings:
    """The settings that ``texts`` hold, the rest as in ``defaults``; keys of something else are left alone."""
    known = set(setting_keys())
    kept = {key: json.loads(text) for key, text in texts.items() if key in known}
    return replace(defaults, **kept)


def settings_texts(settings: Settings) -> dict[str, str]:
    """The texts that ``read_settings`` reads back."""
    return {key: json.dumps(value, ensure_ascii=False) for key, value in asdict(settings).items()}
