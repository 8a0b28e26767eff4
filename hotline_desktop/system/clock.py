"""The machine's clock as the office reads it."""

from datetime import datetime, timedelta


def now() -> datetime:
    """Local office time, to the minute: what a clerk would write down."""
    return datetime.now().replace(second=0, microsecond=0)


def utc_offset() -> timedelta:
    """How far the machine's zone lies before universal time at this moment."""
    return datetime.now().astimezone().utcoffset() or timedelta()
