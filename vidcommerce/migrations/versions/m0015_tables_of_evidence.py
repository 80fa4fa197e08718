"""Tables of evidence: prints, papers, signatures, reports, the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vidcommerce.migrations.columns import add_columns

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Take the step."""
    _columns()
    _reuse_prints()
    _certificates()
    _signing_keys()
    _attestations()
    _shopper_reports()
    _flag_log()
    _flag_log_head()


def _columns() -> None:
    add_columns("clips", {"ai": (sa.String(length=20), "")})
    with op.batch_alter_table("clips", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_at", sa.BigInteger(), nullable=True))
    add_columns(
        "products",
        {
            "harvest_start": (sa.String(length=10), ""),
            "harvest_end": (sa.String(length=10), ""),
            "description": (sa.Text(), ""),
        },
    )
    add_columns("stations", {"moderation": (sa.String(length=10), "")})
    with op.batch_alter_table("stations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("latitude", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Integer(), nullable=True))
    add_columns(
        "publications",
        {"moderation": (sa.String(length=10), ""), "held_until": (sa.BigInteger(), "0")},
    )


def _reuse_prints() -> None:
    op.create_table(
        "reuse_prints",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "version", name=op.f("pk_reuse_prints")),
    )

    with op.batch_alter_table("reuse_prints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reuse_prints_created_at"), ["created_at"], unique=False
        )


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("farmer_id", sa.String(length=32), nullable=False),
        sa.Column("product_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("expires", sa.String(length=10), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["farmer_id"], ["people.id"], name=op.f("fk_certificates_farmer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_certificates_made_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_certificates_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_certificates_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
    )

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_farmer_id"), ["farmer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_certificates_station_id"), ["station_id"], unique=False
        )


def _signing_keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("public", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_signing_keys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
        sa.UniqueConstraint("public", name=op.f("uq_signing_keys_public")),
    )

    with op.batch_alter_table("signing_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_keys_person_id"), ["person_id"], unique=False)


def _attestations() -> None:
    op.create_table(
        "attestations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=86), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=32), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name=op.f("fk_attestations_clip_id_clips")
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["signing_keys.id"], name=op.f("fk_attestations_key_id_signing_keys")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attestations_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_attestations_station_id_stations")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people.id"], name=op.f("fk_attestations_withdrawn_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
    )

    with op.batch_alter_table("attestations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestations_clip_id"), ["clip_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attestations_station_id"), ["station_id"], unique=False
        )


def _shopper_reports() -> None:
    op.create_table(
        "shopper_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("clip_id", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_shopper_reports_answered_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name=op.f("fk_shopper_reports_clip_id_clips")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_shopper_reports_publication_id_publications"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_shopper_reports_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shopper_reports")),
    )

    with op.batch_alter_table("shopper_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shopper_reports_clip_id"), ["clip_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_shopper_reports_publication_id"), ["publication_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_shopper_reports_receipt_hash"), ["receipt_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_shopper_reports_station_id"), ["station_id"], unique=False
        )


def _flag_log() -> None:
    op.create_table(
        "flag_log",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=True),
        sa.Column("clip_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clips.id"], name=op.f("fk_flag_log_clip_id_clips")),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_flag_log_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_flag_log")),
        sa.UniqueConstraint("hash", name=op.f("uq_flag_log_hash")),
    )

    with op.batch_alter_table("flag_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_log_clip_id"), ["clip_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_log_station_id"), ["station_id"], unique=False)


def _flag_log_head() -> None:
    op.create_table(
        "flag_log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_log_head")),
    )
