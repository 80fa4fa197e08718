"""What is public, over JSON."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.etags import reply
from api.openapi import may, needs
from api.paging import PagingHere
from api.routes.v1.clips import Stop
from api.schemas import Answered, Id, IdHere, Page, Version, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.publishing import repository, service
from vidcommerce.publishing.addresses import Address
from vidcommerce.publishing.service import PublicationUnknown
from vidcommerce.publishing.tables import PublicationRow

router = APIRouter(prefix="/publications", tags=["publications"])


class Publication(Answered):
    """A public video page. ``version`` counts what it has shown; ``url`` stays the same."""

    id: Id
    clip_id: Id
    station_id: Id
    slug: str
    url: str
    cart_url: str
    version: Version
    published_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None


class PublicationPage(Page[Publication]):
    """A part of a list of public pages."""


def shown(row: PublicationRow, site: str) -> Publication:
    """Return a publication as it is answered; ``site`` is our public address."""
    return Publication(
        id=row.id,
        clip_id=row.clip_id,
        station_id=row.station_id,
        slug=row.slug,
        url=Address(site, row.slug).page,
        cart_url=urljoin(site, row.cart_url),
        version=row.version,
        published_at=time_of(row.published_at),
        changed_at=time_of(row.changed_at),
        withdrawn_at=time_or_none(row.withdrawn_at),
    )


@router.get("", response_model=PublicationPage, responses=may(304), **needs(Action.SEE_CLIPS))
def list_publications(
    actor: ActorHere, work: UnitOfWork, paging: PagingHere, here: ServiceHere
) -> Response:
    """List the pages of the clips that you may see, newest first, also those taken back."""
    found = repository.page(work, actor, paging.after, paging.limit)
    return paging.reply(found, lambda row: shown(row, here.settings.public_url))


@router.get(
    "/{publication_id}",
    response_model=Publication,
    responses=may(304, 404),
    **needs(Action.SEE_CLIPS),
)
def get_publication(
    publication_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork, here: ServiceHere
) -> Response:
    """Return a page, also one that was taken back."""
    row = _find(work, actor, publication_id)
    return reply(request, shown(row, here.settings.public_url))


@router.post(
    "/{publication_id}/withdraw",
    response_model=Publication,
    responses=may(404, 409),
    **needs(Action.WITHDRAW),
)
def withdraw_publication(
    publication_id: IdHere,
    asked: Stop,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Take a page back: whoever asks for it from now on is told that it is gone."""
    row = work.get(PublicationRow, publication_id)
    if row is None:
        raise PublicationUnknown(publication_id)
    row = service.withdraw(work, actor, row.clip_id, now_ms(), asked.why)
    return reply(request, shown(row, here.settings.public_url))


def _find(work: Session, actor: Actor, publication_id: str) -> PublicationRow:
    row = repository.find(work, actor, publication_id)
    if row is None:
        raise PublicationUnknown(publication_id)
    return row
