"""No two modules import each other, at whatever moment: each can be read, tested and moved without the other."""

from graphlib import CycleError, TopologicalSorter

import grimp


def imported() -> dict[str, set[str]]:
    """What each module imports, also within functions and for the type checker only."""
    graph = grimp.build_graph("hotline_desktop", cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def circle(imports: dict[str, set[str]]) -> set[str]:
    """The modules of one circle, empty where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        return set(found.args[1])
    return set()


def test_a_circle_is_found_however_long_it_is() -> None:
    assert circle({"a": {"b"}, "b": {"c"}}) == set()
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"b"}}) == {"b", "c", "d"}


def test_no_module_imports_one_that_leads_back_to_it() -> None:
    assert circle(imported()) == set()
