"""Comments under a video, for everybody: read, write, reply, change, delete, report, hide.

All of it works without a script; the page's own script uses the addresses that end in ``.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of, waiting
from api.html import language_of, page
from api.pages.appealing import facts as decision_facts
from api.pages.comments_view import SAY, listed, marks_of, moment_of, own
from api.pages.comments_view import clock as clock_of
from api.pages.comments_view import day as day_of
from api.paging import seal, unseal
from api.writers import Reader, ReaderHere, SecretHere, keep, met
from vidcommerce.comments import listing, service, writers, writing
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.listing import Listed
from vidcommerce.comments.policy import LONGEST_NAME, LONGEST_TEXT, ReplyGone, Written
from vidcommerce.comments.reasons import status_of as status_of_comment
from vidcommerce.comments.scorers import scorer_of
from vidcommerce.comments.states import CommentUnknown, State
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import words
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.service import PublicationUnknown
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.service import Service

router = APIRouter(prefix="/v/{slug}", include_in_schema=False)

_MOST: Final = (LONGEST_NAME, LONGEST_TEXT)


class Typed(BaseModel):
    """The form as it was filled in."""

    name: str = ""
    text: str = ""
    trap: str = ""
    kind: str = ""
    reply_to: str = ""
    moment: str = ""

    def written(self) -> Written:
        """Return the comment. Raises MomentWrong."""
        kind = Kind.QUESTION if self.kind == Kind.QUESTION else Kind.COMMENT
        moment = moment_of(self.moment)
        return Written(self.name, self.text, self.trap, kind, self.reply_to, moment)


TypedHere = Annotated[Typed, Form()]


@router.get("/comments")
def read(
    reader: ReaderHere, slug: str, work: UnitOfWork, after: str = "", of: str = "", moment: str = ""
) -> Response:
    """Show comments and a form, for browsers without scripts; ``of`` is one with its replies."""
    here = (reader, work, publishing.at_slug(work, slug))
    return _page(here, after, Typed(reply_to=of, moment=moment))


@router.get("/comments.json")
def read_json(
    reader: ReaderHere, slug: str, work: UnitOfWork, lang: str = "en", after: str = "", of: str = ""
) -> Response:
    """Give the page's script what everybody sees but whom this reader hid, and what is theirs."""
    row, speech = publishing.at_slug(work, slug), words(lang)
    found, _ = _found((reader, work, row), after, of)
    by = None if after or of else writers.find(work, reader.secret)
    unseen = [] if by is None else writers.unseen(work, by, row.id)
    body = {
        "comments": listed(found, speech),
        "own": [own(mine, speech) for mine in unseen],
        "next": _cursor(reader, found, of),
        "lang": speech.language,
    }
    return _json(body)


@router.post("/comments")
def write(reader: ReaderHere, slug: str, typed: TypedHere) -> Response:
    """Take a comment, and lead its writer to where they see what became of it."""
    service_here = reader.service
    try:
        sent, kept = _write(service_here, slug, reader.secret, typed)
    except InputRejected as refused:
        still = typed.model_copy(update={"reply_to": ""} if isinstance(refused, ReplyGone) else {})
        with service_here.database.reading() as work:
            here = (reader, work, publishing.at_slug(work, slug))
            return _page(here, "", still, refused)
    lead = RedirectResponse(f"/v/{slug}/comments/{sent.receipt}", 303)
    return keep(lead, service_here, kept)


@router.post("/comments.json")
def write_json(
    slug: str, service_here: ServiceHere, secret: SecretHere, typed: TypedHere, lang: str = "en"
) -> Response:
    """Take a comment that the page's script sends."""
    sent, kept = _write(service_here, slug, secret, typed)
    answer = _json({"receipt": sent.receipt, **own(sent.row, words(lang))}, 201)
    return keep(answer, service_here, kept)


@router.get("/comments/{handle}.json")
def own_json(
    slug: str, handle: str, work: UnitOfWork, secret: SecretHere, lang: str = "en"
) -> Response:
    """Tell the page's script what became of a comment that was written with this browser."""
    return _json(own(_own(work, slug, handle, secret), words(lang)))


@router.get("/comments/{handle}")
def own_page(
    request: Request, slug: str, handle: str, work: UnitOfWork, secret: SecretHere
) -> Response:
    """Show a writer what became of their comment, also after the video was taken back."""
    return _receipt(request, work, (slug, handle), _own(work, slug, handle, secret))


@router.post("/comments/{handle}/edit")
def edit(
    request: Request, slug: str, handle: str, service_here: ServiceHere, secret: SecretHere,
    text: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Change a comment; what the rules don't take stays in the form."""
    scorer = writing.ahead(text, scorer_of(service_here))
    try:
        with service_here.database.writing() as work:
            row = _own(work, slug, handle, secret)
            by = None if row.writer_id is None else work.get(WriterRow, row.writer_id)
            writing.edit(work, row, text, now_ms(), by, scorer)
    except InputRejected as refused:
        with service_here.database.reading() as work:
            row = _own(work, slug, handle, secret)
            return _receipt(request, work, (slug, handle), row, refused, text)
    return RedirectResponse(f"/v/{slug}/comments/{handle}", 303)


@router.post("/comments/{handle}/delete")
def delete(slug: str, handle: str, work: UnitOfWork, secret: SecretHere) -> Response:
    """Delete a comment for ever."""
    row = _own(work, slug, handle, secret)
    if row.state != State.DELETED:
        writing.delete(work, row, now_ms())
    return RedirectResponse(f"/v/{slug}/comments/{handle}", 303)


_Here = tuple[Reader, Session, PublicationRow]


def _write(service_here: Service, slug: str, secret: str, typed: Typed) -> tuple[writing.Sent, str]:
    """Take what was typed; returns it as kept, and the secret that the browser is to keep."""
    written = typed.written()
    scorer = writing.ahead(written.text, scorer_of(service_here))
    with service_here.database.writing() as work:
        row = publishing.at_slug(work, slug)
        by, kept = met(work, service_here, secret, now_ms())
        return writing.write(work, row, written, now_ms(), by, scorer), kept


def _found(here: _Here, after: str, of: str) -> tuple[Listed, CommentRow | None]:
    """Return a slice of what this reader sees, and the comment whose replies it is."""
    reader, work, row = here
    place = unseal(after, reader.service.secret, _list(reader, of)) if after else None
    hidden = writers.blocked_by(work, writers.find(work, reader.secret))
    if not of:
        return listing.under_video(work, row.id, hidden, place), None
    parent = work.get(CommentRow, of)
    if parent is None or parent.publication_id != row.id or parent.state != State.SHOWN:
        raise CommentUnknown
    return listing.under_comment(work, parent, hidden, place), parent


def _list(reader: Reader, of: str) -> str:
    """Return the name of the list that a cursor is for: the page's and the script's are one."""
    return f"{reader.request.url.path.removesuffix('.json')}?{of}"


def _cursor(reader: Reader, found: Listed, of: str) -> str:
    if found.rest is None:
        return ""
    return seal(found.rest, reader.service.secret, _list(reader, of))


def _own(work: Session, slug: str, handle: str, secret: str) -> CommentRow:
    row = publications.by_slug(work, slug)
    if row is None:
        raise PublicationUnknown(slug)
    return service.own(work, row, handle, writers.find(work, secret))


def _page(here: _Here, after: str, typed: Typed, refused: InputRejected | None = None) -> Response:
    reader, _, row = here
    found, parent = _found(here, after, typed.reply_to)
    made = page(
        reader.request, "public/comments.html", 200 if refused is None else status_of(refused),
        SAY, slug=row.slug, threads=found.threads, parent=parent, first=not after,
        next=_cursor(reader, found, typed.reply_to), refused=refused, typed=typed, most=_MOST,
        marks=marks_of, clock=clock_of, day=day_of,
    )  # fmt: skip
    if refused is not None:
        made.headers.update(waiting(refused))
    return made


def _receipt(
    request: Request, work: Session, at: tuple[str, str], row: CommentRow,
    refused: InputRejected | None = None, typed: str | None = None,
) -> Response:  # fmt: skip
    parent = None if row.reply_to is None else work.get(CommentRow, row.reply_to)
    return page(
        request, "public/receipt.html", 200 if refused is None else status_of(refused), SAY,
        slug=at[0], handle=at[1], comment=row, refused=refused,
        typed=row.text if typed is None else typed, most=LONGEST_TEXT,
        status_words=status_of_comment(State(row.state), row.reason),
        parent_gone=parent is not None and parent.state != State.SHOWN,
        may_edit=writing.may_edit(row, now_ms()), clock=clock_of,
        deleted=row.state == State.DELETED, shown=row.state == State.SHOWN,
        **decision_facts(work, row, language_of(request)),
    )  # fmt: skip


def _json(body: Mapping[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(dict(body), status, {"Cache-Control": "no-store"})
