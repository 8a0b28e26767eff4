"""Writes to a terminal, file or pipe, whatever it can take.

A windowed program has no terminal at all (``sys.stdout`` is None), old terminals cannot show Chinese, and a reader such
as ``head`` goes away before everything is written: none of that may end in a traceback.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TextIO

_PROBE = "工单〔2022〕：…"


_UNSHOWN = "\N{REPLACEMENT CHARACTER}"
_BREAKS = re.compile(r"[\r\n]")


@dataclass(slots=True)
class Console:
    """``say`` and ``json`` write to ``out``, ``complain`` to ``err``; either may be None.

    ``closed`` is true once the reader has gone: what is said afterwards is dropped. ``unwritten`` is why the machine
    took no more, such as a full disk: what a command does goes on, and whoever runs it is told at the end.
    """

    out: TextIO | None
    err: TextIO | None
    closed: bool = field(default=False, init=False)
    unwritten: OSError | None = field(default=None, init=False)
    complaints: list[str] = field(default_factory=list, init=False)
    in_one_line: list[str] = field(default_factory=list, init=False)
    """Names of files that were given with a line break in them, which would pass for a line of ours."""

    @classmethod
    def standard(cls) -> Console:
        """The program's own terminal or pipe, made to take Chinese."""
        for stream in (sys.stdout, sys.stderr):
            _make_able(stream)
        return cls(sys.stdout, sys.stderr)

    def keep_in_one_line(self, arguments: Iterable[str]) -> None:
        """Shows the line breaks in what was given for a path, and in each part of it, as characters from now on."""
        for given in arguments:
            self.in_one_line += [part for part in (given, *re.split(r"[/\\]", given)) if set(part) & {"\n", "\r"}]

    def say(self, text: str = "") -> None:
        """One line, or several, of what was asked for."""
        self._write(f"{self._plain(text)}\n")

    def _plain(self, text: str) -> str:
        for name in self.in_one_line:
            text = text.replace(name, _BREAKS.sub(_UNSHOWN, name))
        return without_controls(text)

    def json(self, value: Any) -> None:
        """``value`` as one JSON document in UTF-8, whatever the terminal speaks."""
        _reconfigure(self.out, encoding="utf-8")
        self._write(_escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")

    def json_list(self, rows: Iterable[Any]) -> None:
        """Any number of rows as one JSON list, written as they come."""
        _reconfigure(self.out, encoding="utf-8")
        before = "[\n"
        for row in rows:
            self._write(before + _escaped(json.dumps(row, ensure_ascii=False)))
            before = ",\n"
            if self.closed:
                return
        self._write("[]\n" if before == "[\n" else "\n]\n")

    def complain(self, text: str) -> None:
        """What went wrong, apart from the results."""
        self.complaints.append(text)
        if self.err is not None:
            try:
                self.err.write(f"{self._plain(text)}\n")
                self.err.flush()
            except OSError:
                self.err = None

    def write_over(self, line: str) -> bool:
        """Puts ``line`` in the place of the one before that was written so; False where no terminal shows it."""
        err = self.err
        try:
            if err is None or not _is_terminal(err.fileno()):
                return False
            err.write(f"\r\x1b[K{self._plain(line)}")
            err.flush()
        except (OSError, ValueError):
            return False
        return True

    @property
    def complains_to_nobody(self) -> bool:
        """Whether nobody sees what is complained of: a windowed program, or one that a desktop's menu started."""
        if self.err is None:
            return True
        try:
            number = self.err.fileno()
            kind = os.fstat(number).st_mode
        except (OSError, ValueError):
            return False
        return stat.S_ISSOCK(kind) or (stat.S_ISCHR(kind) and not _is_terminal(number))

    def finish(self) -> None:
        """Sends out what is still held back."""
        self._write("")
        if self.out is not None and not self.closed:
            self._guard(self.out.flush)

    def _write(self, text: str) -> None:
        out = self.out
        if out is not None and not self.closed:
            self._guard(lambda: out.write(text))

    def _guard(self, work: Any) -> None:
        """A reader that has gone away is no trouble of ours. Windows reports it as an invalid argument."""
        try:
            work()
        except OSError as error:
            if not isinstance(error, BrokenPipeError) and error.errno != _INVALID:
                self.unwritten = error
            self.closed = True
            _lead_nowhere(self.out)


def _is_terminal(number: int) -> bool:
    """Whether somebody reads there. Windows calls its nowhere (NUL) a terminal too; only a real one has a size."""
    try:
        os.get_terminal_size(number)
    except OSError:
        return False
    return os.isatty(number)


_INVALID = 22
# What a terminal obeys instead of showing it: escapes, bells, cursor movements, and marks that turn the direction.
_CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@cache
def _controls() -> re.Pattern[str]:
    return re.compile(_CONTROLS)


def without_controls(text: str) -> str:
    """``text`` as it may go to a terminal: what a citizen's words hold must not move its cursor or change its title."""
    if text.replace("\n", "").isprintable():  # nearly always, and known without the pattern
        return text
    return _controls().sub(_UNSHOWN, text)


def _escaped(document: str) -> str:
    """The same JSON with control characters spelt out; the line breaks between its parts are none."""
    return _controls().sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def _make_able(stream: TextIO | None) -> None:
    """Lets the stream take every character: as UTF-8 where its own encoding has no Chinese."""
    encoding = getattr(stream, "encoding", None)
    try:
        _PROBE.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        _reconfigure(stream, encoding="utf-8")
    _reconfigure(stream, errors="backslashreplace")


def _reconfigure(stream: TextIO | None, **how: str) -> None:
    change = getattr(stream, "reconfigure", None)
    if change is not None:
        change(**how)


def _lead_nowhere(stream: TextIO | None) -> None:
    """Keeps the interpreter from failing once more when it empties the stream at its end."""
    try:
        assert stream is not None
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AssertionError):
        return
