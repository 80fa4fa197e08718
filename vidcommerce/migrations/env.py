"""What Alembic runs around the steps; the connection and its transaction are the caller's."""

from __future__ import annotations

from alembic import context

from vidcommerce.tables import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    render_as_batch=True,  # SQLite changes a table by copying it
    compare_server_default=True,
)
context.run_migrations()
