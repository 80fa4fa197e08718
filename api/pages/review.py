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
from api.pages import attesting, reuse_view, review_queue, review_say, review_view
from api.pages.review_forms import BelowVideo, Refused, Sifted, Typed
from api.routes.files import PRIVATE, Sending, send_named
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags import records, reports
from vidcommerce.flags.history import STANDING_WORDS
from vidcommerce.flags.rules import Policies
from vidcommerce.products import terms
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import FileUnknown, check_name
from vidcommerce.reviews import (
    allowing,
    answers,
    appealed,
    appeals,
    asking,
    flag_appeals,
    holds,
    labelling,
    redrawing,
    waiting,
    weighing,
)
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.service import Seen
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.studio import media

router = APIRouter(
    prefix="/review", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_Text = Annotated[str, Form()]

_WORKING: Final = (State.RENDERING, State.PUBLISHING)
_NO_STORE: Final = {"Cache-Control": "no-store"}


class _Desk:
    """Who asks for a change of a draft, and how it is answered."""

    def __init__(self, request: Request, actor: PageActor, service: ServiceHere) -> None:
        """Take what every change needs."""
        self.request, self.actor, self.service = request, actor, service

    def do(
        self,
        clip_id: str,
        change: Callable[[Session], None],
        typed: Typed | None = None,
        then: str = "",
    ) -> Response:
        """Make a change and lead on; a refusal shows the draft as it is, with what was typed."""
        try:
            with self.service.database.writing() as work:
                change(work)
        except InputRejected as refused:
            return self.shown(clip_id, refused, typed)
        return RedirectResponse(then or f"/review/{clip_id}", 303)

    def shown(self, clip_id: str, refused: InputRejected, typed: Typed | None = None) -> Response:
        """Show a draft, and why something was refused."""
        with self.service.database.reading() as work:
            return _show(self.request, self.actor, work, clip_id, (refused, typed))


_TypedHere = Annotated[Typed, Depends()]
_DeskHere = Annotated[_Desk, Depends()]


@router.get("")
def queue(
    request: Request, actor: PageActor, work: UnitOfWork, sifted: Annotated[Sifted, Depends()]
) -> Response:
    """Show the drafts of the station, the oldest promise first."""
    now = now_ms()
    found = waiting.listed(work, actor, sifted.sift, now)
    return page(
        request,
        "review/queue.html",
        say=review_say.QUEUE,
        news=_news(work, actor, now),
        moved=redrawing.moved(work, actor),
        reports=reports.count_waiting(work, actor),
        **review_queue.facts(found, sifted.sift, actor, now),
    )


@router.get("/news.json")
def news(actor: PageActor, work: UnitOfWork) -> Response:
    """Tell the queue's script whether there is anything new to show."""
    return JSONResponse({"news": _news(work, actor, now_ms())}, headers=_NO_STORE)


@router.get("/next")
def following(actor: PageActor, work: UnitOfWork, after: str = "") -> Response:
    """Lead to the draft that comes next, or to the list where there is none."""
    clip_id = waiting.following(work, actor, now_ms(), after)
    return RedirectResponse(review_queue.desk(clip_id) if clip_id else "/review", 303)


@router.get("/next.json")
def ahead(actor: PageActor, work: UnitOfWork, service: ServiceHere, after: str = "") -> Response:
    """Tell which draft comes next, and what of it can be loaded ahead."""
    clip_id = waiting.following(work, actor, now_ms(), after)
    body: dict[str, object] = {"address": "", "load": []}
    if clip_id is not None:
        found = reviews.draft(work, actor, clip_id)
        copy = media.copy_of(service.store, found.clip, found.plan)
        load = review_queue.load(media.drawn(found), copy.media)
        body = {"address": review_queue.desk(clip_id), "load": load}
    return JSONResponse(body, headers=_NO_STORE)


@router.get("/{clip_id}")
def review(
    request: Request, clip_id: str, actor: PageActor, work: UnitOfWork, about: str = ""
) -> Response:
    """Show a draft: its video, what was found, and the form; ``about`` a flag, to ask about it."""
    return _show(request, actor, work, clip_id, about=about)


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
    return JSONResponse(body, headers=_NO_STORE)


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
        reviews.approve(
            work, desk.actor, clip_id, typed.seen.number, now_ms(), desk.service.policies
        )
        holds.release(work, desk.actor, clip_id)

    return desk.do(clip_id, decide, typed, "/review")


@router.post("/{clip_id}/refuse")
def refuse(clip_id: str, desk: _DeskHere, refused: Annotated[Refused, Depends()]) -> Response:
    """Send a draft back, or reject it for good."""
    try:
        why = refused.with_picture(desk.service, desk.actor, clip_id)
    except InputRejected as fault:
        return desk.shown(clip_id, fault)

    def decide(work: Session) -> None:
        refused.act(work, desk.actor, clip_id, refused.number, why, now_ms())
        holds.release(work, desk.actor, clip_id)

    return desk.do(clip_id, decide, then="/review")


@router.post("/{clip_id}/take")
def take(clip_id: str, desk: _DeskHere) -> Response:
    """Take a draft from whoever has it open."""

    def claim(work: Session) -> None:
        clip = reviews.draft(work, desk.actor, clip_id, to_change=True).clip
        holds.claim(work, desk.actor, clip, now_ms(), take_over=True)

    return desk.do(clip_id, claim)


@router.post("/{clip_id}/flags")
def answer_flag(
    clip_id: str,
    desk: _DeskHere,
    answer: Annotated[Answer, Form()],
    digest: _Text = "",
    words: _Text = "",
) -> Response:
    """Say something to a flag."""

    def say(work: Session) -> None:
        clip = reviews.draft(work, desk.actor, clip_id, to_change=True).clip
        flag_appeals.answer(work, desk.actor, clip, digest, (answer, words), now_ms())
        labelling.put_right(work, clip, desk.actor.person_id, now_ms())

    return desk.do(clip_id, say)


@router.post("/{clip_id}/reopen")
def reopen(clip_id: str, desk: _DeskHere) -> Response:
    """Look again at a draft about which the farmer was asked."""

    def again(work: Session) -> None:
        asking.reopen(work, desk.actor, clip_id, now_ms())

    return desk.do(clip_id, again)


@router.post("/{clip_id}/appeal")
def answer_appeal(clip_id: str, desk: _DeskHere, do: _Text = "", words: _Text = "") -> Response:
    """Answer a farmer who asked for another person to look."""

    def say(work: Session) -> None:
        found = reviews.draft(work, desk.actor, clip_id, to_change=True)
        appeals.answer(work, desk.actor, found, (do == "again", words), now_ms())

    return desk.do(clip_id, say)


@router.post("/{clip_id}/redraw")
def redraw(clip_id: str, desk: _DeskHere, typed: _TypedHere) -> Response:
    """Have a public video drawn with its product's price, and published when it is drawn."""

    def ask(work: Session) -> None:
        redrawing.redraw(work, desk.actor, clip_id, typed.seen, now_ms())

    return desk.do(clip_id, ask)


@router.post("/{clip_id}/terms")
def change_terms(
    clip_id: str, desk: _DeskHere, typed: Annotated[BelowVideo, Depends()]
) -> Response:
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
    outcome: tuple[InputRejected | None, Typed | None] = (None, None),
    about: str = "",
) -> Response:
    """Show a draft; ``outcome`` is why a change was refused, and what was typed for it."""
    status = 200 if outcome[0] is None else status_of(outcome[0])
    policies = request.app.state.service.policies
    facts = draft_facts(actor, work, clip_id, policies, outcome)
    facts["about"] = review_view.about(facts["draft"], about)
    return page(request, "review/draft.html", status, review_say.REVIEW, **facts)


def draft_facts(
    actor: Actor,
    work: Session,
    clip_id: str,
    policies: Policies,
    outcome: tuple[InputRejected | None, Typed | None] = (None, None),
) -> dict[str, Any]:
    """Return all that the template of a draft's page shows. Raises DraftUnknown."""
    refused, typed = outcome
    found = reviews.draft(work, actor, clip_id)
    laid = None
    if typed is not None:
        laid = (_base(work, found, typed.seen), typed.correction, typed.seen)
    return {
        **review_view.draft(found, laid, reviews.decisions(work, clip_id)),
        **_around(work, actor, found, policies),
        "attested": attesting.panel(work, actor, found),
        "record": records.of_farmer(work, found.farmer.id, now_ms()),
        "standing_words": STANDING_WORDS,
        "reported": [
            (row, reports.REASON_WORDS[reports.Reason(row.reason)])
            for row in reports.of_clip(work, clip_id)
        ],
        "about": review_view.about(found, ""),
        "refused": refused,
        "publication": reviews.publication(work, clip_id),
        "moved": redrawing.can_redraw(work, found),
    }


def _around(
    work: Session, actor: Actor, found: reviews.Draft, policies: Policies
) -> dict[str, Any]:
    """Return who has the draft, what was said about it, and what stands in one's way."""
    now = now_ms()
    clip = found.clip
    hold = holds.of_clip(work, clip.id, now)
    return {
        "holder": hold.name if hold and hold.person_id != actor.person_id else "",
        "take_over": holds.may_take_over(actor, clip),
        "flags": review_view.flags(
            found, answers.of_clip(work, clip.id), weighing.rules_of(work, clip, policies)
        ),
        "flag_appeals": {
            digest: one.row
            for digest, one in appealed.of_clip(work, clip.id).items()
            if one.answer is None
        },
        "beside": reuse_view.beside(work, actor, found),
        "verdict": weighing.in_words(work, clip, found.flags, policies),
        "barred": allowing.approving(work, actor, found, policies),
        "appeal": appeals.waiting(work, clip.id),
        "reopens": clip.state == State.SENT_BACK,
    }


def _news(work: Session, actor: Actor, now: int) -> str:
    """Return what is another text whenever the list is another."""
    asked = len(appeals.open_ones(work, actor)) + len(flag_appeals.open_ones(work, actor))
    held = holds.news(work, actor, now)
    told = reports.count_waiting(work, actor)
    return f"{reviews.news(work, actor)}-{redrawing.count(work, actor)}-{asked}-{held}-{told}"


def _base(work: Session, found: reviews.Draft, seen: Seen) -> PlanRow | None:
    """Return the version that the form was made from, None where it names none."""
    try:
        return reviews.version(work, found, seen.number)
    except reviews.DraftUnknown:
        return None
