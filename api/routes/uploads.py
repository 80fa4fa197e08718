"""Clips on their way in, by tus 1.0: created, gone on with after any break, finished, forgotten.

All that can be asked before the first byte of a body is asked before it. Files and the database
are worked on in threads, so that no slow disk holds up anyone else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api import errors, tus
from api.bodies import Body, Ending
from api.dependencies import ServiceHere
from api.html import language_of
from api.sessions import ActorHere, allowed
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips import arrival, holds, uploads
from vidcommerce.clips.holds import Hold
from vidcommerce.clips.tables import UploadRow
from vidcommerce.db import now_ms
from vidcommerce.errors import VidcommerceError, WorkFailed
from vidcommerce.language import N_
from vidcommerce.service import Service

_ADDRESS: Final = "/api/uploads"


@dataclass(eq=False)
class SendingBroke(WorkFailed):
    """The sender fell silent or went; what came of its bytes is kept."""

    offset: int
    sentence = N_("The sending stopped. It can go on from byte {offset}.")


class TusRoute(APIRoute):
    """A route whose every answer speaks tus, also where it is an error's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the usual handler."""
        usual = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                answer = await usual(request)
            except VidcommerceError as error:
                answer = errors.answer(request, error)
            answer.headers["Tus-Resumable"] = tus.VERSION
            answer.headers.setdefault("Cache-Control", "no-store")
            if answer.status_code == errors.STATUSES["TusVersionWrong"]:
                answer.headers["Tus-Version"] = tus.VERSION
            return answer

        return handler


def _speaks_tus(request: Request) -> None:
    tus.check_version(request.headers)


router = APIRouter(prefix=_ADDRESS, route_class=TusRoute, include_in_schema=False)
"""Not in the OpenAPI document: it is another protocol, and has its own."""

_SENDER: Final = [allowed(Action.SEND_CLIPS)]
_TUS: Final = [*_SENDER, Depends(_speaks_tus)]


@router.options("")
@router.options("/{upload_id}")
async def announce(service: ServiceHere) -> Response:
    """Say what of tus is spoken here."""
    return Response(
        status_code=204,
        headers={
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(service.settings.clip_bytes),
            "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
        },
    )


@router.post("", dependencies=_TUS)
async def create(request: Request, service: ServiceHere, actor: ActorHere) -> Response:
    """Begin an upload; a body of bytes is taken as its beginning."""
    announced = tus.announced(request.headers)
    with_bytes = tus.carries_bytes(request.headers)
    size = tus.body_size(request.headers) if with_bytes else 0
    if size is not None and size > announced.length:
        raise holds.TooManyBytes(announced.length)
    checksum = tus.checksum(request.headers) if with_bytes else None

    def begin() -> UploadRow:
        with service.database.writing() as work:
            return uploads.create(work, service, actor, announced, now_ms())

    row = await run_in_threadpool(begin)
    if with_bytes:
        try:
            row = await _add(request, service, actor, _Asked(row.id, 0, size, checksum))
        except (tus.ChecksumWrong, holds.TooManyBytes, SendingBroke):
            # Nobody has its address yet: it can only be begun again.
            await run_in_threadpool(uploads.terminate, service, actor, row.id, now_ms())
            raise
    headers = {"Location": f"{_ADDRESS}/{row.id}", **tus.state_headers(row)}
    return Response(status_code=201, headers=headers)


@router.head("/{upload_id}", dependencies=_TUS)
def look(upload_id: str, service: ServiceHere, actor: ActorHere) -> Response:
    """Say how far an upload is; what a killed process left to do once all is there is done now."""
    with service.database.reading() as work:
        row = uploads.find_open(work, actor, upload_id, now_ms())
    if row.finished_at is None and row.offset == row.length:
        arrival.mend(service, upload_id, now_ms())
    headers = {"Upload-Length": str(row.length), **tus.state_headers(row)}
    if row.meta["header"]:
        headers["Upload-Metadata"] = row.meta["header"]
    return Response(headers=headers)


@router.patch("/{upload_id}", dependencies=_TUS)
async def go_on(
    request: Request, upload_id: str, service: ServiceHere, actor: ActorHere
) -> Response:
    """Add the body's bytes to an upload."""
    if not tus.carries_bytes(request.headers):
        raise tus.NotBytes(tus.BYTES)
    asked = _Asked(
        upload_id=upload_id,
        offset=tus.number(request.headers, "upload-offset"),
        size=tus.body_size(request.headers),
        checksum=tus.checksum(request.headers),
    )
    row = await _add(request, service, actor, asked)
    return Response(status_code=204, headers=tus.state_headers(row))


@router.delete("/{upload_id}", dependencies=_TUS)
def terminate(upload_id: str, service: ServiceHere, actor: ActorHere) -> Response:
    """Forget an upload."""
    uploads.terminate(service, actor, upload_id, now_ms())
    return Response(status_code=204)


@router.post("/{upload_id}", dependencies=_TUS)
async def instead(
    request: Request, upload_id: str, service: ServiceHere, actor: ActorHere
) -> Response:
    """Do what X-HTTP-Method-Override says, for networks that let only GET and POST through."""
    match request.headers.get("x-http-method-override", "").upper():
        case "PATCH":
            return await go_on(request, upload_id, service, actor)
        case "DELETE":
            return await run_in_threadpool(terminate, upload_id, service, actor)
        case _:
            raise tus.HeaderWrong("X-HTTP-Method-Override")


@router.get("/{upload_id}", dependencies=_SENDER)
def tell(request: Request, upload_id: str, service: ServiceHere, actor: ActorHere) -> JSONResponse:
    """Say what has become of an upload: for pages, in words where it was refused."""
    with service.database.reading() as work:
        row = uploads.find(work, actor, upload_id)
    error = uploads.problem_of(row)
    problem = None
    if error is not None:
        detail = language_of(request).explain(error)
        problem = {"error": type(error).__name__, "detail": detail}
    return JSONResponse(
        {
            "id": row.id,
            "state": uploads.progress_of(row).value,
            "offset": row.offset,
            "length": row.length,
            "name": row.name,
            "product": row.product_id,
            "clip": row.clip_id,
            "duplicate": row.duplicate,
            "problem": problem,
        }
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a sender wants to add, and where; ``size`` is None where it did not say."""

    upload_id: str
    offset: int
    size: int | None
    checksum: tus.Checksum | None


async def _add(request: Request, service: Service, actor: Actor, asked: _Asked) -> UploadRow:
    """Take the body, finish the upload if that was all, and return its row."""
    hold = await run_in_threadpool(
        uploads.take, service, actor, asked.upload_id, asked.offset, asked.size, now_ms()
    )
    body = Body(request)
    try:
        hold = await _pour(body, service, hold, asked)
        if hold.offset == hold.length:
            await run_in_threadpool(arrival.finish, service, hold)
    finally:
        body.close()
        await _let_go(service, hold)
    return await run_in_threadpool(_row, service, actor, asked.upload_id)


async def _let_go(service: Service, hold: Hold) -> None:
    """Let the next sender go on at once."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        # The server is being stopped, and waits for no thread any more.
        holds.release(service, hold)
    else:
        await run_in_threadpool(holds.release, service, hold)


async def _pour(body: Body, service: Service, hold: Hold, asked: _Asked) -> Hold:
    """Take block by block; the row is told at once, or after the last where that must decide.

    It must where a checksum is to be compared, and where the sender did not say how much comes:
    bytes beyond the length of the upload would show only then that all of them are wrong.
    """
    at_once = asked.checksum is None and asked.size is not None
    while not body.over:
        block = await body.block(holds.room(service, hold))

        def take(block: bytearray = block, hold: Hold = hold) -> Hold:
            if asked.checksum is not None:
                asked.checksum.digest.update(block)
            return holds.append(service, hold, block, now_ms(), promise=at_once)

        hold = await run_in_threadpool(take) if block else hold
    if asked.checksum is not None and body.ending is Ending.WHOLE:
        asked.checksum.compare()
    if not at_once and (asked.checksum is None or body.ending is Ending.WHOLE):
        hold = await run_in_threadpool(holds.keep, service, hold, now_ms())
    if body.ending is not Ending.WHOLE and hold.promised < hold.length:
        raise SendingBroke(hold.promised)
    return hold


def _row(service: Service, actor: Actor, upload_id: str) -> UploadRow:
    with service.database.reading() as work:
        return uploads.find(work, actor, upload_id)
