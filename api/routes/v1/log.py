"""The log of evidence and decisions, over JSON, for those who look whether all was done right."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.etags import reply
from api.openapi import may, needs
from api.schemas import Answered, Sha256
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action, Reach, reach
from vidcommerce.flags import log
from vidcommerce.flags.chain import Head

router = APIRouter(prefix="/log", tags=["log"])

_MOST: Final = 1000
_LONGEST: Final = 2**53


class LogEnd(Answered):
    """A place in the log: the number of an entry (0 before the first), and its seal."""

    number: int
    seal: Sha256


class LogEntry(Answered):
    """An entry: its seal is the sha256 of the seal before and its digest, as hexadecimal text.

    ``digest`` is the sha256 of ``entry``, a JSON text; that is null where it is another station's.
    """

    number: int
    digest: Sha256
    seal: Sha256
    entry: str | None


class LogPart(Answered):
    """A part of the log, oldest first: what follows after ``before``."""

    before: LogEnd
    items: list[LogEntry]
    head: LogEnd = Field(description="Where the whole log ends.")
    next: str | None = Field(description="The address of the next part; null at the end.")


@router.get("", response_model=LogPart, responses=may(304), **needs(Action.SEE_LOG))
def read_log(
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    after: Annotated[
        int, Query(ge=0, le=_LONGEST, description="The number of the last entry that you have.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> Response:
    """Read the log from its beginning. Of other stations than yours you get digests and seals."""
    everywhere = reach(actor, Action.SEE_LOG) is Reach.ALL
    found = log.part(work, after, limit, None if everywhere else actor.station_id)
    head = log.head(work)
    last = found[-1].number if found else after
    following = request.url.include_query_params(after=last)
    body = LogPart(
        before=_end(log.sealed(work, after) or head),
        items=[
            LogEntry(number=one.number, digest=one.digest, seal=one.seal, entry=one.entry)
            for one in found
        ],
        head=_end(head),
        next=f"{following.path}?{following.query}" if last < head.number else None,
    )
    return reply(request, body)


def _end(head: Head) -> LogEnd:
    return LogEnd(number=head.number, seal=head.seal)
