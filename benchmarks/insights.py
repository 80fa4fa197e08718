"""A day of events taken in, and what a question costs at its end; SQLite, then PostgreSQL.

    python -m benchmarks.insights [--json] [--events N] [--only sqlite|postgresql]

Run from the top of the checkout. Visits are generated (a million events by default, of 200 pages
of 20 villages), and go through the intake in groups as the API makes them. Then are asked, as the
pages for helpers ask: the funnel of one video for 30 days (aim: under 100 ms), that video with its
seconds and days, and all videos together. Medians of 21 askings in milliseconds, each on a session
of its own. PostgreSQL runs as in the tests, without waiting for the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.rows import clip_row, farmer_row, product_row
from tests.services.postgresql import postgresql
from tests.stations import draft_plan
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.states import State
from vidcommerce.db import new_id, now_ms, open_database
from vidcommerce.documents import canonical_json, digest
from vidcommerce.insights import service as insights
from vidcommerce.insights.batches import Batch, Event
from vidcommerce.insights.counting import Told
from vidcommerce.insights.days import lately
from vidcommerce.insights.funnels import By
from vidcommerce.insights.intake import Arrived, Intake
from vidcommerce.insights.service import Question
from vidcommerce.insights.tables import DayCountRow, EventRow, SecondCountRow
from vidcommerce.migrations import migrate
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings

_VILLAGES: Final = 20
_PAGES: Final = 10
"""In each village."""

_GROUP: Final = 100
"""Batches that are written together, as of a busy API."""

_DAY: Final = 24 * 3600_000
_ASKINGS: Final = 21


@dataclass(frozen=True)
class World:
    """Pages that are public, by slug; and whoever asks about the one with the most visits."""

    service: Service
    slugs: tuple[str, ...]
    publication_id: str
    helper: Actor


def build(service: Service) -> World:
    """Make villages with pages."""
    plan = draft_plan("0" * 64)
    slugs: list[str] = []
    first = PublicationRow()
    with service.database.writing() as work:
        for _ in range(_VILLAGES):
            product = product_row(work, farmer_row(work))
            for _ in range(_PAGES):
                clip = clip_row(work, product, new_id() * 2, State.PUBLISHED)
                row = PlanRow(
                    id=new_id(), clip_id=clip.id, number=1, digest=digest(plan),
                    plan=canonical_json(plan), created_at=1,
                )  # fmt: skip
                work.add(row)
                work.flush()
                clip.plan_id = row.id
                page = PublicationRow(
                    id=new_id(), slug=f"page-{len(slugs)}", clip_id=clip.id,
                    station_id=clip.station_id, plan_id=row.id, bundle="", cart_url="",
                    published_at=1, changed_at=1,
                )  # fmt: skip
                work.add(page)
                work.flush()
                first = page if not slugs else first
                slugs.append(page.slug)
    helper = Actor("helper", Role.HELPER, first.station_id)
    return World(service, tuple(slugs), first.id, helper)


def visits(slugs: tuple[str, ...], events: int, since: int) -> Iterator[Arrived]:
    """Yield a day's visits until so many events are told; some pages are visited more often."""
    chance = random.Random(4)  # noqa: S311 - test data
    told = 0
    while told < events:
        seconds = chance.randrange(11)
        happened = [Event(0, Told.IMPRESSION)]
        happened += [Event(1, Told.VIEW, 90)] * (seconds >= 3)  # noqa: PLR2004 - a view
        happened += [Event(2, Told.WATCHED, 0, 30 * seconds)] * (seconds > 0)
        happened += [Event(3, Told.CARD, 100), Event(4, Told.CART, 100)] * (chance.random() < 0.05)  # noqa: PLR2004
        happened += [Event(5, Told.TAPPED, 100)] * (len(happened) > 3)  # noqa: PLR2004
        happened += [Event(6, Told.LEFT, 30 * seconds)]
        told += len(happened)
        slug = slugs[min(int(chance.expovariate(1) * len(slugs) / 4), len(slugs) - 1)]
        at = since + _DAY * told // events
        visit = f"{at:012x}{chance.getrandbits(48):012x}"  # as events.js has it
        visitor = f"{chance.getrandbits(96):024x}"
        yield Arrived(Batch(slug, 1, visit, visitor, tuple(happened)), at)


def take_in(world: World, events: int) -> tuple[int, float]:
    """Take a day in; returns how many events, and the seconds that the intake took."""
    intake = Intake(world.service.database)
    group: list[Arrived] = []
    many, seconds = 0, 0.0
    for one in [*visits(world.slugs, events, now_ms() - _DAY), None]:
        if one is not None:
            group.append(one)
        if len(group) == _GROUP or one is None:
            began = time.perf_counter()
            many += intake.take(group)
            seconds += time.perf_counter() - began
            group = []
    return many, seconds


def ask(world: World) -> dict[str, float]:
    """Return the milliseconds that questions take."""
    days = lately(now_ms(), 30)
    questions: dict[str, Callable[[Session], object]] = {
        "funnel_ms": lambda work: insights.funnel_of(
            work, world.helper, world.publication_id, days
        ),
        "video_ms": lambda work: insights.video(work, world.helper, world.publication_id, days),
        "overview_ms": lambda work: insights.overview(work, world.helper, Question(By.VIDEO, days)),
    }
    return {name: round(_median(world, question), 2) for name, question in questions.items()}


def _median(world: World, question: Callable[[Session], object]) -> float:
    took = []
    for _ in range(_ASKINGS):
        with world.service.database.reading() as work:
            began = time.perf_counter()
            question(work)
            took.append(1000 * (time.perf_counter() - began))
    return median(took)


def measure(service: Service, events: int) -> dict[str, float]:
    """Take a day in and ask."""
    migrate(service.database)
    world = build(service)
    many, seconds = take_in(world, events)
    with service.database.reading() as work:
        rows = {
            f"rows_{table.__tablename__}": work.scalar(select(func.count()).select_from(table)) or 0
            for table in (EventRow, DayCountRow, SecondCountRow)
        }
    return {
        "events": many,
        "seconds": round(seconds, 1),
        "events_a_second": round(many / seconds),
        **ask(world),
        **rows,
    }


@contextmanager
def _service(kind: str) -> Iterator[Service]:
    """Open an empty service on a kind of database."""
    with tempfile.TemporaryDirectory() as folder:
        made = open_service(settings({"VIDCOMMERCE_DATA": str(Path(folder))}), lambda _queue: None)
        if kind == "sqlite":
            yield made
        else:
            with postgresql() as url:
                database = open_database(url)
                yield replace(made, database=database)
                database.engine.dispose()
        made.database.engine.dispose()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    found = {}
    for kind in (given.only,) if given.only else ("sqlite", "postgresql"):
        with _service(kind) as service:
            found[kind] = measure(service, given.events)
        if not given.json:
            print(kind, *(f"{name}={value}" for name, value in found[kind].items()), sep="\n  ")
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
