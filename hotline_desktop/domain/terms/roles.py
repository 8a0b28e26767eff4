"""Who may do what in an office with accounts: roles, rights, and the refusal that names the role that may."""

from __future__ import annotations

from enum import Enum, StrEnum
from functools import cache

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.text import beyond

BY_PROGRAM = "程序"  # who wrote down what only the clock, or an upgrade, brought
LONGEST_NAME = 20  # of who handles, in characters


class Role(StrEnum):
    """What a person is in the office."""

    CLERK = "经办人"
    REVIEWER = "审核人"
    ADMINISTRATOR = "管理员"
    LEADER = "领导"


class Right(Enum):
    """What may be done, with the roles that may. Whoever may review or administer may also handle."""

    LOOK = frozenset(Role)
    HANDLE = frozenset((Role.CLERK, Role.REVIEWER, Role.ADMINISTRATOR))
    REVIEW = frozenset((Role.REVIEWER, Role.ADMINISTRATOR))
    ADMINISTER = frozenset((Role.ADMINISTRATOR,))

    @property
    def roles(self) -> tuple[Role, ...]:
        """Those who have it, in the order of the roles."""
        return tuple(role for role in Role if role in self.value)

    @property
    def holders(self) -> str:
        """Those who have it, in words."""
        return _holders(self)


@cache
def _holders(right: Right) -> str:
    """Made once: every step that is shown asks for it."""
    return "、".join(right.roles)


def rights_of(role: Role) -> frozenset[Right]:
    """Everything that ``role`` may do."""
    return frozenset(right for right in Right if role in right.roles)


def name_fault(name: str) -> str:
    """Why a name is too long for the history, as what may be read below its field; empty where it is not."""
    return beyond(name.strip(), LONGEST_NAME)


def why_not(role: Role, right: Right) -> str:
    """The sentence that says who may, to somebody of ``role``; empty where she may herself."""
    return "" if right in rights_of(role) else f"这一步要由{right.holders}来做，您的账户是{role}。"


class NotAllowed(HotlineError):
    """Nobody is logged in, or who is has no right to it. Nothing was changed."""

    @classmethod
    def nobody(cls) -> NotAllowed:
        """Nobody is logged in."""
        return cls("本单位启用了账户，现在没有人登录，不能办理。请先登录。原来的记录没有变动。")

    @classmethod
    def someone_else(cls, name: str, by: str) -> NotAllowed:
        """It was to be written down under another name than that of the account."""
        return cls(f"登录的账户是“{name}”，不能用“{by}”的名义办理。请换人登录。原来的记录没有变动。")

    @classmethod
    def not_by(cls, role: Role, right: Right) -> NotAllowed:
        """The role has no such right."""
        return cls(f"{why_not(role, right)}原来的记录没有变动。")
