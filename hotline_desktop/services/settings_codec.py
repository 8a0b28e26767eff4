"""Settings as the database keeps them: one JSON text per key, and only what differs from the regulation's start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from hotline_desktop.domain.settings import Settings, setting_keys


def read_settings(texts: Mapping[str, str]) -> Settings:
    """The settings that ``texts`` hold; keys of something else are left alone."""
    known = set(setting_keys())
    return Settings(**{key: json.loads(text) for key, text in texts.items() if key in known})


def settings_texts(settings: Settings) -> dict[str, str]:
    """The texts that ``read_settings`` reads back."""
    return {key: json.dumps(value, ensure_ascii=False) for key, value in asdict(settings).items()}
