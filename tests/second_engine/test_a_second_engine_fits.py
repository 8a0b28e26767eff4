"""What storage says can be said to PostgreSQL too; on a server the tests of services say whether it works.

The statements are compiled by that engine's own dialect, which needs no server.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import Select, Table, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.storage.first_look import statements
from hotline_desktop.storage.searching import search
from hotline_desktop.storage.searching.pieces import FIELDS
from hotline_desktop.storage.tables import schema
from tests.second_engine.postgres import PostgresStatements

STORAGE = Path(search.__file__).parent
POSTGRES = postgresql.dialect()
ASKED = statements((TicketFilter(open_only=True), TicketFilter(stages=(Stage.IN_PROGRESS,))))
# Text that every engine reads, and nothing that a program brings into it but by name.
PLAIN = {
    "chain.py": "every engine's own words, with the marks of the connection's",
    "bulk.py": "compiled for the engine of the connection",
    "foundations.py": "the engine's own statement, and one of the migrations' library",
    "search.py": "the highest id",
}


def said(statement: Select[object]) -> str:
    return str(statement.compile(dialect=POSTGRES))


def test_every_table_and_index_can_be_made_by_it() -> None:
    for table in schema.metadata.sorted_tables:
        made = [str(CreateTable(table).compile(dialect=POSTGRES))]
        made += [str(CreateIndex(index).compile(dialect=POSTGRES)) for index in table.indexes]
        assert all("sqlite" not in each.lower() and "WITHOUT ROWID" not in each for each in made)


@pytest.mark.parametrize("name", ASKED)
def test_what_the_first_page_asks_is_asked_without_hints_to_another_engine(name: str) -> None:
    text = said(ASKED[name])
    assert "INDEXED" not in text and "GLOB" not in text


def test_a_search_is_a_condition_of_its_own_words() -> None:
    found = select(schema.tickets.c.id).where(search.matching("路灯不亮 5921"))
    assert "ticket_search.pieces @@ phrases(" in said(found)
    columns = {name: schema.tickets.c[name] for name in FIELDS}
    assert "strpos(" in said(select(literal(1)).where(search.tested("路灯", columns)))


@pytest.mark.parametrize("path", sorted(STORAGE.glob("*.py")), ids=lambda path: path.name)
def test_no_statement_is_written_in_one_engine_s_own_words(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    raw = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "exec_driver_sql"]
    assert not raw or path.name in PLAIN, "write it with the library, or ask the engine's Statements"


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda table: table.name)
def test_an_index_by_which_a_list_is_put_in_order_ends_in_the_id(table: Table) -> None:
    for index in table.indexes:
        columns = [column.name for column in index.columns]
        ordered = {"due_order", "called_at", "since"} & set(columns)
        if ordered and "id" in table.c and index.name != "ix_candidates_ticket_id_trigger_since":
            assert "id" in columns, index.name


def test_the_trial_says_all_that_engines_do_not_agree_on() -> None:
    own = PostgresStatements()
    assert own.append_only("chain")[1].startswith("CREATE TRIGGER chain_no_update")
    assert own.may_go("chain", "WHEN false")[0] == "DROP TRIGGER chain_no_delete ON chain"
