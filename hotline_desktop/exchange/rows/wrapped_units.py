"""A unit's name that goes on in the next line of its cell: 城建⏎中心 is one unit, 城建中心⏎李家村 are two."""

from __future__ import annotations

import re
from collections.abc import Callable

_LAST = re.compile(r"[^、，,;；:：|\t]*$")
_FIRST = re.compile(r"[^、，,;；:：|\t]*")
_ROLE_SIGN = (":", "：")
_OPENS, _CLOSES = ("(", "（"), (")", "）")
# How names of units end, and ends that are no unit by themselves.
_ENDS = (
    "中心",
    "大厅",
    "公司",
    "集团",
    "街道",
    *"村居委会镇乡区市县府队站所办局科处室部组院校园馆厂场社店行格苑坊庄里厅",
)
_ONLY_AN_END = re.compile(
    r"(?:服务|管理|办公|执法|受理|指挥|工作|村民|居民|管委|党群|社区|有限|责任|股份|分|总|大|中|小)*"
    r"(?:中心|委员会|居委会?|村委会?|委会|会|公室|室|队|站|所|办|局|科|处|部|组|院|公司|司|村|镇)"
)


def in_whole_names(text: str, is_unit: Callable[[str], bool]) -> str:
    """The text with one line where a name stood in several; ``is_unit`` knows the units of the register.

    What it does not know is told by how names end, and stays in lines where no name would come of it.
    """
    first, *others = [line for line in map(str.strip, text.splitlines()) if line] or [""]
    groups = [[first]]
    for line in others:
        if _goes_on("".join(groups[-1]), line, is_unit):
            groups[-1].append(line)
        else:
            groups.append([line])
    return "\n".join(
        "".join(group) if _is_whole(_LAST.findall("".join(group))[0], is_unit) else "\n".join(group) for group in groups
    )


def is_only_an_end(name: str) -> bool:
    """Whether this is how a unit's name ends, and no unit by itself: 中心, 村委会."""
    return _ONLY_AN_END.fullmatch(name) is not None


def _goes_on(above: str, line: str, is_unit: Callable[[str], bool]) -> bool:
    """Whether the name that ends ``above`` goes on with the one that begins ``line``."""
    before, behind = _LAST.findall(above)[0], _FIRST.findall(line)[0]
    if sum(map(above.count, _OPENS)) > sum(map(above.count, _CLOSES)) or line.startswith(_OPENS):
        return True
    if not before or not behind or line.startswith(_ROLE_SIGN, len(behind)):
        return False
    known = is_unit(before), is_unit(behind)
    if all(known) or is_unit(before + behind):
        return not all(known)
    return is_only_an_end(behind) or not (any(known) or _is_whole(before, is_unit))


def _is_whole(name: str, is_unit: Callable[[str], bool]) -> bool:
    return name.endswith((*_ENDS, *_CLOSES)) or is_unit(name)
