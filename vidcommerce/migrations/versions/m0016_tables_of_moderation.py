"""Tables of moderation: writers, reports, actions, appeals, suggestions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vidcommerce.migrations.columns import add_columns

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Take the step."""
    _comment_writers()
    _comment_blocks()
    _comment_suggestions()
    _comments()
    _comment_actions()
    _comment_reports()
    _comment_appeals()


def _comment_writers() -> None:
    op.create_table(
        "comment_writers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("phone_hash", sa.String(length=64), nullable=False),
        sa.Column("proved_at", sa.BigInteger(), nullable=True),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("banned_until", sa.BigInteger(), nullable=False),
        sa.Column("ban_why", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_writers")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_comment_writers_secret_hash")),
    )

    with op.batch_alter_table("comment_writers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_writers_phone_hash"), ["phone_hash"], unique=False
        )


def _comment_blocks() -> None:
    op.create_table(
        "comment_blocks",
        sa.Column("writer_id", sa.String(length=32), nullable=False),
        sa.Column("blocked_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"],
            ["comment_writers.id"],
            name=op.f("fk_comment_blocks_blocked_id_comment_writers"),
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"],
            ["comment_writers.id"],
            name=op.f("fk_comment_blocks_writer_id_comment_writers"),
        ),
        sa.PrimaryKeyConstraint("writer_id", "blocked_id", name=op.f("pk_comment_blocks")),
    )


def _comment_suggestions() -> None:
    op.create_table(
        "comment_suggestions",
        sa.Column("word", sa.String(length=100), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_comment_suggestions_decided_by_people")
        ),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_comment_suggestions")),
    )


def _comments() -> None:
    add_columns(
        "comments",
        {
            "kind": (sa.String(length=20), "comment"),
            "bought": (sa.Boolean(), "0"),
            "asked": (sa.Integer(), "0"),
            "score": (sa.Integer(), "0"),
            "signals": (sa.JSON(), "[]"),
            "normal": (sa.Text(), ""),
            "same": (sa.String(length=64), ""),
            "automatic": (sa.Boolean(), "0"),
            "tags": (sa.JSON(), "[]"),
            "lease_until": (sa.BigInteger(), "0"),
        },
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writer_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("person_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("reply_to", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("moment", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("pinned_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("lease_by", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_comments_reply_to"), ["reply_to"], unique=False)
        batch_op.create_index("ix_comments_same", ["same", "created_at"], unique=False)
        batch_op.create_index(
            "ix_comments_waiting", ["station_id", "state", "score", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_comments_writer_id"), ["writer_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_lease_by_people"), "people", ["lease_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_writer_id_comment_writers"),
            "comment_writers",
            ["writer_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_reply_to_comments"), "comments", ["reply_to"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_person_id_people"), "people", ["person_id"], ["id"]
        )


def _comment_actions() -> None:
    op.create_table(
        "comment_actions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=True),
        sa.Column("writer_id", sa.String(length=32), nullable=True),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_actions_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_actions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_comment_actions_station_id_stations")
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"],
            ["comment_writers.id"],
            name=op.f("fk_comment_actions_writer_id_comment_writers"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_comment_actions")),
    )

    with op.batch_alter_table("comment_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_actions_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_actions_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_comment_actions_comment_id"), ["comment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_actions_station_id"), ["station_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_actions_writer_id"), ["writer_id"], unique=False
        )


def _comment_reports() -> None:
    op.create_table(
        "comment_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("writer_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_reports_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"],
            ["comment_writers.id"],
            name=op.f("fk_comment_reports_writer_id_comment_writers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_reports")),
    )

    with op.batch_alter_table("comment_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_reports_comment_id"), ["comment_id"], unique=False
        )


def _comment_appeals() -> None:
    op.create_table(
        "comment_appeals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column(
            "action_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_number"],
            ["comment_actions.number"],
            name=op.f("fk_comment_appeals_action_number_comment_actions"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_comment_appeals_answered_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_appeals_comment_id_comments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_appeals")),
        sa.UniqueConstraint("action_number", name=op.f("uq_comment_appeals_action_number")),
    )

    with op.batch_alter_table("comment_appeals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_appeals_comment_id"), ["comment_id"], unique=False
        )
