"""The machine's clock as the office reads it."""

from datetime import datetime


def now() -> datetime:
    """Local office time, to the minute: what a clerk would write down."""
    return datetime.now().replace(second=0, microsecond=0)
