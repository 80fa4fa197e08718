"""Tells other sites how to show a video: oEmbed's endpoint (oembed.com). No account."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.dependencies import ServiceHere, UnitOfWork
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import Address
from vidcommerce.publishing.oembed import FormatUnknown, slug_at, within

router = APIRouter(include_in_schema=False)

_LONGEST: Final = 1 << 16
"""Bytes of an answer; those that we write are under a thousand."""

_HEADERS: Final = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}
"""What anybody may know, scripts of other sites too."""

_Room = Annotated[int | None, Query(ge=1, le=100_000)]


@router.get("/oembed")
def oembed(
    work: UnitOfWork,
    service: ServiceHere,
    url: str = "",
    maxwidth: _Room = None,
    maxheight: _Room = None,
    format: str = "json",  # noqa: A002 - the specification's name
) -> Response:
    """Answer with the frame of a page's player.

    Raises FormatUnknown, PublicationUnknown for an address that is no page's, PublicationGone.
    """
    if format != "json":
        raise FormatUnknown(format[:20])
    site = service.settings.public_url
    row = publishing.at_slug(work, slug_at(site, url))
    told = b"".join(service.store.read(f"{row.bundle}/oembed.json", 0, _LONGEST)).decode()
    answer = within(told, Address(site, row.slug), (maxwidth, maxheight))
    return Response(answer, headers=_HEADERS, media_type="application/json")
