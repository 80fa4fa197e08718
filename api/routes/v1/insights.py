"""The numbers over JSON: as the pages of numbers show them, for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.etags import reply
from api.openapi import may, needs
from api.schemas import Answered, Id, IdHere
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.db import now_ms
from vidcommerce.insights import service
from vidcommerce.insights.days import date_of, lately
from vidcommerce.insights.funnels import By, Funnel, Timeline
from vidcommerce.insights.kinds import DEFINITIONS, Kind
from vidcommerce.insights.service import Group, Question

router = APIRouter(prefix="/insights", tags=["insights"])

Days = Annotated[int, Query(ge=1, le=366, description="So many days, of which today is the last.")]


def _of(kind: Kind) -> int:
    """Return a field whose description is the definition of a kind."""
    made: int = Field(ge=0, description=DEFINITIONS[kind])
    return made


class Counts(Answered):
    """How often each thing happened."""

    impressions: int = _of(Kind.IMPRESSION)
    views: int = _of(Kind.VIEW)
    card_clicks: int = _of(Kind.CARD)
    cart_clicks: int = _of(Kind.CART)
    shares: int = _of(Kind.SHARE)
    orders: int = _of(Kind.ORDER)


class DayCounts(Answered):
    """What happened on a day of the service's time zone."""

    day: date
    counts: Counts


class GroupCounts(Answered):
    """What happened with a video, product, village or in a week.

    `key` is an id: of a publication, product or station; of a week the date of its Monday.
    """

    key: str
    name: str
    counts: Counts


class Insights(Answered):
    """What happened on all pages that you may ask about; the most watched first."""

    by: By
    total: Counts
    days: list[DayCounts]
    groups: list[GroupCounts]


class Second(Answered):
    """What happened at a second of a video."""

    second: int
    played: int = _of(Kind.WATCHED)
    left: int = _of(Kind.LEFT)
    tapped: int = _of(Kind.TAPPED)


class VideoInsights(Answered):
    """What happened with one video."""

    publication_id: Id
    total: Counts
    days: list[DayCounts]
    version: int
    versions: list[int]
    seconds: list[Second]


_NAMES: Final = {
    "impressions": Kind.IMPRESSION,
    "views": Kind.VIEW,
    "card_clicks": Kind.CARD,
    "cart_clicks": Kind.CART,
    "shares": Kind.SHARE,
    "orders": Kind.ORDER,
}


def _counts(funnel: Funnel) -> Counts:
    return Counts(**{name: funnel[kind] for name, kind in _NAMES.items()})


def _day(day: int, funnel: Funnel) -> DayCounts:
    return DayCounts(day=date_of(day), counts=_counts(funnel))


def _group(group: Group) -> GroupCounts:
    return GroupCounts(key=group.key, name=group.name, counts=_counts(group.funnel))


def _seconds(found: Timeline) -> list[Second]:
    rows = zip(found.watched, found.left, found.tapped, strict=True)
    return [
        Second(second=number, played=played, left=left, tapped=tapped)
        for number, (played, left, tapped) in enumerate(rows)
    ]


@router.get("", response_model=Insights, responses=may(304), **needs(Action.SEE_INSIGHTS))
def get_insights(
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    by: By = By.VIDEO,
    days: Days = 30,
    station_id: Annotated[Id | None, Query(description="Only of this station.")] = None,
) -> Response:
    """Return the numbers of all videos that you may ask about, and told apart."""
    question = Question(by, lately(now_ms(), days), station_id or "")
    found = service.overview(work, actor, question)
    body = Insights(
        by=by,
        total=_counts(found.total),
        days=[_day(*day) for day in found.days],
        groups=[_group(group) for group in found.groups],
    )
    return reply(request, body)


@router.get(
    "/publications/{publication_id}",
    response_model=VideoInsights,
    responses=may(304, 404),
    **needs(Action.SEE_INSIGHTS),
)
def get_video_insights(
    publication_id: IdHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    days: Days = 30,
    version: Annotated[int, Query(ge=0, le=10**6, description="0: the one shown now.")] = 0,
) -> Response:
    """Return the numbers of one video, and of each of its seconds."""
    found = service.video(work, actor, publication_id, lately(now_ms(), days), version)
    body = VideoInsights(
        publication_id=publication_id,
        total=_counts(found.total),
        days=[_day(*day) for day in found.days],
        version=found.timeline.version,
        versions=list(found.versions),
        seconds=_seconds(found.timeline),
    )
    return reply(request, body)
