"""Entries and the values of steps are read through their fields, so that no key is mistyped and types are known."""

import ast
from collections.abc import Iterator, Mapping

from hotline_desktop.domain.records.fields import AnyField, Field
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.talks import TALK_STEPS_BY_ID
from hotline_desktop.domain.ticket import fields as ticket_fields
from hotline_desktop.domain.ticket.steps import limits
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID

Trees = Mapping[str, ast.Module]
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
    "services/foundation/holiday_notice.py": "days of a published notice",
    "gui/views/units/units_page.py": "the form of a unit",
    "services/setup/units.py": "the form of a unit",
    "example/office.py": "what the example office does beside steps",
}
# What takes a step with values, by the name of the function.
TAKING = frozenset(("do", "start", "register", "propose", "take", "withdraw", "Entry", "Blocker"))
# Where what is written under such a word is no value of a step, or comes to one as a script would bring it: the engine
# refuses a key that the step does not have.
WRITTEN_APART = {
    "cli/": "the keys of --json, which stay as they are",
    "documents/": "fonts and styles",
    "domain/papers/": "what forms/*.toml call the blanks of a paper",
    "example/": "events of the example office, taken by the engine",
    "selftest/": "steps of the self-test, taken by the engine",
    "storage/": "columns",
    "gui/records/steps/step_icons.py": "icons of steps",
    "gui/views/units/units_page.py": "the form of a unit",
    "services/archiving/destroying.py": "the content of a certificate",
    "services/foundation/given_numbers.py": "kinds of records",
    "services/foundation/looks.py": "kinds of records",
    "services/keeping/moving.py": "the content of a file that is moved",
    "services/setup/office_lists.py": "the parts of a kept list",
    "services/papers/papers.py": "how a stack is printed",
    "services/setup/units.py": "the form of a unit",
    "services/returned/word_forms.py": "what forms/*.toml call the blanks of a paper",
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


def string_reads(tree: ast.Module, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and text of every ``x.get("key")``, ``x["key"]`` and ``"key" in x`` with a key that a field declares."""
    for node in ast.walk(tree):
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
    assert [line for line, _text in string_reads(ast.parse(source), keys())] == [1, 2, 3]


def test_entries_and_values_are_read_through_their_fields(trees: Trees) -> None:
    known = keys()
    found = [
        f"{name}:{line} {text}"
        for name, tree in trees.items()
        if name not in APART
        for line, text in string_reads(tree, known)
    ]
    assert found == []


def written_keys(tree: ast.Module, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and key of every value, fact or blocker that names by a string what another place declares as a field."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    own = {call.args[0].value for call in calls if _called(call) == "Field" and isinstance(call.args[0], ast.Constant)}
    named: list[ast.expr | None] = [call.args[2] for call in calls if _called(call) == "Blocker" and len(call.args) > 2]
    for node in ast.walk(tree):
        named += node.keys if isinstance(node, ast.Dict) else ()
    for key in named:
        if isinstance(key, ast.Constant) and key.value in known - own:
            yield key.lineno, str(key.value)


def given_to_steps(tree: ast.Module, known: frozenset[str]) -> Iterator[int]:
    """Line of every call that takes a step with values, or refuses one, and names a field by a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            verb = node.func.attr if isinstance(node.func, ast.Attribute) else _called(node)
            named = [key for each in node.args if isinstance(each, ast.Dict) for key in each.keys]
            named += node.args[2:3] if verb == "Blocker" else ()
            if verb in TAKING and any(isinstance(key, ast.Constant) and key.value in known for key in named):
                yield node.lineno


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) and call.args else ""


def test_a_value_written_by_a_string_is_found() -> None:
    source = (
        'a = {"verdict": 1, "other": 2}\nb = Blocker(clause, "no", "outcome")\nc = Field("at", "时间")\nd = {"at": 3}\n'
    )
    assert list(written_keys(ast.parse(source), keys())) == [(2, "outcome"), (1, "verdict")]
    given = 'office.do(1, "call", {"verdict": 1}, by)\nconsole.json({"verdict": 1})\n'
    assert list(given_to_steps(ast.parse(source + given), keys())) == [2, 5]


def test_steps_write_by_the_fields_that_are_declared_elsewhere(trees: Trees) -> None:
    """A key that only one step asks for may stand as a string where it is declared, and nowhere else."""
    known = keys()
    found = [
        f"{name}:{line} {key}"
        for name, tree in trees.items()
        if not name.startswith(tuple(WRITTEN_APART))
        for line, key in written_keys(tree, known)
    ]
    assert found == []


def test_each_exemption_is_needed_and_hands_no_step_a_value_nor_a_refusal_its_field(trees: Trees) -> None:
    known = keys()
    for place in WRITTEN_APART:
        exempt = {name: tree for name, tree in trees.items() if name.startswith(place)}
        assert any(next(written_keys(tree, known), None) for tree in exempt.values()), place
        found = [f"{name}:{line}" for name, tree in exempt.items() for line in given_to_steps(tree, known)]
        assert place in ("example/", "selftest/") or not found, found


def test_every_field_that_a_step_names_by_its_key_is_one_of_its_own() -> None:
    for steps in CATALOGUES:
        for step in steps.values():
            own = {field.key for field in step.fields}
            named = {step.happened, *step.in_turn} - {""}
            for field in step.fields:
                named |= {condition[0] for condition in (field.shown_when, field.hidden_when) if condition}
            assert named <= own, step.id
