"""Comments over JSON, for those who moderate them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.dependencies import UnitOfWork
from api.etags import SeenHere, etag_of, reply, shown_both
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Asked, Id, IdHere, Page, Version, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.comments import repository, service
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms

router = APIRouter(prefix="/comments", tags=["comments"])


class CommentState(StrEnum):
    """Where a comment stands. Only one that is shown is seen by others."""

    HELD = State.HELD.value
    SHOWN = State.SHOWN.value
    WITHHELD = State.WITHHELD.value
    REJECTED = State.REJECTED.value
    DELETED = State.DELETED.value


class CommentReason(StrEnum):
    """Why a comment is not shown; its writer reads the words."""

    ADVERTISING = Reason.ADVERTISING.value
    INSULT = Reason.INSULT.value
    PRIVATE = Reason.PRIVATE.value
    UNTRUE = Reason.UNTRUE.value
    OFF_TOPIC = Reason.OFF_TOPIC.value
    INDECENT = Reason.INDECENT.value
    FORBIDDEN = Reason.FORBIDDEN.value
    FLOODING = Reason.FLOODING.value


class Comment(Answered):
    """A comment on a published video."""

    id: Id
    publication_id: Id
    station_id: Id
    name: str
    text: str
    state: CommentState
    reason: str
    version: Version
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None


class CommentPage(Page[Comment]):
    """A part of a list of comments."""


class CommentRejected(Asked):
    """Why a comment is not shown."""

    reason: CommentReason


def shown(row: CommentRow) -> Comment:
    """Return a comment as it is answered."""
    columns = {name: getattr(row, name) for name in Comment.model_fields}
    times = {"created_at": time_of(row.created_at), "decided_at": time_or_none(row.decided_at)}
    return Comment.model_validate(columns | times)


@router.get("", response_model=CommentPage, responses=may(304), **needs(Action.MODERATE))
def list_comments(
    actor: ActorHere,
    work: UnitOfWork,
    paging: PagingHere,
    state: Annotated[CommentState | None, Query(description="Only those in this state.")] = None,
) -> Response:
    """List the comments that you moderate, newest first."""
    wanted = None if state is None else State(state.value)
    found = repository.page(work, actor, wanted, paging.after, paging.limit)
    return paging.reply(found, shown)


@router.get(
    "/{comment_id}", response_model=Comment, responses=may(304, 404), **needs(Action.MODERATE)
)
def get_comment(
    comment_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Return a comment."""
    row = service.get(work, actor, comment_id)
    return reply(request, shown(row), etag=etag_of(row.version))


@router.post(
    "/{comment_id}/show",
    response_model=Comment,
    responses=may(404, 409, 428),
    **needs(Action.MODERATE),
)
def show_comment(
    comment_id: IdHere, seen: SeenHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Let a comment through."""

    def theirs() -> tuple[Comment, str]:
        now = service.get(work, actor, comment_id)
        return shown(now), etag_of(now.version)

    with shown_both(None, theirs):
        row = service.let_through(work, actor, comment_id, seen.version, now_ms())
    return reply(request, shown(row), etag=etag_of(row.version))


@router.post(
    "/{comment_id}/reject",
    response_model=Comment,
    responses=may(404, 409, 428),
    **needs(Action.MODERATE),
)
def reject_comment(
    comment_id: IdHere,
    asked: CommentRejected,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
) -> Response:
    """Keep a comment from being shown, or take it down."""
    reason = Reason(asked.reason.value)

    def theirs() -> tuple[Comment, str]:
        now = service.get(work, actor, comment_id)
        return shown(now), etag_of(now.version)

    with shown_both(asked, theirs):
        row = service.reject(work, actor, comment_id, seen.version, reason, now_ms())
    return reply(request, shown(row), etag=etag_of(row.version))
