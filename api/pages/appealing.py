"""A writer asks for another person to look at a comment that is not shown; no script needed.

What its receipt says of the decision, of the appeal and of the answer is :func:`facts`, drawn by
``public/decision.html``.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.writers import SecretHere
from vidcommerce.comments import appeals, service, statements, writers
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.language import N_, Words
from vidcommerce.publishing import service as publishing

router = APIRouter(prefix="/v/{slug}/comments/{handle}", include_in_schema=False)

SAY: Final = {
    "decision": N_("Why it is not shown"),
    "ask": N_("Ask for another person to look"),
    "ask_help": N_("Somebody else than before reads your comment and answers you here."),
    "ask_words": N_("What should they know? You can leave this empty."),
    "asked": N_("You asked for another person to look. Nobody has answered yet."),
    "was_right": N_("Another person has looked: it is shown again."),
    "stays": N_("Another person has looked: it stays so. They write:"),
    "bought": N_("Show “bought it”"),
    "bought_help": N_(
        "Have you bought it through this page? Then “bought it” can stand beside your comments as "
        "soon as the shop has told us of the order. For that we keep which browser you use."
    ),
    "bought_waits": N_(
        "“Bought it” will stand beside your comments as soon as the shop has told us of the order."
    ),
    "bought_stands": N_("“Bought it” stands beside this comment: the shop has told us."),
    "bought_back": N_("Don't show it"),
}


@router.post("/appeal")
def appeal(
    slug: str, handle: str, work: UnitOfWork, secret: SecretHere,
    words: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Take an appeal, and lead its writer back to the receipt, where the answer will stand."""
    publication = publishing.at_slug(work, slug)
    comment = service.own(work, publication, handle, writers.find(work, secret))
    appeals.appeal(work, comment, words, now_ms())
    return RedirectResponse(f"/v/{slug}/comments/{handle}", 303)


def facts(work: Session, comment: CommentRow, speech: Words) -> dict[str, Any]:
    """Return what ``public/decision.html`` shows of a comment, and its sentences."""
    action = statements.of_comment(work, comment)
    return {
        "statement": statements.told(action, speech) if action else [],
        "may_appeal": appeals.may_appeal(work, comment),
        "appeal": appeals.of_comment(work, comment.id),
        "longest_appeal": appeals.LONGEST,
        "bought_form": _bought(work, comment),
        "say_why": {name: speech.say(text) for name, text in SAY.items()},
    }


def _bought(work: Session, comment: CommentRow) -> str:
    """Return what is to be said of "bought it": "ask", "waits", "stands", or "" for nothing."""
    writer = work.get(WriterRow, comment.writer_id) if comment.writer_id else None
    if writer is None or State(comment.state) not in (State.SHOWN, State.HELD):
        return ""
    return "stands" if comment.bought else "waits" if writer.visitor_hash else "ask"
