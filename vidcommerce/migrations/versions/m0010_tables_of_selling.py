"""Tables of selling: shops, orders, events and their counts, lists of videos."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from vidcommerce.migrations.columns import add_columns

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "events",
        sa.Column("visit", sa.String(length=24), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("visitor", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("visit", "number", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_at"), ["at"], unique=False)

    op.create_table(
        "shops",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("message_to", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("feed_url", sa.Text(), nullable=False),
        sa.Column("feed_due_at", sa.BigInteger(), nullable=False),
        sa.Column("feed_read_at", sa.BigInteger(), nullable=True),
        sa.Column("feed_fault", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_shops_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
    )
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shops_feed_due_at"), ["feed_due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_shops_station_id"), ["station_id"], unique=False)

    op.create_table(
        "sites",
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("built_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_sites_station_id_stations")
        ),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_sites")),
    )
    op.create_table(
        "cart_clicks",
        sa.Column("visitor", sa.String(length=24), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_cart_clicks_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint("visitor", "publication_id", name=op.f("pk_cart_clicks")),
    )
    with op.batch_alter_table("cart_clicks", schema=None) as batch_op:
        batch_op.create_index("ix_cart_clicks_at", ["at"], unique=False)

    op.create_table(
        "day_counts",
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_day_counts_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint("publication_id", "day", "kind", name=op.f("pk_day_counts")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("publication_id", sa.String(length=32), nullable=True),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("clicked_at", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_orders_publication_id_publications"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_orders_shop_id_shops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("shop_id", "reference", name=op.f("uq_orders_shop_id")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_publication", ["publication_id", "at"], unique=False)

    op.create_table(
        "published_links",
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("cart_url", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_published_links_plan_id_plans")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_published_links_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint("publication_id", "version", name=op.f("pk_published_links")),
    )
    op.create_table(
        "second_counts",
        sa.Column("publication_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("second", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_second_counts_publication_id_publications"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "version", "kind", "second", name=op.f("pk_second_counts")
        ),
    )
    add_columns("products", _OF_PRODUCTS)
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shop_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_products_shop_id"), ["shop_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_products_shop_id_shops"), "shops", ["shop_id"], ["id"]
        )
    add_columns("publications", {"swept_at": (sa.BigInteger(), "0")})
    add_columns(
        "stations", {"region": (sa.String(length=2), ""), "influence_days": (sa.Integer(), "7")}
    )
    op.execute("UPDATE products SET checked_at = created_at")
    op.execute(  # the pages that are public are made anew, where public files lie from now on
        "INSERT INTO sites (station_id, changed_at, built_at)"
        " SELECT DISTINCT station_id, 1, 0 FROM publications"
    )


_OF_PRODUCTS: dict[str, tuple[TypeEngine[Any], str]] = {
    "item": (sa.String(length=100), ""),
    "quantity": (sa.Integer(), "1"),
    "stock": (sa.String(length=10), "in"),
    "checked_at": (sa.BigInteger(), "0"),
    "delivery": (sa.String(length=400), ""),
    "returns": (sa.String(length=400), ""),
    "contact": (sa.String(length=200), ""),
}
