"""Questions to the counts: whose they are, what they add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.insights.counted import NOW, TODAY, count, count_seconds, order, public
from tests.service import Woken
from tests.stations import Village, settle
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.db import new_id
from vidcommerce.insights import service as insights
from vidcommerce.insights.days import date_of, lately, start_of, week_of
from vidcommerce.insights.funnels import By, Funnel
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.service import Overview, Question
from vidcommerce.insights.tables import EventRow
from vidcommerce.publishing.service import PublicationUnknown
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings
from vidcommerce.tables import all_tables

_WEEK = lately(NOW, 7)


@dataclass(frozen=True)
class World:
    """Two villages with a page each, and what was counted of them."""

    here: Village
    there: Village
    page: str
    page_there: str

    def ask(self, actor: Actor, by: By = By.VIDEO, days: int = 7, station: str = "") -> Overview:
        """Ask for an overview."""
        with self.here.service.database.reading() as work:
            return insights.overview(work, actor, Question(by, lately(NOW, days), station))


def make_world(service: Service) -> World:
    """Count a little of two villages, today, yesterday and long ago."""
    here, there = settle(service), settle(service)
    with service.database.writing() as work:
        page, other = public(work, here.clip_id), public(work, there.clip_id, "pears")
        count(work, page, TODAY, {Kind.IMPRESSION: 80, Kind.VIEW: 100, Kind.CART: 9})
        count(work, page, TODAY - 1, {Kind.VIEW: 50, Kind.CARD: 4, Kind.SHARE: 2, Kind.ORDER: 99})
        count(work, page, TODAY - 40, {Kind.VIEW: 1000})
        count(work, other, TODAY, {Kind.VIEW: 7})
        order(work, here.station_id, page, start_of(TODAY))
        order(work, here.station_id, page, start_of(TODAY) - 1)
        order(work, here.station_id, None, start_of(TODAY))
        order(work, here.station_id, page, start_of(TODAY - 40))
        count_seconds(
            work, page, 1, {Kind.WATCHED: {0: 100, 1: 60}, Kind.LEFT: {0: 40}, Kind.TAPPED: {4: 9}}
        )
    return World(here, there, page, other)


@pytest.fixture
def world(service: Service) -> World:
    """Two villages."""
    return make_world(service)


def _operator(world: World) -> Actor:
    return replace(world.here.actor, role=Role.OPERATOR, station_id=None)


def test_a_helper_sees_the_station_and_nothing_else(world: World) -> None:
    """Days that were not asked for and other stations' pages are in no number."""
    found = world.ask(world.here.actor)
    (group,) = found.groups
    assert (group.key, group.name) == (world.page, "Navel oranges")
    expected = {
        Kind.IMPRESSION: 80, Kind.VIEW: 150, Kind.CARD: 4, Kind.CART: 9, Kind.SHARE: 2,
        Kind.ORDER: 2,
    }  # fmt: skip
    assert dict(group.funnel.counts) == dict(found.total.counts) == expected
    assert [day for day, _ in found.days] == list(_WEEK)
    assert [funnel[Kind.ORDER] for _, funnel in found.days] == [0, 0, 0, 0, 0, 1, 1]
    elsewhere = world.ask(world.here.actor, station=world.there.station_id)
    assert (elsewhere.groups, elsewhere.total) == ([], Funnel({}))


def test_an_operator_sees_all_or_one_village(world: World) -> None:
    """All villages, the most watched first; or the one that was chosen."""
    found = world.ask(_operator(world), By.VILLAGE)
    assert [(g.key, g.funnel[Kind.VIEW]) for g in found.groups] == [
        (world.here.station_id, 150),
        (world.there.station_id, 7),
    ]
    one = world.ask(_operator(world), By.PRODUCT, station=world.there.station_id)
    assert [(g.key, g.note, g.funnel[Kind.VIEW]) for g in one.groups] == [
        (world.there.product_id, "Hillside village", 7)
    ]


def test_weeks_are_told_apart_by_their_mondays(world: World) -> None:
    """The newest first, those without anything too."""
    found = world.ask(world.here.actor, By.WEEK, 60)
    views = {group.key: group.funnel[Kind.VIEW] for group in found.groups}
    assert views[date_of(week_of(TODAY - 40)).isoformat()] == 1000
    assert sum(views.values()) == 1150
    assert 0 in views.values()
    assert found.groups[0].key == date_of(week_of(TODAY)).isoformat()


def test_a_page_that_nobody_saw_is_in_the_list_until_it_is_withdrawn(world: World) -> None:
    """Nobody having seen it is what a helper should notice; of a page that is gone, it is not."""
    with world.here.service.database.writing() as work:
        unseen = settle(world.here.service, world.here.station_id)
        page = public(work, unseen.clip_id, "unseen")
    assert [group.key for group in world.ask(world.here.actor).groups] == [world.page, page]
    with world.here.service.database.writing() as work:
        for key in (page, world.page):
            work.get_one(PublicationRow, key).withdrawn_at = NOW
    assert [group.key for group in world.ask(world.here.actor).groups] == [world.page]


def test_a_video_is_seen_second_by_second(world: World) -> None:
    """Over the length of its plan, with the seconds of the card, for one version at a time."""
    with world.here.service.database.reading() as work:
        found = insights.video(work, world.here.actor, world.page, _WEEK)
        older = insights.video(work, world.here.actor, world.page, _WEEK, 7)
    assert found.total[Kind.VIEW] == 150
    assert (found.versions, older.timeline) == ([1], found.timeline)
    assert found.timeline.watched == (100, 60, *[0] * 8)
    assert (found.timeline.left[0], found.timeline.tapped[4]) == (40, 9)
    assert found.timeline.cards == ((3, 7),)


def test_other_stations_videos_are_unknown(world: World) -> None:
    """As if they were not there; who may ask nothing is refused."""
    with world.here.service.database.reading() as work:
        with pytest.raises(PublicationUnknown):
            insights.video(work, world.here.actor, world.page_there, _WEEK)
        with pytest.raises(NotAllowed):
            insights.video(work, world.here.moderator, world.page, _WEEK)
        assert insights.funnel_of(work, world.here.actor, world.page_there, _WEEK) == Funnel()
        found = insights.funnel_of(work, world.here.actor, world.page, _WEEK)
    assert found[Kind.VIEW] == 150


def test_a_farmer_sees_their_own(world: World) -> None:
    """The last seven days, each of the last fourteen, and one video since it was published."""
    farmer = Actor(world.here.farmer.id, Role.FARMER, world.here.station_id)
    with world.here.service.database.reading() as work:
        found = insights.own(work, farmer, NOW)
        video = insights.of_clip(work, farmer, world.here.clip_id, NOW)
        other = insights.of_clip(work, farmer, world.there.clip_id, NOW)
        neighbour = insights.own(work, replace(farmer, person_id=new_id()), NOW)
    assert (found.week[Kind.VIEW], found.week[Kind.CART], found.week[Kind.ORDER]) == (150, 9, 2)
    assert len(found.days) == 14
    assert neighbour.week == Funnel({})
    assert video is not None
    assert video.total[Kind.VIEW] == 150
    assert video.timeline.watched[0] == 100
    assert other is None


def test_events_are_not_asked(world: World) -> None:
    """With the raw events gone, as they are after a while, every answer is the same."""
    before = world.ask(world.here.actor)
    with world.here.service.database.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {EventRow.__tablename__}")
    assert world.ask(world.here.actor) == before
    with world.here.service.database.reading() as work:
        insights.video(work, world.here.actor, world.page, _WEEK)


@pytest.mark.slow
def test_postgresql_answers_the_same(
    world: World, tmp_path: Path, postgres_url: str, woken: Woken
) -> None:
    """Sums, groups and days, whatever the database."""
    given = {"VIDCOMMERCE_DATA": str(tmp_path / "pg"), "VIDCOMMERCE_DATABASE": postgres_url}
    service = open_service(settings(given), woken)
    all_tables().create_all(service.database.engine)
    other = make_world(service)
    for by in By:
        ours, theirs = world.ask(world.here.actor, by), other.ask(other.here.actor, by)
        assert (ours.total, ours.days) == (theirs.total, theirs.days)
        assert [g.funnel for g in ours.groups] == [g.funnel for g in theirs.groups]
    with service.database.reading() as work:
        found = insights.video(work, other.here.actor, other.page, _WEEK)
    assert found.timeline.tapped[4] == 9
    service.database.engine.dispose()
