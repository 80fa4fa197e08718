"""Live progress of a farmer's videos: server-sent events, or one JSON answer for who polls."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.dependencies import ServiceHere
from api.html import language_of
from api.sessions import ActorHere, allowed
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips import mine
from vidcommerce.clips.standing import Tone
from vidcommerce.language import Words
from vidcommerce.service import Service

router = APIRouter(include_in_schema=False)

_EVERY: Final = 1.0
"""Seconds between looks at the rows; a step that a person waits for is seen at once."""

_LONGEST: Final = 300.0
"""Seconds of one stream. The browser comes again by itself, and is asked again who it is."""

_PING: Final = 20
"""Seconds between signs of life, below the patience of proxies and carriers."""


@router.get("/farm/progress", dependencies=[allowed(Action.SEE_CLIPS)])
def progress(request: Request, service: ServiceHere, actor: ActorHere) -> Response:
    """Send the farmer's videos now and whenever something changes, or once as JSON."""
    speech = language_of(request)
    if "text/event-stream" not in request.headers.get("accept", ""):
        return JSONResponse(_shown(service, actor, speech), headers={"Cache-Control": "no-store"})
    return EventSourceResponse(
        _changes(service, actor, speech), ping=_PING, headers={"X-Accel-Buffering": "no"}
    )


def shown(video: mine.Video, speech: Words) -> dict[str, Any]:
    """Return a video as the page and its script show it."""
    title, advice = mine.said(video, speech)
    stands = video.standing
    address = f"/farm/videos/{video.clip.id}"
    poster = f"{address}/poster.jpg?v={video.bundle[-12:]}" if video.bundle else ""
    return {
        "id": video.clip.id,
        "address": address,
        "picture": poster or f"/farm/products/{video.product.id}/picture",
        "product": video.product.name,
        "title": title,
        "advice": advice,
        "tone": stands.tone.value,
        "step": int(stands.step),
        "percent": stands.percent if stands.tone is Tone.WORKING else -1,
    }


def _shown(service: Service, actor: Actor, speech: Words) -> Sequence[dict[str, Any]]:
    with service.database.reading() as work:
        return [shown(video, speech) for video in mine.videos(work, actor)]


async def _changes(service: Service, actor: Actor, speech: Words) -> AsyncIterator[ServerSentEvent]:
    """Yield the list at the start and after every change, for a time."""
    until = time.monotonic() + _LONGEST
    before = None
    while time.monotonic() < until:
        now = json.dumps(
            await anyio.to_thread.run_sync(_shown, service, actor, speech), ensure_ascii=False
        )
        if now != before:
            yield ServerSentEvent(now, event="videos")
        before = now
        await anyio.sleep(_EVERY)
