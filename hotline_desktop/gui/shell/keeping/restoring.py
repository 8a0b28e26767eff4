"""Offers the backups of an office to be put back, in the settings and in the window that finds the data damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hotline_desktop.gui.shell.dialogs.prompts import Prompts

TITLE = "从备份恢复"
WARNING = (
    "要用备份替换现在的数据吗？",
    "备份以后办理的步骤不在备份里。现在的数据会整个移到“移出”文件夹，不删除，可以撤回。",
    "恢复",
    True,
)
AS_PLAIN = (
    "换上不加密的备份吗？",
    "现在的数据是加密保存的，这份备份里的没有加密：换上以后打开程序不用口令，谁拿到电脑都能读。"
    "换上以后可以在“设置 · 数据”里再加密。",
    "换上不加密的",
    True,
)


def offer_backups(prompts: Prompts, data_dir: Path, chosen: Callable[[Path, str], None]) -> None:
    """Shows the backups beside the data; ``chosen`` gets the folder of the one, and the passphrase that was typed."""
    from hotline_desktop.gui.shell.keeping.restore_sheet import RestoreSheet
    from hotline_desktop.services.keeping.restoring import found_backups

    def elsewhere() -> Path | None:
        folder = prompts.choose_folder("备份在哪个文件夹？")
        if folder is not None and folder.resolve() == data_dir.resolve():
            prompts.say("这就是正在用的数据文件夹，不是备份。没有变动。")
            return None
        return folder

    prompts.show(TITLE, RestoreSheet(found_backups(data_dir), chosen, elsewhere))
