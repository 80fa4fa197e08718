"""Tables of offers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "cart_taps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_cart_taps_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_taps")),
    )
    with op.batch_alter_table("cart_taps", schema=None) as batch_op:
        batch_op.create_index("ix_cart_taps_publication", ["publication_id", "at"], unique=False)
