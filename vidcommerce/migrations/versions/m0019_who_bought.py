"""From which browsers orders came, for some weeks; writers who want that shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vidcommerce.migrations.columns import add_columns

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "buyers",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("visitor_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_buyers_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_buyers_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_buyers")),
    )
    with op.batch_alter_table("buyers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buyers_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_buyers_visitor_hash"), ["visitor_hash"], unique=False)

    add_columns("comment_writers", {"visitor_hash": (sa.String(length=64), "")})
    with op.batch_alter_table("comment_writers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_writers_visitor_hash"), ["visitor_hash"], unique=False
        )
