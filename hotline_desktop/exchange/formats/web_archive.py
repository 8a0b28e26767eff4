"""Pages that Excel and browsers save with everything in one file (.mht), often called .xls by the system."""

from __future__ import annotations

from email import message_from_bytes, policy

_BEGINNINGS = (b"mime-version:", b"content-type: multipart/", b"from: <")
_LOOKED_AT = 2_000  # bytes


def is_web_archive(head: bytes) -> bool:
    """Whether a file begins so; ``head`` in small letters."""
    return head.startswith(_BEGINNINGS) and b"multipart/" in head[:_LOOKED_AT]


def pages_of(data: bytes) -> list[bytes]:
    """The pages in the file, each as bytes in the encoding that it was written in."""
    message = message_from_bytes(data, policy=policy.default)
    parts = (part for part in message.walk() if part.get_content_type() == "text/html")
    return [content for part in parts if isinstance(content := part.get_payload(decode=True), bytes)]
