"""What shoppers see: the page of a video, its files, and the comments under it. No account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of, waiting
from api.html import page
from api.routes.files import FOR_EVER, Sending, send_named
from vidcommerce.comments import service as comments
from vidcommerce.comments.policy import LONGEST_NAME, LONGEST_TEXT, Written
from vidcommerce.comments.reasons import status_of as status_of_comment
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_, Words, words
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import INDEX, FileUnknown

router = APIRouter(include_in_schema=False)

_SAY: Final = {
    "title": N_("Comments"),
    "back": N_("Back to the video"),
    "none_yet": N_("No comments yet."),
    "your_name": N_("Your name"),
    "your_comment": N_("Your comment"),
    "leave_empty": N_("Leave this empty"),
    "send": N_("Send"),
    "read_first": N_("Somebody at the station reads it before it is shown."),
    "yours": N_("Your comment"),
    "keep": N_("Keep this address: here you see what becomes of your comment."),
}


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


_Text = Annotated[str, Form()]


@router.get("/v/{slug}/comments")
def read(request: Request, slug: str, work: UnitOfWork) -> Response:
    """Show all comments and a form, for browsers without scripts."""
    return _comments_page(request, work, slug)


@router.get("/v/{slug}/comments.json")
def read_json(slug: str, work: UnitOfWork, lang: str = "en") -> Response:
    """Give the page's script what everybody sees."""
    row = publishing.at_slug(work, slug)
    found = [
        {"name": c.name, "text": c.text, "day": _day(c.created_at)}
        for c in comments.shown(work, row)
    ]
    return _json({"comments": found, "lang": words(lang).language})


@router.post("/v/{slug}/comments")
def write(
    request: Request,
    slug: str,
    work: UnitOfWork,
    name: _Text = "",
    text: _Text = "",
    trap: _Text = "",
) -> Response:
    """Hold a comment, and lead its writer to where they see what becomes of it."""
    row = publishing.at_slug(work, slug)
    try:
        receipt = comments.write(work, row, Written(name, text, trap), now_ms())
    except InputRejected as refused:
        return _comments_page(request, work, slug, refused, Written(name, text))
    return RedirectResponse(f"/v/{slug}/comments/{receipt}", 303)


@router.post("/v/{slug}/comments.json")
def write_json(
    slug: str,
    work: UnitOfWork,
    lang: str = "en",
    name: _Text = "",
    text: _Text = "",
    trap: _Text = "",
) -> Response:
    """Hold a comment that the page's script sends."""
    row = publishing.at_slug(work, slug)
    receipt = comments.write(work, row, Written(name, text, trap), now_ms())
    held = comments.of_receipt(work, row, receipt)
    return _json({"receipt": receipt, **_own(held, words(lang))}, 201)


@router.get("/v/{slug}/comments/{receipt}.json")
def own_json(slug: str, receipt: str, work: UnitOfWork, lang: str = "en") -> Response:
    """Tell the page's script what became of a comment that was written with this browser."""
    row = publishing.at_slug(work, slug)
    return _json(_own(comments.of_receipt(work, row, receipt), words(lang)))


@router.get("/v/{slug}/comments/{receipt}")
def own(request: Request, slug: str, receipt: str, work: UnitOfWork) -> Response:
    """Show a writer what became of their comment."""
    row = publishing.at_slug(work, slug)
    found = comments.of_receipt(work, row, receipt)
    return page(
        request,
        "public/receipt.html",
        say=_SAY,
        slug=slug,
        comment=found,
        status_words=_status(found),
    )


@router.api_route("/v/{slug}/{folder}/{name:path}", methods=["GET", "HEAD"])
def media(
    request: Request, slug: str, folder: str, name: str, work: UnitOfWork, service: ServiceHere
) -> Response:
    """Send a file of a version; the last route here, as its path takes in those above."""
    row = publishing.at_slug(work, slug)
    blob, kind = publishing.file_of(row, folder, name)
    return send_named(request, service.store, Sending(blob, kind, FOR_EVER))


def _comments_page(
    request: Request,
    work: UnitOfWork,
    slug: str,
    refused: InputRejected | None = None,
    written: Written | None = None,
) -> Response:
    row = publishing.at_slug(work, slug)
    made = page(
        request,
        "public/comments.html",
        200 if refused is None else status_of(refused),
        _SAY,
        slug=slug,
        comments=[(c, _day(c.created_at)) for c in comments.shown(work, row)],
        refused=refused,
        written=written or Written("", ""),
        most=(LONGEST_NAME, LONGEST_TEXT),
    )
    if refused is not None:
        made.headers.update(waiting(refused))
    return made


def _status(row: CommentRow) -> list[str]:
    """Return what a writer is told: where the comment stands, and why."""
    return status_of_comment(State(row.state), row.reason)


def _own(row: CommentRow, speech: Words) -> dict[str, str]:
    status = " ".join(speech.say(sentence) for sentence in _status(row))
    return {"state": row.state, "status": status, "text": row.text}


def _json(body: Mapping[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(body, status, {"Cache-Control": "no-store"})


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
