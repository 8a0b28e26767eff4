"""Files and functions stay short enough to be read, and names say what is inside."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "hotline_desktop"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, f"no modules under {PACKAGE}"
    return found


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring: explaining more is never punished."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        assert docstring.end_lineno is not None
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def test_length_counts_code_and_not_the_docstring() -> None:
    source = 'def f(\n    a,\n):\n    """One\n\n    two."""\n    return a\n'
    assert [length(function) for function in functions(source)] == [4]


def test_no_file_is_too_long() -> None:
    sizes = {str(path.relative_to(PROJECT)): path.read_text("utf-8").count("\n") for path in modules()}
    assert {name: lines for name, lines in sizes.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    too_long = {
        f"{path.relative_to(PROJECT)}:{function.lineno} {function.name}": length(function)
        for path in modules()
        for function in functions(path.read_text("utf-8"))
        if length(function) > MAX_FUNCTION_LINES
    }
    assert too_long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for path in modules() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & VAGUE_NAMES == set()
