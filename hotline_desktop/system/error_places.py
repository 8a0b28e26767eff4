"""An exception as its kind and the place where it happened, never its text: that may hold a name or a phone number."""

from __future__ import annotations

from pathlib import Path

OURS = "hotline_desktop"
_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = 6


def kind_and_place(error: BaseException) -> str:
    """``ValueError at dates.py:88 _day < tickets.py:40 register``: where it happened and our calls that led there."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    shown = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in (*frames[-1:], *reversed(ours[-_PLACES:]))]
    places = " < ".join(dict.fromkeys(shown))
    cause = error.__cause__
    after = f" from {kind_and_place(cause)}" if cause is not None else ""
    return f"{type(error).__name__} at {places or 'unknown place'}{after}"


def _is_ours(filename: str) -> bool:
    """Whether a frame lies in our code; in the packaged program its file is named from the package on."""
    path = Path(filename)
    return _PACKAGE in path.parents or path.parts[:1] == (_PACKAGE.name,)
