"""Files and functions stay short and flat enough to be read, and names say what is inside."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "hotline_desktop"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_DEPTH = 4
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, f"no modules under {PACKAGE}"
    return found


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
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


def depth(statement: ast.stmt) -> int:
    """How many blocks stand within each other from this one on; ``elif`` and ``except`` open none of their own."""
    if isinstance(statement, Function | ast.ClassDef):
        return 0
    parts = [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
    inside = [each for part in parts for name in ("body", "orelse", "finalbody") for each in getattr(part, name, [])]
    if isinstance(statement, ast.If) and len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        return max(1 + max(map(depth, statement.body)), depth(statement.orelse[0]))
    return 1 + max(map(depth, inside)) if inside else 0


def deepest(function: Function) -> int:
    return max(map(depth, function.body))


def test_length_counts_code_and_not_the_docstring() -> None:
    source = 'def f(\n    a,\n):\n    """One\n\n    two."""\n    return a\n'
    assert [length(function) for function in functions(ast.parse(source))] == [4]


def test_depth_counts_blocks_and_not_the_cases_of_one_choice() -> None:
    flat = "def f():\n    if a:\n        b()\n    elif c:\n        d()\n    else:\n        e()\n"
    deep = "def f():\n    for a in b:\n        with c:\n            if d:\n                e()\n"
    assert [deepest(function) for source in (flat, deep) for function in functions(ast.parse(source))] == [1, 3]


def test_no_file_is_too_long() -> None:
    sizes = {str(path.relative_to(PROJECT)): path.read_text("utf-8").count("\n") for path in modules()}
    assert {name: lines for name, lines in sizes.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_too_long(trees: Mapping[str, ast.Module]) -> None:
    too_long = {
        f"{name}:{function.lineno} {function.name}": length(function)
        for name, tree in trees.items()
        for function in functions(tree)
        if length(function) > MAX_FUNCTION_LINES
    }
    assert too_long == {}


def test_no_function_is_too_deep(trees: Mapping[str, ast.Module]) -> None:
    too_deep = {
        f"{name}:{function.lineno} {function.name}": deepest(function)
        for name, tree in trees.items()
        for function in functions(tree)
        if deepest(function) > MAX_DEPTH
    }
    assert too_deep == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for path in modules() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & VAGUE_NAMES == set()
