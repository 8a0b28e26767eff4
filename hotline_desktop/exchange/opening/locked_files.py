"""Files that Office locked: those that it opens without a question, and those that need a password."""

from __future__ import annotations

import io
from pathlib import Path

from hotline_desktop.exchange.sheets.sheet import ReadError

# Excel locks a file with this where only changes are forbidden, and tries it itself before it asks for a password.
_OFFICE_PASSWORD = "VelvetSweatshop"


def encrypted(path: Path) -> ReadError:
    """The file as one that needs a password."""
    return ReadError(path, "表格设有打开密码", "请用 Excel 或 WPS 打开，去掉密码后另存，再试一次")


def unlocked(path: Path, data: bytes) -> bytes:
    """``data`` of an Office file as it was before it was locked, or as it is. ReadError where it needs a password."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    try:
        file = OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
        file.load_key(password=_OFFICE_PASSWORD, verify_password=True)
    except (InvalidKeyError, DecryptionError):
        raise encrypted(path) from None
    except Exception:
        # Whatever else it may be is for the reader of tables to say.
        return data
    plain = io.BytesIO()
    try:
        file.decrypt(plain)
    except Exception as error:
        raise ReadError(
            path,
            "表格设有“限制编辑”的保护，解开时发现加密的部分不完整",
            "请用 Excel 或 WPS 打开，取消限制编辑（保护工作簿）后另存为 .xlsx，再试一次",
        ) from error
    return plain.getvalue()
