"""The tables. Moments are local office time as ISO text to the minute, days as ISO text, '' where there is none.

What the tables hold besides columns (full-text index, rules that keep history append-only) is in the migrations.
A change here needs a migration; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Dialect, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, func, text
from sqlalchemy.types import TypeDecorator

from hotline_desktop.domain.ticket.steps.catalogue import ASKED
from hotline_desktop.storage.engines.packed import Packed
from hotline_desktop.storage.tables.schema_people import people_tables
from hotline_desktop.storage.tables.schema_scans import scan_tables
from hotline_desktop.storage.tables.schema_statistics import statistics_tables

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


# One row per ticket: what its history adds up to, written in the same transaction as the entry that changed it.
# due_order sorts by urgency: a running deadline as it is, then '7' open without one, '8…' finished by the unit,
# '9…' closed. pending joins the words of Ticket.pending by 、. alerts holds the lasting reasons to supervise the ticket
# (domain/supervision/findings.py) as JSON. Codes of level, stage and origin stand in codes.py.
tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False),
    _text("title"),
    _text("content"),
    _text("caller"),
    _text("phones"),
    _text("address"),
    _number("confidential"),
    _number("level"),
    _number("stage"),
    _number("round", 1),
    _text("unit"),
    _text("called_at"),
    _text("received_at"),
    _text("handed_on"),
    _text("due"),
    _number("planned"),
    _number("provisional"),
    _text("finished_at"),
    _text("closed_at"),
    _number("urges"),
    _number("origin"),
    _text("platform_state"),
    _text("due_order"),
    _text("task"),
    _text("pending"),
    _text("source"),
    _text("category"),
    _text("proposed_unit"),
    _text("upper_limit"),
    _text("exemption"),
    _text("first_unit"),
    _text("transfer_number"),
    _text("answer_due"),
    _text("return_due"),
    _text("archived_at"),
    _text("alerts"),
    Column("batch_id", Integer, ForeignKey("import_batches.id")),
    _text("request_type"),
    _text("place"),
    Index("uq_tickets_number", "number", unique=True),
    # The list's own order, with everything that lists are filtered by: a walk reads rows only where they match.
    Index("ix_tickets_walk", "due_order", "id", "level", "stage", "origin", "provisional", "task", "pending", "unit"),
    *(
        Index(f"ix_tickets_{'_'.join(columns)}", *columns, "id")
        for columns in (
            ("called_at",),
            ("level", "due_order"),
            ("stage", "due_order"),
            ("unit", "due_order"),
            ("request_type", "due_order"),
            ("task", "due_order"),
        )
    ),
)
# The migrations name these conditions for PostgreSQL too; to name them here would load its whole dialect at each start.
_SOMETHING_PENDS = tickets.c.pending != ""
Index(
    "ix_tickets_pending",
    tickets.c.pending,
    tickets.c.due_order,
    tickets.c.id,
    sqlite_where=_SOMETHING_PENDS,
)
_SUPERVISION_DUE = tickets.c.alerts != ""
Index("ix_tickets_alerts", tickets.c.id, sqlite_where=_SUPERVISION_DUE)
# Imported history has neither: it takes no room here.
Index("ix_tickets_batch_id", tickets.c.batch_id, tickets.c.id, sqlite_where=tickets.c.batch_id.is_not(None))
HAS_TRANSFER_NUMBER = tickets.c.transfer_number != ""
Index("ix_tickets_transfer_number", tickets.c.transfer_number, sqlite_where=HAS_TRANSFER_NUMBER)


def _entries(name: str, owner: Table, key: str) -> Table:
    # Rows lie in the order of their histories. Packed, an entry is rarely more than a quarter of a page, which would
    # take a page of its own besides. Where recorded_at is as at, as of most entries, it is left out.
    return Table(
        name,
        metadata,
        Column(key, Integer, ForeignKey(owner.c.id), primary_key=True, autoincrement=False),
        Column("sequence", Integer, primary_key=True, autoincrement=False),
        Column("step", Text, nullable=False),
        _number("round", 1),
        Column("at", Text, nullable=False),
        Column("recorded_at", Text),
        Column("by", Text, nullable=False),
        *(Column(name, Packed, nullable=False) for name in ("values", "facts", "before", "after")),
        sqlite_with_rowid=False,
    )


ticket_entries = _entries("ticket_entries", tickets, "ticket_id")
# A query says this to go by the index of what registers are made from.
REQUESTED = text(f"step IN ({', '.join(repr(step) for step in ASKED)})")
Index("ix_ticket_entries_requested", ticket_entries.c.step, ticket_entries.c.at, sqlite_where=REQUESTED)

# What the city platform said of a ticket, every filled cell under its own header, as JSON (records/platform_cells.py).
platform_rows = Table(
    "platform_rows",
    metadata,
    Column("ticket_id", Integer, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("cells", Packed, nullable=False),
)

# What tickets about one matter share: phones, places, quoted numbers (searching/match_keys.py).
# Made from the ticket's row and changed with it; a foreign key would need a second index and guard nothing.
ticket_marks = Table(
    "ticket_marks",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("ticket_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

ticket_figures, ticket_lapses = statistics_tables(metadata, tickets.c.id)

units = Table(
    "units",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False),
    _text("leader"),
    _text("contact"),
    _text("phone"),
    _number("active", 1),
    _text("aliases"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("number"),
    _text("ticket_numbers"),
    _text("title"),
    _text("unit"),
    _text("trigger"),
    _text("method"),
    _text("stage"),
    _text("opened_at"),
    _text("due"),
    _number("provisional"),
    _text("reported_at"),
    _text("closed_at"),
    Index(None, "stage", "due"),
    Index(None, "number"),
)
# round is the ticket's round when the case was linked to it: a later round may give a new reason to supervise.
case_tickets = Table(
    "case_tickets",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("ticket_id", Integer, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    _number("round", 1),
    Index(None, "ticket_id"),
)
case_entries = _entries("case_entries", cases, "case_id")

# 案源库: what ought to be supervised, each the sum of its own history: from when it arises until somebody decides on it
# or a named event ends it. state is the place of its stage in CandidateStage.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", Integer, ForeignKey("tickets.id"), nullable=False),
    Column("trigger", Text, nullable=False),
    _number("round", 1),
    *(_text(name) for name in ("unit", "since", "evidence", "others")),
    *(_number(name) for name in ("state", "case_id")),
    *(_text(name) for name in ("ended_at", "ended_by", "why")),
    Index(None, "ticket_id", "trigger", "since"),
    Index("ix_candidates_state_trigger_since", "state", "trigger", "since", "id"),
)
candidate_entries = _entries("candidate_entries", candidates, "candidate_id")

# 约谈 of units, each the sum of its own history.
talks = Table(
    "talks",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("unit"),
    _text("ground"),
    _text("stage"),
    _text("proposed_at"),
    _text("held_at"),
    _text("ended_at"),
    Index(None, "stage"),
)
talk_entries = _entries("talk_entries", talks, "talk_id")

# Rankings as they were settled (JSON), never worked out again; a correction is a further edition beside the first.
quarters = Table(
    "quarters",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_month", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("figures", Text, nullable=False),
    Column("frozen_at", Text, nullable=False),
    Column("frozen_by", Text, nullable=False),
    _text("why"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", Integer, ForeignKey("tickets.id")),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    _text("kind"),
    _number("size"),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    _text("removed_at"),
    Column("talk_id", Integer),  # added later, when not every engine adds a column together with its key
    Column("candidate_id", Integer),
    Index(None, "ticket_id"),
    Index(None, "case_id"),
    Index(None, "talk_id"),
    Index(None, "candidate_id"),
)

printed_papers = Table(
    "printed_papers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", Integer, ForeignKey("tickets.id")),
    Column("case_id", Integer, ForeignKey("cases.id")),
    _text("number"),
    Column("kind", Text, nullable=False),
    _text("state"),
    _text("unit"),
    Column("printed_at", Text, nullable=False),
    Column("printed_by", Text, nullable=False),
    _number("awaited", 1),
    _text("returned_on"),
    _number("version"),
    Index(None, "ticket_id"),
    Index(None, "case_id"),
    Index(None, "awaited", "returned_on"),
)

print_codes, intake_tray = scan_tables(metadata)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Notices of working days that the office entered itself, as the TOML text that can be read back.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    _number("year"),
    Column("text", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
)

accounts, looks, destroying = people_tables(metadata)

number_sequences = Table(
    "number_sequences",
    metadata,
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

import_batches = Table(
    "import_batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    _number("new"),
    _number("updated"),
    _number("unchanged"),
    _number("faulty"),
    _number("history"),
    Column("state", Text, nullable=False),
)
# Which known tickets an import changed, and what is needed to change them back.
import_updates = Table(
    "import_updates",
    metadata,
    Column("batch_id", Integer, ForeignKey("import_batches.id"), primary_key=True, autoincrement=False),
    Column("ticket_id", Integer, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("cells_before", Packed),
)
column_mappings = Table(
    "column_mappings",
    metadata,
    Column("signature", Text, primary_key=True),
    Column("names", Text, nullable=False),
    Column("used_at", Text, nullable=False),
)

# History of what belongs to the office and not to one ticket: settings, units, notices, imports, exports.
office_entries = Table(
    "office_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)

# The tables of entries, by the kind of record that an entry belongs to. Each is in the chain.
ENTRIES = {
    "ticket": ticket_entries,
    "case": case_entries,
    "talk": talk_entries,
    "candidate": candidate_entries,
    "office": office_entries,
}
USUAL_KIND = "ticket"


class _Kind(TypeDecorator[str]):
    """A kind of record; the usual one is left out: conditions ask for ``linked_kind``, a new row names none for it."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:
        """The kind."""
        return USUAL_KIND if value is None else value


# Every entry in the order of writing, with a digest that holds the one before it (chain/chain.py). No index but the
# place: it is read from one end to the other, and only added to at its end.
chain = Table(
    "chain",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", _Kind),
    Column("owner", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
linked_kind = func.coalesce(chain.c.kind, USUAL_KIND)
