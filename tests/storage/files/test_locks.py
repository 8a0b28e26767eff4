"""A lock opens by the passphrase however it is typed, and by the code on the sheet however that is copied."""

from __future__ import annotations

import json
import unicodedata

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hotline_desktop.storage.files.sealing import (
    WrongKey,
    _stretched,
    key_from_code,
    lock_key,
    new_key,
    open_lock,
    recovery_code,
)

TYPED = "ＡＢＣ１２３ café，灯塔"


@pytest.fixture(scope="module")
def key() -> bytes:
    return new_key()


@pytest.fixture(scope="module")
def lock(key: bytes) -> str:
    return lock_key(key, TYPED)


@pytest.mark.parametrize("typed", [f" {unicodedata.normalize('NFD', TYPED)}", "ABC123 café,灯塔"])
def test_width_and_accents_do_not_matter(key: bytes, lock: str, typed: str) -> None:
    assert open_lock(lock, typed) == key


def test_one_other_letter_in_the_passphrase_opens_nothing(lock: str) -> None:
    with pytest.raises(WrongKey):
        open_lock(lock, "ABC123 cafe,灯塔")


def test_a_lock_of_an_earlier_version_opens_by_the_letters_that_were_typed(key: bytes, lock: str) -> None:
    parts = json.loads(lock)
    salt, nonce = bytes.fromhex(parts["salt"]), bytes(12)
    earlier = {"nonce": nonce.hex(), "key": AESGCM(_stretched(TYPED, salt)).encrypt(nonce, key, None).hex()}
    assert open_lock(json.dumps({**parts, **earlier}), TYPED) == key


def test_the_code_is_read_in_every_form_in_which_it_is_copied(key: bytes) -> None:
    code = recovery_code(key)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code.lower(), code.replace("-", " "), wide, f" {code}\n", code.replace("O", "0").replace("I", "1")):
        assert key_from_code(typed) == key
    assert key_from_code(code[:-1]) is None
