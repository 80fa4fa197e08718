"""Statements of reasons over JSON, for auditors and authorities: what was kept back, and why."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.etags import reply
from api.html import language_of
from api.openapi import may, needs
from api.schemas import Answered
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.comments import statements

router = APIRouter(prefix="/comments/statements", tags=["comments"])

_LONGEST: Final = 2**53


class StatementOfReasons(Answered):
    """Why a comment is not shown, as Regulation (EU) 2022/2065, article 17, 3 asks for it.

    No word of the comment and no name is in it. `ground` is the code of the rule.
    """

    number: int
    at: str = Field(description="When it was decided; ISO 8601, UTC.")
    station: str
    page: str
    comment: str
    restriction: str
    where: str
    until: str
    found_by: str = Field(description="`own_check` or `reports`.")
    automatic_detection: bool
    automatic_decision: bool
    ground: str
    ground_words: str = Field(description="The rule in the words of Accept-Language.")
    ground_is: str = Field(description="`law` or `terms`.")
    redress: str = Field(description="`appeal`, or `used` after another person's answer.")
    appeal: str = Field(description="Empty, `open`, `upheld` or `stays`.")
    appealed_at: str
    answered_at: str
    undone: str = Field(description="When a person took it back as a mistake; empty if nobody did.")


class StatementPart(Answered):
    """A part of the statements, oldest first: what follows after a number."""

    items: list[StatementOfReasons]
    next: str | None = Field(description="The address of the next part; null at the end.")


@router.get("", response_model=StatementPart, responses=may(304), **needs(Action.SEE_LOG))
def read_statements(
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    after: Annotated[
        int, Query(ge=0, le=_LONGEST, description="The number of the last that you have.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=statements.MOST)] = 100,
) -> Response:
    """Read the statements of reasons of your station, or of all where you may."""
    station = statements.station_of(actor)
    found = statements.part(work, language_of(request), after, limit, station)
    following = request.url.include_query_params(after=found[-1].number if found else after)
    more = len(found) == limit
    body = StatementPart(
        items=[StatementOfReasons(**statements.plain(one)) for one in found],
        next=f"{following.path}?{following.query}" if more else None,
    )
    return reply(request, body)
