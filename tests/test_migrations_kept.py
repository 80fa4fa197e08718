"""Migrations of databases that hold rows: nothing is lost, and what is new begins rightly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from vidcommerce.db import Database, KeysBroken, open_database
from vidcommerce.migrations import config, migrate

pytestmark = pytest.mark.slow

_BEFORE: dict[str, dict[str, Any]] = {
    "stations": {
        "id": "s", "name": "Hillside", "village": "Ganzhou", "language": "zh",
        "shop_url": "https://shop.example/", "created_at": 1,
    },
    "people": {
        "id": "f", "station_id": "s", "role": "farmer", "name": "Li", "language": "zh",
        "totp_used_step": 0, "created_at": 2,
    },
    "products": {
        "id": "p", "station_id": "s", "farmer_id": "f", "name": "Oranges", "price": "39.80",
        "currency": "CNY", "unit": "5 kg", "origin": "Ganzhou", "seller": "Hillside",
        "cart_url": "https://shop.example/cart", "picture": "0" * 64, "version": 3,
        "created_at": 3,
    },
    "clips": {
        "id": "c", "station_id": "s", "farmer_id": "f", "product_id": "p", "sha256": "1" * 64,
        "bytes": 1000, "name": "clip.mp4", "state": "published", "stage": "", "done": 0,
        "version": 1, "created_at": 4, "changed_at": 5,
    },
    "plans": {
        "id": "l", "clip_id": "c", "number": 1, "digest": "2" * 64, "plan": "{}",
        "bundle": "drafts/c/2", "report": "{}", "created_at": 5,
    },
    "publications": {
        "id": "v", "slug": "oranges-abc", "clip_id": "c", "station_id": "s", "plan_id": "l",
        "bundle": "public/v/1-2", "cart_url": "https://shop.example/cart", "version": 1,
        "published_at": 6, "changed_at": 7,
    },
    "cart_taps": {"publication_id": "v", "at": 8, "frame": 95},
}  # fmt: skip
"""A row of each of these tables, as the program of step 0009 wrote them."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind at step 0009, with rows."""
    url = f"sqlite:///{tmp_path}/kept.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    made = open_database(url)
    with made.writing() as session:
        command.upgrade(config(session.connection()), "0009")
    with made.writing() as session:
        for table, row in _BEFORE.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - our own names
    yield made
    made.engine.dispose()


def test_what_was_there_is_there_afterwards(database: Database) -> None:
    """Every value of a station, a product, a page; the new columns hold what their readers need."""
    migrate(database)
    with database.reading() as session:
        for table, row in _BEFORE.items():
            if table == "cart_taps":  # events since
                continue
            found = session.execute(text(f"SELECT * FROM {table}")).mappings().one()  # noqa: S608 - as above
            kept = {name: found[name] for name in row if name != "report"}
            assert kept == {name: row[name] for name in kept}, table
        product = session.execute(text("SELECT * FROM products")).mappings().one()
        assert (product["stock"], product["quantity"], product["checked_at"]) == ("in", 1, 3)
        assert (product["shop_id"], product["item"]) == (None, "")
        station = session.execute(text("SELECT * FROM stations")).mappings().one()
        assert (station["region"], station["influence_days"]) == ("", 7)
        assert session.scalar(text("SELECT swept_at FROM publications")) == 0


def test_pages_of_before_are_made_anew(database: Database) -> None:
    """The sweep finds the station: its pages move to where the public files lie now."""
    migrate(database)
    with database.reading() as session:
        site = session.execute(text("SELECT * FROM sites")).mappings().one()
        assert site["station_id"] == "s"
        assert site["built_at"] < site["changed_at"]


def test_rows_that_refer_to_nothing_stop_the_steps(database: Database) -> None:
    """Where keys are checked at the end only, it is done; then nothing has changed."""
    with pytest.raises((KeysBroken, IntegrityError)), database.reshaping() as session:
        session.execute(text("UPDATE clips SET product_id = 'none'"))
    with database.reading() as session:
        assert session.scalar(text("SELECT product_id FROM clips")) == "p"


def test_what_refers_to_rows_still_does(database: Database) -> None:
    """A row that others name can't go afterwards either: keys are checked as before."""
    migrate(database)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("DELETE FROM products"))
