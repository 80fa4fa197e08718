"""Who asks, and their API tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.etags import reply
from api.idempotency import Created, OnceHere
from api.openapi import may
from api.schemas import Answered, Asked, Id, IdHere, time_of
from api.sessions import ActorHere, SignedInHere
from vidcommerce.accounts import tokens
from vidcommerce.accounts.roles import Action, NotAllowed, Role
from vidcommerce.accounts.scopes import Scope, actions_of, scopes_of
from vidcommerce.accounts.tables import ApiTokenRow
from vidcommerce.db import now_ms

router = APIRouter(prefix="/me", tags=["me"])


class Me(Answered):
    """Who asks. ``may`` is what one's role allows, within the token's scopes."""

    id: Id
    name: str
    role: Role
    station_id: str | None
    language: str
    may: list[Action]


class Token(Answered):
    """An API token; its secret is shown only when it is made."""

    id: Id
    name: str
    scopes: list[Scope]
    may: list[str]
    created_at: datetime
    expires_at: datetime


class MadeToken(Token):
    """A new token with its secret, shown this once."""

    secret: str


class Tokens(Answered):
    """One's tokens that still work, newest first."""

    items: list[Token]


class NewToken(Asked):
    """What a token is called, what it may do, and for how many days."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\u0000]*$")]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    days: Annotated[int, Field(strict=True, ge=1, le=tokens.MOST_DAYS)] = 90


@router.get("", response_model=Me, responses=may(304))
def get_me(request: Request, signed_in: SignedInHere) -> Response:
    """Return who asks."""
    actor = signed_in.actor
    granted = actions_of(list(Scope), actor.role)
    within = granted if actor.scopes is None else granted & actor.scopes
    return reply(
        request,
        Me(
            id=actor.person_id,
            name=signed_in.name,
            role=actor.role,
            station_id=actor.station_id,
            language=signed_in.language,
            may=sorted(within),
        ),
    )


@router.get("/tokens", response_model=Tokens, responses=may(304))
def list_tokens(request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """List your tokens that still work."""
    rows = tokens.list_open(work, actor.person_id, now_ms())
    return reply(request, Tokens(items=[_shown(row) for row in rows]))


@router.post("/tokens", status_code=201, response_model=MadeToken)
def make_token(asked: NewToken, once: OnceHere, actor: ActorHere, work: UnitOfWork) -> Response:
    """Make a token. A token can't make another: whoever stole one would never lose it."""
    if actor.scopes is not None:
        raise NotAllowed("make_token")

    def make() -> Created:
        actions = actions_of(asked.scopes, actor.role)
        made = tokens.make(work, actor, asked.name, actions, asked.days, now_ms())
        body = MadeToken(**_shown(made.row).model_dump(), secret=made.secret)
        return Created(body, f"/api/v1/me/tokens/{made.row.id}")

    return once.reply(work, asked, make)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: IdHere, actor: ActorHere, work: UnitOfWork) -> Response:
    """End a token of yours at once; one that has ended is no error."""
    tokens.revoke(work, actor.person_id, token_id, now_ms())
    return Response(status_code=204)


def _shown(row: ApiTokenRow) -> Token:
    held = row.scopes.split()
    return Token(
        id=row.id,
        name=row.name,
        scopes=scopes_of(held),
        may=held,
        created_at=time_of(row.created_at),
        expires_at=time_of(row.expires_at),
    )
