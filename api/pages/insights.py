"""The numbers: from seeing a card to ordering, by video, product, village, week and second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.html import language_of, page
from api.pages import insights_view as view
from api.pages.insights_say import BYS, COLUMNS, OVERVIEW, SPANS, USUAL, VIDEO
from api.routes.files import PRIVATE
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts import repository as accounts
from vidcommerce.accounts.roles import GRANTS, Action, Actor, Reach, reach
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import now_ms
from vidcommerce.insights import service as insights
from vidcommerce.insights.days import lately
from vidcommerce.insights.filmstrip import filmstrip
from vidcommerce.insights.funnels import COUNTED, By
from vidcommerce.insights.kinds import NAMES
from vidcommerce.insights.service import Question
from vidcommerce.insights.spreadsheet import csv_of
from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.service import Service

router = APIRouter(
    prefix="/insights",
    include_in_schema=False,
    dependencies=[allowed_page(Action.SEE_INSIGHTS)],
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    by: By
    days: int
    station: str

    def query(self, **other: object) -> str:
        """Return the query of an address that asks the same but for ``other``."""
        asked = {"by": self.by.value, "days": self.days, "station": self.station, **other}
        return urlencode({name: value for name, value in asked.items() if value})

    def question(self) -> Question:
        """Return it as the counts are asked."""
        return Question(self.by, lately(now_ms(), self.days), self.station)


def _asked(by: str = "", days: int = USUAL, station: str = "") -> Asked:
    known = By(by) if by in set(By) else By.VIDEO
    station = station if station.isalnum() else ""  # no zero bytes, which PostgreSQL refuses
    return Asked(known, days if days in SPANS else USUAL, station)


AskedHere: TypeAlias = Annotated[Asked, Depends(_asked)]


@router.get("")
def overview(request: Request, actor: PageActor, work: UnitOfWork, asked: AskedHere) -> Response:
    """Show the numbers of all videos that one may see, and told apart."""
    speech = language_of(request)
    say = view.Say(speech)
    found = insights.overview(work, actor, asked.question())
    everywhere = reach(actor, Action.SEE_INSIGHTS) is Reach.ALL
    return page(
        request,
        "insights/overview.html",
        say=OVERVIEW,
        asked=asked,
        **_choices(work, actor),
        stations=accounts.stations(work) if everywhere else [],
        funnel=view.funnel(found.total, say),
        daily=view.daily(found.days, say),
        groups=view.groups(found.groups, asked.by, say, asked.query(by="")),
        count=len(found.groups),
        columns=COLUMNS[asked.by],
    )


def _choices(work: Session, actor: Actor) -> dict[str, Any]:
    """Return what both pages show whatever is asked."""
    station = work.get(StationRow, actor.station_id) if actor.station_id else None
    return {
        "spans": SPANS,
        "bys": BYS,
        "names": [NAMES[kind] for kind in COUNTED],
        "window": station.influence_days if station else 0,
        "may_edit": actor.role in GRANTS[Action.EDIT_STATION],
    }


@router.get("/table.csv")
def table(request: Request, actor: PageActor, work: UnitOfWork, asked: AskedHere) -> Response:
    """Send the groups as a table."""
    found = insights.overview(work, actor, asked.question())
    header, rows = view.table(found.groups, asked.by, language_of(request))
    return _csv(csv_of(header, rows), f"{asked.by.value}-{asked.days}")


def _csv(data: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/videos/{publication_id}")
def video(
    request: Request,
    publication_id: str,
    actor: PageActor,
    work: UnitOfWork,
    asked: AskedHere,
    version: int = 0,
) -> Response:
    """Show the numbers of one video, and where in it people leave and tap."""
    found = insights.video(work, actor, publication_id, asked.question().days, version)
    say = view.Say(language_of(request))
    is_shown = found.timeline.version == found.page.version and found.page.withdrawn_at is None
    return page(
        request,
        "insights/video.html",
        say=VIDEO,
        asked=asked,
        **_choices(work, actor),
        found=found,
        may_review=actor.role in GRANTS[Action.REVIEW],
        funnel=view.funnel(found.total, say),
        daily=view.daily(found.days, say),
        seconds=view.seconds(found.timeline, say),
        strip=f"/insights/videos/{publication_id}/strip.jpg?v={found.page.version}"
        if is_shown
        else "",
    )


@router.get("/videos/{publication_id}/seconds.csv")
def seconds(
    request: Request, publication_id: str, actor: PageActor, work: UnitOfWork, version: int = 0
) -> Response:
    """Send what happened at each second as a table."""
    found = insights.video(work, actor, publication_id, lately(now_ms(), 1), version)
    header, rows = view.seconds_table(found.timeline, language_of(request))
    return _csv(csv_of(header, rows), f"{found.page.slug}-{found.timeline.version}")


@router.get("/videos/{publication_id}/strip.jpg")
def strip(publication_id: str, actor: PageActor, service: ServiceHere) -> Response:
    """Send pictures of the video as it is shown now, beside each other."""
    with service.database.reading() as work:
        found = insights.video(work, actor, publication_id, lately(now_ms(), 1))
    name = _video_of(service, found.page.bundle)
    with service.store.local(name) as file:
        data = filmstrip(file)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": PRIVATE})


def _video_of(service: Service, bundle: str) -> str:
    """Return the smallest video of a bundle. Raises FileUnknown."""
    for name in ("video-small.mp4", "video.mp4"):
        if service.store.has(f"{bundle}/{name}"):
            return f"{bundle}/{name}"
    raise FileUnknown("video.mp4")
