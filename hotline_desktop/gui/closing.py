"""What would be lost with the window is asked about before it closes."""

from __future__ import annotations

from hotline_desktop.gui.records.steps.drafts import drafts_of
from hotline_desktop.gui.shell.session.session import Session

_NOT_KEPT = (
    "没填完的内容存不进磁盘（磁盘满了、是只读的，或者数据文件夹不在了），现在只记在这个窗口里，关了就没有了。"
    "请先腾出空间、接好磁盘再关；实在不行，从“今日 · 没填完的”打开，把内容抄到别处。"
)


_NOT_READY = "现在关闭，这一件就停在半路、没有做成；记录没有影响，以后可以再做一次。点“取消”等它做完，底部有进度。"


def may_close(session: Session) -> bool:
    """Whether nothing is lost, or the clerk would lose it."""
    waited_for = "、".join(session.jobs.awaited)
    if waited_for and not session.prompts.confirm(f"{waited_for}还没有做完", _NOT_READY, "不等了，关闭", danger=True):
        return False
    left = 0 if session.opening else drafts_of(session).write_again()
    if left and not session.prompts.confirm(
        f"有 {left} 张没填完的表没有存下来", _NOT_KEPT, "不要了，关闭", danger=True
    ):
        return False
    missing = None if session.opening else session.missing
    return missing is None or session.prompts.confirm("数据文件不在原处", str(missing), "仍然关闭", danger=True)
