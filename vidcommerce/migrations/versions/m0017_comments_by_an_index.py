"""Comments are listed by an index; shops choose when comments are read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vidcommerce.migrations.columns import add_columns

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Take the step."""
    add_columns("shops", {"moderation": (sa.String(length=10), "")})
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comments_page",
            ["publication_id", "reply_to", "state", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_comments_pinned",
            ["publication_id"],
            unique=False,
            sqlite_where=sa.text("pinned_at IS NOT NULL"),
            postgresql_where=sa.text("pinned_at IS NOT NULL"),
        )
