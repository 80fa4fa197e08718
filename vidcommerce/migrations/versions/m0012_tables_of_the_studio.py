"""Tables of the studio."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vidcommerce.migrations.columns import add_columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "change_counts",
        sa.Column("farmer_id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["farmer_id"], ["people.id"], name=op.f("fk_change_counts_farmer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_change_counts_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("farmer_id", "month", "kind", name=op.f("pk_change_counts")),
    )
    with op.batch_alter_table("change_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_counts_station_id"), ["station_id"], unique=False
        )

    op.create_table(
        "glossary",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_glossary_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_glossary_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary")),
        sa.UniqueConstraint("station_id", "term", name=op.f("uq_glossary_station_id")),
    )
    op.create_table(
        "flag_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name=op.f("fk_flag_answers_clip_id_clips")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_flag_answers_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_answers")),
    )
    with op.batch_alter_table("flag_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_answers_clip_id"), ["clip_id"], unique=False)

    op.create_table(
        "review_holds",
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name=op.f("fk_review_holds_clip_id_clips")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_review_holds_person_id_people")
        ),
        sa.PrimaryKeyConstraint("clip_id", name=op.f("pk_review_holds")),
    )
    with op.batch_alter_table("review_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_holds_person_id"), ["person_id"], unique=False)

    op.create_table(
        "working_plans",
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name=op.f("fk_working_plans_clip_id_clips")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_working_plans_person_id_people")
        ),
        sa.PrimaryKeyConstraint("clip_id", "person_id", name=op.f("pk_working_plans")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_appeals_answered_by_people")
        ),
        sa.ForeignKeyConstraint(["clip_id"], ["clips.id"], name=op.f("fk_appeals_clip_id_clips")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appeals_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_clip_id"), ["clip_id"], unique=False)

    add_columns("clips", {"analysis": (sa.String(200), ""), "proxy": (sa.String(200), "")})
    add_columns("decisions", {"frame": (sa.Integer(), "-1"), "picture": (sa.String(200), "")})
    add_columns("stations", {"second_eyes": (sa.JSON(), "[]")})
