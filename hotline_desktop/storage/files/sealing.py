"""Encrypts files with AES-256-GCM, chunk by chunk, so that a change of content, order or end is noticed.

The data key is random. It stands beside the encrypted files, itself encrypted by a passphrase (argon2id), and in full
on the recovery sheet.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

_MAGIC = b"HOTLINE-SEALED-1\n"
_PIECE = 1024 * 1024
_NONCE, _TAG, KEY_BYTES = 12, 16, 32
_MEMORY_KIB, _TURNS, _LANES = 64 * 1024, 3, 4  # of argon2id: about a fifth of a second


class Readable(Protocol):
    """What gives bytes; never fewer than asked for while there are more."""

    def read(self, size: int, /) -> bytes:
        """The next ``size`` bytes; fewer at the end."""


class WrongKey(Exception):
    """The passphrase, recovery code or key does not decrypt this."""


class SealBroken(Exception):
    """An encrypted file was changed or cut off, or is something else."""


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def seal(source: Path, target: Path, key: bytes) -> None:
    """Writes ``source`` encrypted to ``target``, flushed to the disk."""
    with source.open("rb") as plain, target.open("wb") as sealed:
        write_stream(plain, sealed, key)


def change_form(source: Path, target: Path, key: bytes | None, other: bytes | None) -> str:
    """Writes what ``source`` says, sealed with ``key`` or plain, to ``target``, sealed with ``other`` or plain.

    What stands there is read back: its digest. Raises OSError where it says something else, or a seal is broken.
    """
    with target.open("wb") as made, opened(source, key) as content:
        heard = Heard(content)
        write_stream(heard, made, other)
    with opened(target, other) as content:
        if digest_of(content) != heard.digest:
            raise OSError(5, "what was written reads differently", target.name)
    return heard.digest


def opened(source: Path, key: bytes | None) -> BinaryIO:
    """What ``source`` says, whether plain or sealed with ``key``, to be read from the beginning to the end.

    Raises OSError, also while it is read, where the seal is broken or another one.
    """
    if key is None or not is_sealed(source):
        return source.open("rb")
    return io.BufferedReader(_Stream(pieces(source, key)), _PIECE)


def digest_of(content: BinaryIO) -> str:
    """SHA-256 of the rest of ``content``."""
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # BinaryIO fits it


class Heard:
    """Reads on, and knows what was read."""

    def __init__(self, source: Readable) -> None:
        self._source, self._digest, self.size = source, hashlib.sha256(), 0

    @property
    def digest(self) -> str:
        """SHA-256 of it."""
        return self._digest.hexdigest()

    def read(self, size: int, /) -> bytes:
        """The next ``size`` bytes; fewer at the end."""
        piece = self._source.read(size)
        self._digest.update(piece)
        self.size += len(piece)
        return piece


class _Stream(io.RawIOBase):
    """Pieces of whatever size as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            try:
                piece = next(self._pieces, None)
            except (WrongKey, SealBroken):
                raise OSError(5, "changed, or sealed with another key") from None
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        memoryview(buffer)[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def unseal(source: Path, target: Path, key: bytes) -> None:
    """Writes what ``source`` holds to ``target``. Raises WrongKey, SealBroken; a part may stand there then."""
    with target.open("wb") as plain:
        for piece in pieces(source, key):
            plain.write(piece)
        plain.flush()
        os.fsync(plain.fileno())


def pieces(source: Path, key: bytes) -> Iterator[bytes]:
    """The content of a sealed file, piece by piece. Raises WrongKey, SealBroken."""
    with source.open("rb") as sealed:
        yield from _pieces(sealed, key)


def is_sealed(path: Path) -> bool:
    """Whether the file begins like a sealed one."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def sealed_bytes(content: bytes, key: bytes) -> bytes:
    """A small content, sealed as a file would be."""
    sealed = io.BytesIO()
    seal_stream(io.BytesIO(content), sealed, key)
    return sealed.getvalue()


def unsealed_bytes(sealed: bytes, key: bytes) -> bytes:
    """What ``sealed_bytes`` sealed. Raises WrongKey, SealBroken."""
    return b"".join(_pieces(io.BytesIO(sealed), key))


def is_sealed_bytes(content: bytes) -> bool:
    """Whether the content begins like a sealed one."""
    return content.startswith(_MAGIC)


def lock_key(key: bytes, passphrase: str) -> str:
    """The data key encrypted with the passphrase: only that opens it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    locked = AESGCM(_stretched(_plain(passphrase), salt)).encrypt(nonce, key, None)
    parts = {"salt": salt, "nonce": nonce, "key": locked}
    header = {"kind": "argon2id+aes256gcm", "check": key_mark(key)}
    return json.dumps({**header, **{name: value.hex() for name, value in parts.items()}})


def open_lock(locked: str, secret: str) -> bytes:
    """The data key, by the passphrase or by the recovery code. Raises WrongKey."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        parts: dict[str, Any] = json.loads(locked)
        salt, nonce, sealed = (bytes.fromhex(parts[name]) for name in ("salt", "nonce", "key"))
        code = key_from_code(secret)
        if code is not None and parts["check"] == key_mark(code):
            return code
        typed = dict.fromkeys((_plain(secret), secret))  # earlier versions took the letters as they were typed
        for each in typed:
            with suppress(InvalidTag):
                return AESGCM(_stretched(each, salt)).decrypt(nonce, sealed, None)
    except (ValueError, KeyError, TypeError):
        raise WrongKey from None
    raise WrongKey


def recovery_code(key: bytes) -> str:
    """The data key as it is printed and typed: groups of four letters and digits, the last ones a checksum."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:3]).decode().rstrip("=")
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def key_from_code(code: str) -> bytes | None:
    """The key that a recovery code stands for; None where it is none, or was mistyped."""
    letters = _plain(code).upper()
    plain = "".join(letter for letter in letters if letter.isalnum()).replace("0", "O").replace("1", "I")
    try:
        raw = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        return None
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    return key if len(key) == KEY_BYTES and check == hashlib.sha256(key).digest()[:3] else None


def key_mark(key: bytes) -> str:
    """A short fingerprint that tells keys apart and says nothing of the key."""
    return hashlib.sha256(b"mark" + key).hexdigest()[:16]


def write_stream(plain: Readable, target: BinaryIO, key: bytes | None) -> None:
    """Writes what ``plain`` gives to the disk itself, sealed where there is a ``key``."""
    if key is not None:
        seal_stream(plain, target, key)
    else:
        while piece := plain.read(_PIECE):
            target.write(piece)
    target.flush()
    os.fsync(target.fileno())


def seal_stream(plain: Readable, sealed: BinaryIO, key: bytes) -> None:
    """Writes what ``plain`` gives to ``sealed``; a piece at a time is in memory."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box, prefix, number = AESGCM(key), os.urandom(_NONCE - 4), 0
    sealed.write(_MAGIC + prefix)
    piece = plain.read(_PIECE)
    while True:
        following = plain.read(_PIECE)
        sealed.write(box.encrypt(prefix + number.to_bytes(4, "big"), piece, b"more" if following else b"last"))
        if not following:
            return
        piece, number = following, number + 1


def _pieces(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if sealed.read(len(_MAGIC)) != _MAGIC:
        raise SealBroken
    box, prefix, number, last = AESGCM(key), sealed.read(_NONCE - 4), 0, False
    while not last:
        piece = sealed.read(_PIECE + _TAG)
        last = len(piece) < _PIECE + _TAG or not _more(sealed)
        try:
            yield box.decrypt(prefix + number.to_bytes(4, "big"), piece, b"last" if last else b"more")
        except (InvalidTag, ValueError):
            raise (WrongKey if number == 0 else SealBroken) from None
        number += 1


def _more(sealed: BinaryIO) -> bool:
    """Whether another byte follows."""
    here = sealed.tell()
    more = bool(sealed.read(1))
    sealed.seek(here)
    return more


def _plain(typed: str) -> str:
    """The same letters from every keyboard and input method, also full-width ones."""
    return unicodedata.normalize("NFKC", typed)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.strip().encode("utf-8"), salt, _TURNS, _MEMORY_KIB, _LANES, hash_len=KEY_BYTES, type=Type.ID
    )
