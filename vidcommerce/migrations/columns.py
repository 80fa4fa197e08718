"""Columns that come to tables which hold rows already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine


def add_columns(table: str, columns: Mapping[str, tuple[TypeEngine[Any], str]]) -> None:
    """Add columns by name: the type, and what the rows that are there already hold.

    New rows must bring a value of their own, as the models say.
    """
    with op.batch_alter_table(table) as batch_op:
        for name, (kind, value) in columns.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table) as batch_op:
        for name in columns:
            batch_op.alter_column(name, server_default=None)
