"""Files sealed with AES-256-GCM, in pieces, so that neither content nor order nor end can be changed unnoticed.

The key is random. A passphrase opens the lock in which it is kept beside the sealed files (argon2id); the recovery
sheet holds the key itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

_MAGIC = b"HOTLINE-SEALED-1\n"
_PIECE = 1024 * 1024
_NONCE, _TAG, KEY_BYTES = 12, 16, 32
_MEMORY_KIB, _TURNS, _LANES = 64 * 1024, 3, 4  # of argon2id: about a fifth of a second


class WrongKey(Exception):
    """The passphrase, recovery code or key does not open this."""


class SealBroken(Exception):
    """A sealed file was changed or cut, or is something else."""


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def seal(source: Path, target: Path, key: bytes) -> None:
    """Writes ``source`` to ``target`` sealed, to the disk itself."""
    with source.open("rb") as plain, target.open("wb") as sealed:
        _seal(plain, sealed, key)
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal(source: Path, target: Path, key: bytes) -> None:
    """Writes what ``source`` holds to ``target``. Raises WrongKey, SealBroken; a part may stand there then."""
    with target.open("wb") as plain:
        for piece in pieces(source, key):
            plain.write(piece)
        plain.flush()
        os.fsync(plain.fileno())


def pieces(source: Path, key: bytes) -> Iterator[bytes]:
    """The content of a sealed file, piece by piece. Raises WrongKey, SealBroken."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box = AESGCM(key)
    with source.open("rb") as sealed:
        if sealed.read(len(_MAGIC)) != _MAGIC:
            raise SealBroken(source.name)
        prefix, number, last = sealed.read(_NONCE - 4), 0, False
        while not last:
            piece = sealed.read(_PIECE + _TAG)
            last = len(piece) < _PIECE + _TAG or not _more(sealed)
            try:
                yield box.decrypt(prefix + number.to_bytes(4, "big"), piece, b"last" if last else b"more")
            except (InvalidTag, ValueError):
                raise (WrongKey if number == 0 else SealBroken)(source.name) from None
            number += 1


def is_sealed(path: Path) -> bool:
    """Whether the file begins like a sealed one."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def lock_key(key: bytes, passphrase: str) -> str:
    """The key as it may stand beside what it seals: only the passphrase opens it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    locked = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key, None)
    parts = {"salt": salt, "nonce": nonce, "key": locked}
    told = {"kind": "argon2id+aes256gcm", "check": key_mark(key)}
    return json.dumps({**told, **{name: value.hex() for name, value in parts.items()}})


def open_lock(locked: str, secret: str) -> bytes:
    """The key, by the passphrase or by the recovery code. Raises WrongKey."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        parts: dict[str, Any] = json.loads(locked)
        salt, nonce, sealed = (bytes.fromhex(parts[name]) for name in ("salt", "nonce", "key"))
        code = key_from_code(secret)
        if code is not None and parts["check"] == key_mark(code):
            return code
        return AESGCM(_stretched(secret, salt)).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise WrongKey from None


def recovery_code(key: bytes) -> str:
    """The key as it is printed and typed: groups of four letters and digits, the last of which guard against slips."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:3]).decode().rstrip("=")
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def key_from_code(code: str) -> bytes | None:
    """The key that a recovery code stands for; None where it is none, or was mistyped."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum()).replace("0", "O").replace("1", "I")
    try:
        raw = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        return None
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    return key if len(key) == KEY_BYTES and check == hashlib.sha256(key).digest()[:3] else None


def key_mark(key: bytes) -> str:
    """Some letters by which a key is told from another one; they say nothing of it."""
    return hashlib.sha256(b"mark" + key).hexdigest()[:16]


def _seal(plain: BinaryIO, sealed: BinaryIO, key: bytes) -> None:
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


def _more(sealed: BinaryIO) -> bool:
    """Whether something follows."""
    here = sealed.tell()
    more = bool(sealed.read(1))
    sealed.seek(here)
    return more


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.strip().encode("utf-8"), salt, _TURNS, _MEMORY_KIB, _LANES, hash_len=KEY_BYTES, type=Type.ID
    )
