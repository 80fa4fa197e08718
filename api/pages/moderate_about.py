"""Everything about one comment: who wrote it, what they wrote before, what was done."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.html import language_of, page
from api.pages import moderate_view as view
from api.pages.moderate import parts
from api.pages.moderate_say import ABOUT
from api.pages.moderate_view import Back
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.comments import banning, desk, service
from vidcommerce.comments.tables import CommentActionRow, CommentRow
from vidcommerce.db import now_ms
from vidcommerce.language import Words
from vidcommerce.moments import moment

router = APIRouter(
    prefix="/moderate", include_in_schema=False, dependencies=[allowed_page(Action.MODERATE)]
)

_MOST_LINES: Final = 50


@router.get("/{comment_id}")
def about(request: Request, comment_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Show one comment; the desk's script takes the part about the writer from here."""
    now, speech = now_ms(), language_of(request)
    row = service.get(work, actor, comment_id)
    (entry,) = desk.entries(work, [row], now)
    history = banning.history(work, actor, row)
    wrote = [
        (each, moment(each.created_at, now, speech), view.reason(each.reason, speech))
        for each in (history.comments if history else ())
        if each.id != row.id
    ]
    return page(
        request, "moderate/comment.html", say=ABOUT, refused=None, back=Back(),
        one=view.shown(entry, now, speech, me=actor.person_id), history=history, wrote=wrote,
        log=_log(work, row, now, speech), **parts(speech, now),
    )  # fmt: skip


def _log(work: Session, row: CommentRow, now: int, speech: Words) -> list[dict[str, str]]:
    """Return what was done about a comment, the last first."""
    asked = (
        select(CommentActionRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == CommentActionRow.person_id)
        .where(CommentActionRow.comment_id == row.id)
        .order_by(CommentActionRow.number.desc())
        .limit(_MOST_LINES)
    )
    return [view.log_line(each, name or "", now, speech) for each, name in work.execute(asked)]
