"""Entries and the values of steps are read through their fields, so that no key is mistyped and types are known."""

import ast
from collections.abc import Iterator
from pathlib import Path

from hotline_desktop.domain.records.fields import AnyField, Field
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.talks import TALK_STEPS_BY_ID
from hotline_desktop.domain.ticket import fields as ticket_fields
from hotline_desktop.domain.ticket.steps import limits
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID

PACKAGE = Path(__file__).resolve().parents[2] / "hotline_desktop"
CATALOGUES = (STEPS_BY_ID, CASE_STEPS_BY_ID, TALK_STEPS_BY_ID)
# What else is read by a word that some field has for its key, by the name that it goes by there.
OTHERS = {
    "row": "a row of the database",
    "line": "a line of a list",
    "found": "a row of a spreadsheet, or what a pattern found",
    "match": "what a pattern found",
    "groups": "what a pattern found",
    "next_numbers": "the office's sequences",
    "section": "a section of a form's definition",
    "data": "a file's content",
    "kept": "a file's content",
    "content": "a file's content",
    "event": "an event of the example office",
    "asked": "what a command was given",
    "sheet": "a sheet of a workbook",
    "one": "a part of a document",
}
# Files whose ``values`` and ``entry`` are not those of steps.
APART = {
    "services/holiday_notice.py": "days of a published notice",
    "gui/views/units/units_page.py": "the form of a unit",
    "services/units.py": "the form of a unit",
    "example/office.py": "what the example office does beside steps",
}


def keys() -> frozenset[str]:
    declared: list[AnyField] = [field for steps in CATALOGUES for step in steps.values() for field in step.fields]
    for module in (ticket_fields, limits):
        declared += [value for value in vars(module).values() if isinstance(value, Field)]
    return frozenset(field.key for field in declared)


def receiver(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return receiver(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def string_reads(source: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and text of every ``x.get("key")``, ``x["key"]`` and ``"key" in x`` with a key that a field declares."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of, key = node.func.value, node.args[0] if node.func.attr in ("get", "pop") else None
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            of, key = node.value, node.slice
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            of, key = node.comparators[0], node.left
        else:
            continue
        if isinstance(key, ast.Constant) and key.value in known and receiver(of) not in OTHERS:
            yield node.lineno, ast.unparse(node)


def test_a_read_by_string_is_found() -> None:
    source = 'a = entry.get("verdict")\nb = case.report.values["outcome"]\nc = "due" in entry.facts\nd = row["title"]\n'
    assert [line for line, _text in string_reads(source, keys())] == [1, 2, 3]


def test_entries_and_values_are_read_through_their_fields() -> None:
    known = keys()
    found = [
        f"{name}:{line} {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (name := path.relative_to(PACKAGE).as_posix()) not in APART
        for line, text in string_reads(path.read_text("utf-8"), known)
    ]
    assert found == []


def written_keys(source: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and key of every value, fact or blocker that names by a string what another place declares as a field."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    own = {call.args[0].value for call in calls if _called(call) == "Field" and isinstance(call.args[0], ast.Constant)}
    named: list[ast.expr | None] = [call.args[2] for call in calls if _called(call) == "Blocker" and len(call.args) > 2]
    for node in ast.walk(tree):
        named += node.keys if isinstance(node, ast.Dict) else ()
    for key in named:
        if isinstance(key, ast.Constant) and key.value in known - own:
            yield key.lineno, str(key.value)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) and call.args else ""


def test_a_value_written_by_a_string_is_found() -> None:
    source = (
        'a = {"verdict": 1, "other": 2}\nb = Blocker(clause, "no", "outcome")\nc = Field("at", "时间")\nd = {"at": 3}\n'
    )
    assert list(written_keys(source, keys())) == [(2, "outcome"), (1, "verdict")]


def test_steps_write_by_the_fields_that_are_declared_elsewhere() -> None:
    """A key that only one step asks for may stand as a string where it is declared, and nowhere else."""
    known = keys()
    rooms = (PACKAGE / "domain/ticket", PACKAGE / "domain/supervision")
    found = [
        f"{path.relative_to(PACKAGE).as_posix()}:{line} {key}"
        for room in rooms
        for path in sorted(room.rglob("*.py"))
        for line, key in written_keys(path.read_text("utf-8"), known)
    ]
    assert found == []


def test_every_field_that_a_step_names_by_its_key_is_one_of_its_own() -> None:
    for steps in CATALOGUES:
        for step in steps.values():
            own = {field.key for field in step.fields}
            named = {step.happened, *step.in_turn} - {""}
            for field in step.fields:
                named |= {condition[0] for condition in (field.shown_when, field.hidden_when) if condition}
            assert named <= own, step.id
