"""Pinned comments are found by what they answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Take the step."""
    op.drop_index("ix_comments_pinned", "comments")
    op.create_index(
        "ix_comments_pinned",
        "comments",
        ["publication_id", "reply_to", "pinned_at"],
        unique=False,
        sqlite_where=sa.text("pinned_at IS NOT NULL"),
        postgresql_where=sa.text("pinned_at IS NOT NULL"),
    )
