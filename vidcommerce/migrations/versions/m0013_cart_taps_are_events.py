"""Cart taps are events: what was counted so far goes to the counts of its days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Take the step."""
    op.execute(
        sa.text(
            "INSERT INTO day_counts (publication_id, day, kind, count)"
            " SELECT publication_id, at / 86400000, 'cart', count(*) FROM cart_taps"
            " WHERE true GROUP BY publication_id, at / 86400000 ON CONFLICT DO NOTHING"
        )
    )
    with op.batch_alter_table("cart_taps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cart_taps_publication"))

    op.drop_table("cart_taps")
