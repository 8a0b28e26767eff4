"""The first version: every table, the full-text index, and the rules that keep history append-only."""

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0001"
down_revision = None

_PENDING = sa.text("pending != ''")
_ALERTS = sa.text("alerts != ''")
_REQUESTED = sa.text("step IN ('return_request', 'extension_request', 'unfounded_statement', 'unsatisfied_statement')")


def upgrade() -> None:
    """Makes an empty office."""
    _office()
    _imports()
    _tickets()
    _import_updates()
    _ticket_indexes()
    _cases()
    _units_judged()
    _papers()
    _marks()
    _figures()
    _search()
    for table in ("ticket_entries", "case_entries", "talk_entries", "office_entries"):
        _append_only(table)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def _owner(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=str(default))


def _required(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _entries(table: str, key: str, owner: str) -> None:
    words = [_required(name) for name in ("at", "recorded_at", "by", "values", "facts", "before", "after")]
    op.create_table(
        table,
        _owner(key),
        _whole("sequence"),
        _required("step"),
        _number("round", 1),
        *words,
        sa.PrimaryKeyConstraint(key, "sequence", name=f"pk_{table}"),
        sa.ForeignKeyConstraint([key], [owner], name=f"fk_{table}_{key}"),
    )


def _append_only(table: str) -> None:
    """Nobody changes or takes away what was recorded. Only an import that is undone takes its own tickets back, and
    only those of which nothing but imports is recorded.
    """
    undone = """
        WHEN EXISTS (
            SELECT 1 FROM ticket_entries AS other WHERE other.ticket_id = OLD.ticket_id
            AND other.step NOT IN ('register', 'import_update', 'import_undo')
        ) OR NOT EXISTS (
            SELECT 1 FROM tickets JOIN import_batches ON import_batches.id = tickets.batch_id
            WHERE tickets.id = OLD.ticket_id AND import_batches.state = '已撤销'
        )"""
    for statement in statements_of(op.get_bind()).append_only(table, undone if table == "ticket_entries" else ""):
        op.execute(statement)


def _marks() -> None:
    op.create_table(
        "ticket_marks",
        _required("mark"),
        _whole("ticket_id"),
        sa.PrimaryKeyConstraint("mark", "ticket_id", name="pk_ticket_marks"),
        sqlite_with_rowid=False,
    )


def _figures() -> None:
    op.create_table(
        "ticket_figures",
        _owner("ticket_id"),
        _required("unit"),
        *_texts("received_on", "closed_on"),
        *(_owner(name, nullable=True) for name in ("contacted", "in_time", "answered")),
        *_texts("resolution", "grade"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket_figures"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_figures_ticket_id"),
    )
    outcome = ["closed_on", "unit", "contacted", "in_time", "answered", "resolution", "grade"]
    op.create_index("ix_ticket_figures_closed_on", "ticket_figures", outcome)
    op.create_index("ix_ticket_figures_received_on_unit", "ticket_figures", ["received_on", "unit"])
    op.create_table(
        "ticket_lapses",
        _owner("ticket_id"),
        _whole("place"),
        *(_required(name) for name in ("unit", "kind", "on")),
        sa.PrimaryKeyConstraint("ticket_id", "place", name="pk_ticket_lapses"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_lapses_ticket_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_lapses_on_unit_kind", "ticket_lapses", ["on", "unit", "kind"])
    op.create_index("ix_ticket_lapses_unit_on", "ticket_lapses", ["unit", "on"])


def _search() -> None:
    """Holds pieces of words and no text; what the pieces are stands in storage/searching/search.py."""
    for statement in statements_of(op.get_bind()).full_text():
        op.execute(statement)


def _office() -> None:
    op.create_table(
        "units",
        _id(),
        _required("name"),
        _required("group"),
        *_texts("leader", "contact", "phone"),
        _number("active", 1),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("name", name="uq_units_name"),
    )
    op.create_table(
        "settings",
        _required("key"),
        _required("value"),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    op.create_table(
        "notices",
        _id(),
        _number("year"),
        _required("text"),
        _required("added_at"),
        _required("added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_table(
        "number_sequences",
        _required("name"),
        _whole("year"),
        _whole("last"),
        sa.PrimaryKeyConstraint("name", "year", name="pk_number_sequences"),
    )
    op.create_table(
        "office_entries",
        _id(),
        _required("step"),
        _required("at"),
        _required("by"),
        _required("before"),
        _required("after"),
        sa.PrimaryKeyConstraint("id", name="pk_office_entries"),
    )


def _imports() -> None:
    op.create_table(
        "import_batches",
        _id(),
        _required("file"),
        _required("at"),
        _required("by"),
        _number("new"),
        _number("updated"),
        _number("unchanged"),
        _number("faulty"),
        _number("history"),
        _required("state"),
        sa.PrimaryKeyConstraint("id", name="pk_import_batches"),
    )
    op.create_table(
        "column_mappings",
        _required("signature"),
        _required("names"),
        _required("used_at"),
        sa.PrimaryKeyConstraint("signature", name="pk_column_mappings"),
    )


def _import_updates() -> None:
    """After the tables that it refers to, as every engine but SQLite demands."""
    op.create_table(
        "import_updates",
        _owner("batch_id"),
        _owner("ticket_id"),
        _whole("sequence"),
        sa.Column("cells_before", sa.Text),
        sa.PrimaryKeyConstraint("batch_id", "ticket_id", name="pk_import_updates"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name="fk_import_updates_batch_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_import_updates_ticket_id"),
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        _id(),
        _required("number"),
        *_texts("title", "content", "caller", "phones", "address"),
        _number("confidential"),
        _number("level"),
        _number("stage"),
        _number("round", 1),
        *_texts("unit", "called_at", "received_at", "handed_on", "due"),
        _number("planned"),
        _number("provisional"),
        *_texts("finished_at", "closed_at"),
        _number("urges"),
        _number("origin"),
        *_texts("platform_state", "due_order", "task", "pending", "source", "category", "proposed_unit"),
        *_texts("upper_limit", "exemption", "first_unit", "transfer_number", "answer_due", "return_due"),
        *_texts("archived_at", "alerts"),
        _owner("batch_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name="fk_tickets_batch_id"),
    )
    _entries("ticket_entries", "ticket_id", "tickets.id")
    op.create_index(
        "ix_ticket_entries_requested",
        "ticket_entries",
        ["step", "at"],
        sqlite_where=_REQUESTED,
        postgresql_where=_REQUESTED,
    )
    op.create_table(
        "platform_rows",
        _owner("ticket_id"),
        _required("cells"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_platform_rows"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_platform_rows_ticket_id"),
    )


def _ticket_indexes() -> None:
    op.create_index("uq_tickets_number", "tickets", ["number"], unique=True)
    op.create_index("ix_tickets_alerts", "tickets", ["id"], sqlite_where=_ALERTS, postgresql_where=_ALERTS)
    op.create_index("ix_tickets_batch_id", "tickets", ["batch_id"])
    op.create_index("ix_tickets_called_at", "tickets", ["called_at"])
    op.create_index("ix_tickets_level_due_order", "tickets", ["level", "due_order"])
    op.create_index(
        "ix_tickets_pending", "tickets", ["pending", "due_order"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
    op.create_index("ix_tickets_stage_due_order", "tickets", ["stage", "due_order"])
    op.create_index("ix_tickets_task_due_order", "tickets", ["task", "due_order"])
    op.create_index("ix_tickets_transfer_number", "tickets", ["transfer_number"])
    op.create_index("ix_tickets_unit_due_order", "tickets", ["unit", "due_order"])
    op.create_index(
        "ix_tickets_walk",
        "tickets",
        ["due_order", "id", "level", "stage", "origin", "provisional", "task", "pending", "unit"],
    )


def _cases() -> None:
    op.create_table(
        "cases",
        _id(),
        *_texts("number", "ticket_numbers", "title", "unit", "trigger", "method", "stage", "opened_at", "due"),
        _number("provisional"),
        *_texts("reported_at", "closed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_number", "cases", ["number"])
    op.create_index("ix_cases_stage_due", "cases", ["stage", "due"])
    op.create_table(
        "case_tickets",
        _owner("case_id"),
        _owner("ticket_id"),
        _number("round", 1),
        sa.PrimaryKeyConstraint("case_id", "ticket_id", name="pk_case_tickets"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_tickets_case_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_case_tickets_ticket_id"),
    )
    op.create_index("ix_case_tickets_ticket_id", "case_tickets", ["ticket_id"])
    _entries("case_entries", "case_id", "cases.id")


def _units_judged() -> None:
    op.create_table(
        "talks",
        _id(),
        *_texts("unit", "ground", "stage", "proposed_at", "held_at", "ended_at"),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
    )
    op.create_index("ix_talks_stage", "talks", ["stage"])
    _entries("talk_entries", "talk_id", "talks.id")
    op.create_table(
        "quarters",
        _whole("year"),
        _whole("number"),
        _whole("first_month"),
        _required("figures"),
        _required("frozen_at"),
        _required("frozen_by"),
        sa.PrimaryKeyConstraint("year", "number", "first_month", name="pk_quarters"),
    )


def _papers() -> None:
    op.create_table(
        "attachments",
        _id(),
        _owner("ticket_id", nullable=True),
        _owner("case_id", nullable=True),
        _required("digest"),
        _required("name"),
        _text("kind"),
        _number("size"),
        _required("added_at"),
        _required("added_by"),
        _text("removed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attachments_ticket_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_attachments_case_id"),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id"])
    op.create_index("ix_attachments_ticket_id", "attachments", ["ticket_id"])
    op.create_table(
        "printed_papers",
        _id(),
        _owner("ticket_id", nullable=True),
        _owner("case_id", nullable=True),
        _text("number"),
        _required("kind"),
        *_texts("state", "unit"),
        _required("printed_at"),
        _required("printed_by"),
        _number("awaited", 1),
        _text("returned_on"),
        sa.PrimaryKeyConstraint("id", name="pk_printed_papers"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_printed_papers_ticket_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_printed_papers_case_id"),
    )
    op.create_index("ix_printed_papers_awaited_returned_on", "printed_papers", ["awaited", "returned_on"])
    op.create_index("ix_printed_papers_case_id", "printed_papers", ["case_id"])
    op.create_index("ix_printed_papers_ticket_id", "printed_papers", ["ticket_id"])
