"""Runs migrations on the connection it is given. Alembic reads this file; nobody imports it."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite can roll back a change of tables, but only where a transaction was begun by word.
    transactional_ddl=True,
)
attributes = context.config.attributes
# One transaction for all steps: an upgrade over several versions that stops leaves the version that was there.
with context.begin_transaction(), attributes["around"](attributes["connection"]):
    context.run_migrations()
