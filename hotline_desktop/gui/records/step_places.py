"""Where each step stands in the window: its icon, and the group of 更多办理 that it belongs to."""

from __future__ import annotations

from typing import Any

from hotline_desktop.domain.records.engine import Offer

STEP_ICONS = {
    "first_contact": "phone",
    "exempt": "phone-off",
    "dispatch": "send",
    "accept": "check",
    "unit_contact": "phone-call",
    "answer": "message-square",
    "explain": "book-open",
    "satisfaction": "star",
    "result": "clipboard-check",
    "review": "stamp",
    "callback": "phone-call",
    "redo": "repeat",
    "close": "circle-check",
    "platform_close": "link",
    "sheet_back": "signature",
    "archive": "archive",
    "urge": "bell",
    "change_level": "flag",
    "amend": "square-pen",
    "lift_exemption": "phone",
    "return_request": "corner-up-left",
    "return_decision": "stamp",
    "joint_verification": "shield-check",
    "joint_units": "users",
    "extension_request": "hourglass",
    "extension_decision": "stamp",
    "unfounded_statement": "file-text",
    "unfounded_filing": "file-check",
    "illegal_building": "building-2",
    "upper_callback": "phone-call",
    "unsatisfied_statement": "file-text",
    "unsatisfied_filing": "file-check",
    "repeat_confirm": "layers",
    "repeat_rule_out": "x",
    "merge": "git-merge",
    "split": "undo-2",
    "take_up": "gavel",
    "decline": "x",
    "phone_call": "phone-call",
    "request": "file-output",
    "instruct": "signature",
    "issue": "stamp",
    "deliver": "send",
    "site_visit": "map-pin",
    "convene": "megaphone",
    "meeting": "users",
    "remind": "bell",
    "case_extension": "hourglass",
    "case_extension_decision": "stamp",
    "report": "clipboard-check",
    "case_callback": "phone-call",
    "site_check": "map-pin",
    "send_back": "corner-up-left",
    "escalate": "chevron-up",
    "case_close": "circle-check",
    "case_archive": "archive",
    "add_tickets": "layers",
    "amend_case": "square-pen",
    "talk_decide": "signature",
    "talk_notify": "megaphone",
    "talk_hold": "users",
    "talk_follow_up": "clipboard-check",
}
SIDE_STEPS = ("urge", "change_level", "amend", "exempt", "lift_exemption", "escalate", "add_tickets", "amend_case")
LINK_STEPS = ("repeat_confirm", "repeat_rule_out", "merge", "split")
# What a unit asks for only where the case needs it: never the step that most likely comes next.
ON_DEMAND = (
    "joint_verification",
    "joint_units",
    "return_request",
    "extension_request",
    "unfounded_statement",
    "upper_callback",
    "case_extension",
    "remind",
    "decline",
)
_CONTACTS = frozenset(("first_contact", "unit_contact", "exempt", "lift_exemption", "urge", "remind", "upper_callback"))
_REQUESTS = frozenset(
    (
        "return_request",
        "extension_request",
        "unfounded_statement",
        "joint_verification",
        "joint_units",
        "case_extension",
    )
)
_CHANGES = frozenset(("amend", "change_level", "amend_case", "illegal_building"))
GROUPS = ("办理", "联系", "申请", "更正", "关联")


def group_of(offer: Offer[Any]) -> str:
    """The word of GROUPS under which a step stands in the menu."""
    step = offer.step
    if step.corrects or step.id in _CHANGES:
        return "更正"
    if step.id in LINK_STEPS or step.id == "add_tickets":
        return "关联"
    if step.id in _REQUESTS:
        return "申请"
    return "联系" if step.id in _CONTACTS else "办理"
