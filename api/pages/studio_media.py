"""What the studio plays and shows beside its document: files, and news of what was drawn."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from api.dependencies import ServiceHere, UnitOfWork
from api.routes.files import FOR_EVER, PRIVATE, Sending, send_named
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action
from vidcommerce.db import now_ms
from vidcommerce.documents import canonical_json
from vidcommerce.products.service import facts_of
from vidcommerce.reviews import service as reviews
from vidcommerce.studio import media, previews

router = APIRouter(
    prefix="/studio", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_READ: Final = ["GET", "HEAD"]
_NO_STORE: Final = {"Cache-Control": "no-store"}


@router.api_route("/music/{sha256}", methods=_READ)
def music(sha256: str) -> Response:
    """Send a piece of music that a video may have."""
    file = previews.music_file(sha256)
    return FileResponse(file, media_type="audio/ogg", headers={"Cache-Control": FOR_EVER})


@router.api_route("/font/{name}", methods=_READ)
def font(name: str) -> Response:
    """Send the font that subtitles are drawn with."""
    file = previews.font_file(name)
    return FileResponse(file, media_type="font/ttf", headers={"Cache-Control": FOR_EVER})


@router.get("/{clip_id}/news.json")
def news(clip_id: str, actor: PageActor, work: UnitOfWork, service: ServiceHere) -> Response:
    """Tell which version counts now, whether it is drawn, and whether its clip can be played."""
    found = media.news(work, service.store, actor, clip_id)
    return Response(canonical_json(found), media_type="application/json", headers=_NO_STORE)


@router.post("/{clip_id}/media")
def want(clip_id: str, actor: PageActor, service: ServiceHere) -> Response:
    """Have the clip made ready to be played before others: somebody has opened its draft."""
    with service.database.writing() as work:
        media.want_copy(work, actor, clip_id, now_ms())
    return JSONResponse({}, 202)


@router.api_route("/{clip_id}/media/{version}/{name}", methods=_READ)
def copy(
    request: Request, clip_id: str, version: str, name: str, actor: PageActor, service: ServiceHere
) -> Response:
    """Send a file of the small copy of a draft's clip."""
    with service.database.reading() as work:
        clip = reviews.draft(work, actor, clip_id).clip
    blob = media.blob_of_copy(clip, version, name)
    kind = media.KINDS[name[name.rindex(".") :]]
    return send_named(request, service.store, Sending(blob, kind, PRIVATE))


@router.api_route("/{clip_id}/card/{name}", methods=_READ)
def card(
    request: Request, clip_id: str, name: str, actor: PageActor, service: ServiceHere
) -> Response:
    """Send the picture of the product card as it is drawn into the video."""
    with service.database.reading() as work:
        found = reviews.draft(work, actor, clip_id)
    drawn = previews.card_of(found.plan, facts_of(found.product), found.product.picture)
    blob = previews.card_blob(service.store, drawn, name)
    return send_named(request, service.store, Sending(blob, "image/png", PRIVATE))
