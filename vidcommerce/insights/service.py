"""Answers what people ask of the counts: of all, of one video, of one's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.insights import repository
from vidcommerce.insights.days import Days, date_of, day_of, lately
from vidcommerce.insights.funnels import (
    By,
    Funnel,
    Timeline,
    by_week,
    every_day,
    timeline,
    together,
)
from vidcommerce.insights.kinds import Kind
from vidcommerce.lists import within
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.service import PublicationUnknown
from vidcommerce.publishing.tables import PublicationRow

MOST: Final = 1000
"""Things in one answer."""

WEEK: Final = 7
FORTNIGHT: Final = 14


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: on which days, told apart by what, of which station ("" for all one's own)."""

    by: By
    days: Days
    station_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A video, product, village or week with its funnel.

    ``key`` is the id, of a week the date of its Monday. ``name`` is what people call it (empty for
    weeks), ``note`` what tells it from others of that name. ``at`` is when a video was published
    (ms since 1970 UTC), 0 for others.
    """

    key: str
    name: str
    note: str
    at: int
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Overview:
    """The funnel of all, of each day, and of each group: most watched first, weeks newest first."""

    total: Funnel
    days: Sequence[tuple[int, Funnel]]
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class VideoInsights:
    """What happened with one video: on the days that were asked for, and over its seconds.

    ``versions`` are those that can be asked for, the newest first.
    """

    page: PublicationRow
    clip: ClipRow
    product: ProductRow
    total: Funnel
    days: Sequence[tuple[int, Funnel]]
    timeline: Timeline
    versions: Sequence[int]


def overview(session: Session, actor: Actor, question: Question) -> Overview:
    """Return what happened on all pages that ``actor`` may ask about. Raises NotAllowed."""
    mine = _mine(actor, question.station_id)
    daily = repository.by_day(session, mine, question.days)
    days = every_day(daily, question.days)
    if question.by is By.WEEK:
        groups = _weeks(daily, question.days)
    else:
        groups = _GROUPS[question.by](session, mine, question.days)
    return Overview(together(funnel for _, funnel in days), days, groups)


def funnel_of(session: Session, actor: Actor, publication_id: str, days: Days) -> Funnel:
    """Return the funnel of one page. Raises NotAllowed."""
    mine = and_(_mine(actor), PublicationRow.id == publication_id)
    found = repository.by_key(session, mine, days, PublicationRow.id)
    return found.get(publication_id, Funnel())


def video(
    session: Session, actor: Actor, publication_id: str, days: Days, version: int = 0
) -> VideoInsights:
    """Return what happened with one video; ``version`` 0 is the one that is shown.

    Raises NotAllowed, PublicationUnknown.
    """
    found = repository.publication(session, _mine(actor), PublicationRow.id == publication_id)
    if found is None:
        raise PublicationUnknown(publication_id)
    page, clip, product = found
    counted = repository.by_day(session, PublicationRow.id == publication_id, days)
    daily = every_day(counted, days)
    versions = sorted({page.version, *repository.versions(session, page.id)}, reverse=True)
    shown = version if version in versions else page.version
    return VideoInsights(
        page,
        clip,
        product,
        together(funnel for _, funnel in daily),
        daily,
        timeline_of(session, page, shown),
        versions,
    )


def timeline_of(session: Session, page: PublicationRow, version: int) -> Timeline:
    """Return what happened at each second of a version of a page's video."""
    found = repository.seconds(session, page.id, version)
    row = repository.plan_of(session, page, version)
    if row is None:
        return timeline(found, version, 0)
    plan = read_json(EditPlan, row.plan)
    rate = plan.canvas.rate
    cards = tuple(_in_seconds(rate, card.frames) for card in plan.cards)
    _, length = _in_seconds(rate, FrameRange(0, plan.frames))
    return timeline(found, version, length, cards)


def _in_seconds(rate: FrameRate, frames: FrameRange) -> tuple[int, int]:
    """Return the seconds [start, stop) that these frames touch."""
    return (
        math.floor(rate.seconds(frames.start)),
        math.ceil(rate.seconds(frames.stop)),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """A farmer's numbers: of the last seven days, and of each of the last fourteen."""

    week: Funnel
    days: Sequence[tuple[int, Funnel]]


def own(session: Session, actor: Actor, now: int) -> Own:
    """Return the numbers of the actor's own videos; ``now`` in ms since 1970 UTC.

    Raises NotAllowed.
    """
    mine = and_(_seen(actor), ClipRow.farmer_id == actor.person_id)
    days = lately(now, FORTNIGHT)
    daily = every_day(repository.by_day(session, mine, days), days)
    return Own(together(funnel for _, funnel in daily[-WEEK:]), daily)


@dataclass(frozen=True, slots=True)
class OfClip:
    """The numbers of one video since it was published, and over its seconds."""

    total: Funnel
    timeline: Timeline


def of_clip(session: Session, actor: Actor, clip_id: str, now: int) -> OfClip | None:
    """Return the numbers of a clip's page, or None where it has none that is public.

    For who may see the clip. Raises NotAllowed.
    """
    condition = and_(PublicationRow.clip_id == clip_id, PublicationRow.withdrawn_at.is_(None))
    found = repository.publication(session, _seen(actor), condition)
    if found is None:
        return None
    page = found[0]
    days = Days(day_of(page.published_at) - 1, day_of(now))
    funnels = repository.by_key(session, PublicationRow.id == page.id, days, PublicationRow.id)
    return OfClip(together(funnels.values()), timeline_of(session, page, page.version))


def _mine(actor: Actor, station_id: str = "") -> ColumnElement[bool]:
    mine = within(actor, Action.SEE_INSIGHTS, ClipRow.station_id)
    return and_(mine, ClipRow.station_id == station_id if station_id else true())


def _seen(actor: Actor) -> ColumnElement[bool]:
    return within(actor, Action.SEE_CLIPS, ClipRow.station_id, ClipRow.farmer_id)


def _by_video(session: Session, mine: ColumnElement[bool], days: Days) -> list[Group]:
    found = _most_watched(repository.by_key(session, mine, days, PublicationRow.id))
    named = repository.videos(session, mine, found.keys(), MOST)
    groups = [
        Group(key, name, "", at, found.get(key, Funnel())) for key, (name, at) in named.items()
    ]
    return sorted(groups, key=lambda group: -group.funnel[Kind.VIEW])


def _by_product(session: Session, mine: ColumnElement[bool], days: Days) -> list[Group]:
    found = _most_watched(repository.by_key(session, mine, days, ClipRow.product_id))
    named = repository.products(session, found.keys())
    return [Group(key, *named[key], 0, funnel) for key, funnel in found.items()]


def _by_village(session: Session, mine: ColumnElement[bool], days: Days) -> list[Group]:
    found = _most_watched(repository.by_key(session, mine, days, ClipRow.station_id))
    named = repository.stations(session, found.keys())
    return [Group(key, *named[key], 0, funnel) for key, funnel in found.items()]


def _weeks(daily: Mapping[int, Funnel], days: Days) -> list[Group]:
    weeks = by_week(daily, days)
    return [Group(date_of(week).isoformat(), "", "", 0, funnel) for week, funnel in weeks]


_GROUPS: Final = {
    By.VIDEO: _by_video,
    By.PRODUCT: _by_product,
    By.VILLAGE: _by_village,
}


def _most_watched(found: Mapping[str, Funnel]) -> dict[str, Funnel]:
    """Return the most watched, in that order; of equals the more often seen."""

    def rank(item: tuple[str, Funnel]) -> tuple[int, int, str]:
        return -item[1][Kind.VIEW], -item[1][Kind.IMPRESSION], item[0]

    return dict(sorted(found.items(), key=rank)[:MOST])
