"""The helper's pages: the drafts of a station, and one draft to watch, correct and decide.

All of it works without scripts; api/static/review/review.js adds jumping to a line, keys, and
waiting for a video that is being drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import page
from api.pages import review_say, review_view
from api.routes.files import PRIVATE, Sending, send_named
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.products import terms
from vidcommerce.products.models import Stock
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import FileUnknown, check_name
from vidcommerce.reviews import redrawing
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import CardText, Correction
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal, Seen
from vidcommerce.reviews.tables import PlanRow

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_Text = Annotated[str, Form()]
_Number = Annotated[int, Form()]

_WORKING: Final = (State.RENDERING, State.PUBLISHING)


class _Typed:
    """What came with the form: which version was seen, and what was typed."""

    def __init__(
        self,
        number: _Number = 0,
        product: _Number = 0,
        cue: Annotated[list[str] | None, Form()] = None,
        name: _Text = "",
        unit: _Text = "",
        origin: _Text = "",
    ) -> None:
        """Take the fields of the form."""
        self.seen = Seen(number, product)
        self.correction = Correction(tuple(cue or ()), CardText(name, unit, origin))


class _Refused:
    """What came with the form of a refusal."""

    def __init__(
        self,
        number: _Number = 0,
        do: _Text = "",
        reason: Annotated[Reason, Form()] = Reason.OTHER,
        words: _Text = "",
    ) -> None:
        """Take the fields of the form."""
        self.number = number
        self.act = reviews.reject if do == "reject" else reviews.send_back
        self.why = Refusal(reason, words)


class _Terms:
    """What came with the form for what stands below the video."""

    def __init__(
        self,
        stock: Annotated[Stock, Form()] = Stock.IN,
        delivery: _Text = "",
        returns: _Text = "",
        contact: _Text = "",
    ) -> None:
        """Take the fields of the form."""
        self.terms = terms.Terms(stock, delivery, returns, contact)


class _Desk:
    """Who asks for a change of a draft, and how it is answered."""

    def __init__(self, request: Request, actor: PageActor, service: ServiceHere) -> None:
        """Take what every change needs."""
        self.request, self.actor, self.service = request, actor, service

    def do(
        self,
        clip_id: str,
        change: Callable[[Session], None],
        typed: _Typed | None = None,
        then: str = "",
    ) -> Response:
        """Make a change and lead on; a refusal shows the draft as it is, with what was typed."""
        try:
            with self.service.database.writing() as work:
                change(work)
        except InputRejected as refused:
            with self.service.database.reading() as work:
                return _show(self.request, self.actor, work, clip_id, (refused, typed))
        return RedirectResponse(then or f"/review/{clip_id}", 303)


_TypedHere = Annotated[_Typed, Depends()]
_DeskHere = Annotated[_Desk, Depends()]


@router.get("")
def queue(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show the drafts of the station, the longest waiting first."""
    found = reviews.queue(work, actor)
    facts = review_view.queue(found, now_ms())
    moved = redrawing.moved(work, actor)
    news = _news(work, actor)
    say = review_say.QUEUE
    return page(request, "review/queue.html", say=say, news=news, moved=moved, **facts)


@router.get("/news.json")
def news(actor: PageActor, work: UnitOfWork) -> Response:
    """Tell the queue's script whether there is anything new to show."""
    body = {"news": _news(work, actor)}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get("/{clip_id}")
def review(request: Request, clip_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Show a draft: its video, what was found, and the form."""
    return _show(request, actor, work, clip_id)


@router.get("/{clip_id}/state.json")
def state(clip_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Tell the page's script whether the video that it waits for is there."""
    found = reviews.draft(work, actor, clip_id)
    body = {
        "number": found.row.number,
        "drawn": found.version.drawn,
        "working": found.clip.state in _WORKING,
        "state": found.clip.state,
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.api_route("/{clip_id}/files/{number:int}/{name:path}", methods=["GET", "HEAD"])
def file(
    request: Request, clip_id: str, number: int, name: str, actor: PageActor, service: ServiceHere
) -> Response:
    """Send a file of a version of a draft: the video, its cover, its captions."""
    kind = check_name(name)
    with service.database.reading() as work:
        row = reviews.version(work, reviews.draft(work, actor, clip_id), number)
    blob = f"{row.bundle.rstrip('/')}/{name}"
    if not row.bundle:
        raise FileUnknown(name)
    return send_named(request, service.store, Sending(blob, kind, PRIVATE))


@router.post("/{clip_id}/save")
def save(clip_id: str, desk: _DeskHere, typed: _TypedHere) -> Response:
    """Save what was corrected as a new version, which is drawn then."""

    def correct(work: Session) -> None:
        reviews.correct(work, desk.actor, clip_id, typed.seen, typed.correction, now_ms())

    return desk.do(clip_id, correct, typed)


@router.post("/{clip_id}/approve")
def approve(clip_id: str, desk: _DeskHere, typed: _TypedHere) -> Response:
    """Approve the version that was watched; what was typed but not saved is not lost."""

    def decide(work: Session) -> None:
        reviews.check_unchanged(work, desk.actor, clip_id, typed.seen, typed.correction)
        reviews.approve(work, desk.actor, clip_id, typed.seen.number, now_ms())

    return desk.do(clip_id, decide, typed, "/review")


@router.post("/{clip_id}/refuse")
def refuse(clip_id: str, desk: _DeskHere, refused: Annotated[_Refused, Depends()]) -> Response:
    """Send a draft back, or reject it for good."""

    def decide(work: Session) -> None:
        refused.act(work, desk.actor, clip_id, refused.number, refused.why, now_ms())

    return desk.do(clip_id, decide, then="/review")


@router.post("/{clip_id}/redraw")
def redraw(clip_id: str, desk: _DeskHere, typed: _TypedHere) -> Response:
    """Have a public video drawn with its product's price, and published when it is drawn."""

    def ask(work: Session) -> None:
        redrawing.redraw(work, desk.actor, clip_id, typed.seen, now_ms())

    return desk.do(clip_id, ask)


@router.post("/{clip_id}/terms")
def change_terms(clip_id: str, desk: _DeskHere, typed: Annotated[_Terms, Depends()]) -> Response:
    """Change what stands of the product below the video; the video stays as it is."""

    def change(work: Session) -> None:
        product_id = reviews.draft(work, desk.actor, clip_id).product.id
        terms.change(work, desk.actor, product_id, typed.terms, now_ms())

    return desk.do(clip_id, change)


@router.post("/{clip_id}/withdraw")
def withdraw(clip_id: str, desk: _DeskHere) -> Response:
    """Take the public page back."""

    def take_back(work: Session) -> None:
        publishing.withdraw(work, desk.actor, clip_id, now_ms())

    return desk.do(clip_id, take_back)


def _show(
    request: Request,
    actor: Actor,
    work: Session,
    clip_id: str,
    outcome: tuple[InputRejected | None, _Typed | None] = (None, None),
) -> Response:
    """Show a draft; ``outcome`` is why a change was refused, and what was typed for it."""
    status = 200 if outcome[0] is None else status_of(outcome[0])
    facts = draft_facts(actor, work, clip_id, outcome)
    return page(request, "review/draft.html", status, review_say.REVIEW, **facts)


def draft_facts(
    actor: Actor,
    work: Session,
    clip_id: str,
    outcome: tuple[InputRejected | None, _Typed | None] = (None, None),
) -> dict[str, Any]:
    """Return all that the template of a draft's page shows. Raises DraftUnknown."""
    refused, typed = outcome
    found = reviews.draft(work, actor, clip_id)
    laid = None
    if typed is not None:
        laid = (_base(work, found, typed.seen), typed.correction, typed.seen)
    return {
        **review_view.draft(found, laid, reviews.decisions(work, clip_id)),
        "refused": refused,
        "publication": reviews.publication(work, clip_id),
        "moved": redrawing.can_redraw(work, found),
    }


def _news(work: Session, actor: Actor) -> str:
    """Return what is another text whenever the list is another."""
    return f"{reviews.news(work, actor)}-{redrawing.count(work, actor)}"


def _base(work: Session, found: reviews.Draft, seen: Seen) -> PlanRow | None:
    """Return the version that the form was made from, None where it names none."""
    try:
        return reviews.version(work, found, seen.number)
    except reviews.DraftUnknown:
        return None
