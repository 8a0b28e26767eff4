"""Patterns that are compiled late are right, and found as quickly as others afterwards."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import hotline_desktop.domain.terms
from hotline_desktop.domain.records import fields
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.services.foundation import notice_text

MODULES = (
    *(
        import_module(f"{hotline_desktop.domain.terms.__name__}.{found.name}")
        for found in pkgutil.iter_modules(hotline_desktop.domain.terms.__path__)
    ),
    fields,
    notice_text,
)


def test_every_pattern_that_is_compiled_late_compiles() -> None:
    kind = type(late(""))
    found = [value for module in MODULES for value in vars(module).values() if isinstance(value, kind)]
    assert len(found) > 40
    for each in found:
        assert re.compile(each.pattern, each.flags)


def test_a_late_pattern_does_what_the_compiled_one_does() -> None:
    pattern = late(r"(?P<a>\d+)x", re.IGNORECASE)
    found = pattern.search("12X")
    assert found is not None and found["a"] == "12"
    assert pattern.sub("-", "1x 2X") == "- -"
    assert pattern.search is pattern.search, "the second look finds the method itself"
    assert pattern.groups == 1 and pattern.pattern == r"(?P<a>\d+)x"
