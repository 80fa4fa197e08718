"""What shoppers see: the page of a video, and its files. No account."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere, UnitOfWork
from api.routes.files import FOR_EVER, Sending, send_named
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import INDEX, FileUnknown

router = APIRouter(include_in_schema=False)


@router.api_route("/v/{slug}", methods=["GET", "HEAD"])
def without_slash(slug: str, work: UnitOfWork) -> Response:
    """Lead to the page's one address: its files are relative to it."""
    row = publishing.at_slug(work, slug)
    return RedirectResponse(f"/v/{row.slug}/", 308)


@router.api_route("/v/{slug}/", methods=["GET", "HEAD"])
def watch(slug: str, work: UnitOfWork) -> Response:
    """Refuse: a page that there is was answered before, by api/site.py. Raises FileUnknown."""
    publishing.at_slug(work, slug)
    raise FileUnknown(INDEX)


@router.api_route("/v/{slug}/{folder}/{name:path}", methods=["GET", "HEAD"])
def media(
    request: Request, slug: str, folder: str, name: str, work: UnitOfWork, service: ServiceHere
) -> Response:
    """Send a file of a version; the last route here, as its path takes in those above."""
    row = publishing.at_slug(work, slug)
    blob, kind = publishing.file_of(row, folder, name)
    return send_named(request, service.store, Sending(blob, kind, FOR_EVER))
