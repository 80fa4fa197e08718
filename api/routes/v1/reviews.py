"""Review over JSON: the drafts that wait, correcting one, and deciding about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.etags import Seen, SeenHere, etag_of, reply, shown_both
from api.html import language_of
from api.openapi import may, needs
from api.schemas import Answered, Asked, Id, IdHere, Text, time_of
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.flags.service import for_helper
from vidcommerce.language import Words
from vidcommerce.products.service import facts_of
from vidcommerce.reviews import redrawing, service
from vidcommerce.reviews.corrections import CardText, Correction, card_of
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Draft, Refusal

router = APIRouter(prefix="/reviews", tags=["reviews"])

_NUMBERS: Final = 3
"""An ETag of a review: number of the plan, version of the product, version of the clip."""


_Subtitle = Annotated[str, Field(max_length=300, pattern=r"^[^\u0000]*$")]


class ReviewListed(Answered):
    """A draft in the queue."""

    clip_id: Id
    state: State
    product: str
    farmer: str
    plan: Annotated[int, Field(description="The number of the version that counts.")]
    drawn: Annotated[bool, Field(description="Whether its video can be watched.")]
    milliseconds: int
    created_at: datetime


class Reviews(Answered):
    """The drafts of a station: those that wait (the longest first), are made, were decided."""

    waiting: list[ReviewListed]
    making: list[ReviewListed]
    done: list[ReviewListed]


class CardWords(Asked):
    """What can be corrected on the card."""

    name: Text
    unit: Text
    origin: Text


class Finding(Answered):
    """Something that a check saw: "note", "question" or "serious", and words."""

    severity: str
    detail: str


class Decided(Answered):
    """A decision about a version, and what the farmer reads of it."""

    at: datetime
    decision: Decision
    person: str
    reason: str
    words: str


class Review(ReviewListed):
    """A draft with what can be corrected: the text of every subtitle, and of the card."""

    cues: list[str]
    card: CardWords
    outdated: Annotated[bool, Field(description="The product says something else by now.")]
    findings: list[Finding]
    decisions: list[Decided]


class Corrected(Asked):
    """The text of every subtitle in their order (an empty one is taken out), and of the card."""

    cues: Annotated[list[_Subtitle], Field(max_length=500)]
    card: CardWords


class Refused(Asked):
    """Why a draft is not published; ``words`` are for the farmer."""

    reason: Reason
    words: Text = ""


@router.get("", response_model=Reviews, responses=may(304), **needs(Action.REVIEW))
def list_reviews(request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Return the drafts of your station."""
    found = service.queue(work, actor)
    return reply(
        request,
        Reviews(
            waiting=[_listed(draft) for draft in found.waiting],
            making=[_listed(draft) for draft in found.making],
            done=[_listed(draft) for draft in found.done],
        ),
    )


@router.get("/{clip_id}", response_model=Review, responses=may(304, 404), **needs(Action.REVIEW))
def get_review(clip_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Return a draft as it stands."""
    review, etag = _Desk(request, actor, work, clip_id).now()
    return reply(request, review, etag=etag)


_CHANGES: Final = may(404, 409, 428)


@router.put("/{clip_id}", response_model=Review, responses=_CHANGES, **needs(Action.REVIEW))
def correct_review(
    clip_id: IdHere,
    asked: Corrected,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
) -> Response:
    """Correct subtitles and card; a new version is drawn, the product changes with its card."""
    plan, product, _ = seen.pair(_NUMBERS)
    card = CardText(asked.card.name, asked.card.unit, asked.card.origin)
    correction = Correction(tuple(asked.cues), card)
    desk = _Desk(request, actor, work, clip_id)
    with shown_both(asked, desk.now):
        looked = service.Seen(plan, product)
        service.correct(work, actor, clip_id, looked, correction, now_ms())
    return desk.reply()


@router.post(
    "/{clip_id}/approve", response_model=Review, responses=_CHANGES, **needs(Action.REVIEW)
)
def approve_review(
    clip_id: IdHere, seen: SeenHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Approve the version that you watched, and have it published."""
    desk = _Desk(request, actor, work, clip_id)
    rules = request.app.state.service.policies
    return desk.decide(
        None, lambda: service.approve(work, actor, clip_id, _plan(seen), now_ms(), rules)
    )


@router.post("/{clip_id}/redraw", response_model=Review, responses=_CHANGES, **needs(Action.REVIEW))
def redraw_review(
    clip_id: IdHere, seen: SeenHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Have a public video drawn with its product's price of now, and published once it is drawn."""
    desk = _Desk(request, actor, work, clip_id)
    plan, product, _ = seen.pair(_NUMBERS)
    with shown_both(None, desk.now):
        redrawing.redraw(work, actor, clip_id, service.Seen(plan, product), now_ms())
    return desk.reply()


@router.post(
    "/{clip_id}/send-back", response_model=Review, responses=_CHANGES, **needs(Action.REVIEW)
)
def send_back_review(
    clip_id: IdHere,
    asked: Refused,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
) -> Response:
    """Give a draft back to the farmer, who can film it again."""
    desk, why = _Desk(request, actor, work, clip_id), Refusal(asked.reason, asked.words)
    return desk.decide(
        asked, lambda: service.send_back(work, actor, clip_id, _plan(seen), why, now_ms())
    )


@router.post("/{clip_id}/reject", response_model=Review, responses=_CHANGES, **needs(Action.REVIEW))
def reject_review(
    clip_id: IdHere,
    asked: Refused,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
) -> Response:
    """Refuse a draft for good."""
    desk, why = _Desk(request, actor, work, clip_id), Refusal(asked.reason, asked.words)
    return desk.decide(
        asked, lambda: service.reject(work, actor, clip_id, _plan(seen), why, now_ms())
    )


class _Desk:
    """One draft, and whoever looks at it."""

    def __init__(self, request: Request, actor: Actor, work: Session, clip_id: str) -> None:
        self._request, self._actor, self._work, self._clip_id = request, actor, work, clip_id

    def now(self) -> tuple[Review, str]:
        """Return the draft as it stands, and its ETag."""
        draft = service.draft(self._work, self._actor, self._clip_id)
        decided = service.decisions(self._work, self._clip_id)
        review = Review(
            **_listed(draft).model_dump(),
            cues=["\n".join(cue.lines) for cue in draft.plan.cues],
            card=_card(draft),
            outdated=draft.outdated,
            findings=_findings(draft, language_of(self._request)),
            decisions=[
                Decided(at=time_of(row.at), decision=Decision(row.decision), person=name,
                        reason=row.reason, words=row.words)
                for row, name in decided
            ],
        )  # fmt: skip
        return review, etag_of(draft.row.number, draft.product.version, draft.clip.version)

    def reply(self) -> Response:
        """Answer with the draft as it stands."""
        review, etag = self.now()
        return reply(self._request, review, etag=etag)

    def decide(self, asked: Asked | None, decision: Callable[[], None]) -> Response:
        """Decide, and answer with the draft as it stands then."""
        with shown_both(asked, self.now):
            decision()
        self._work.flush()
        return self.reply()


def _plan(seen: Seen) -> int:
    return seen.pair(_NUMBERS)[0]


def _listed(draft: Draft) -> ReviewListed:
    return ReviewListed(
        clip_id=draft.clip.id,
        state=State(draft.clip.state),
        product=draft.product.name,
        farmer=draft.farmer.name,
        plan=draft.row.number,
        drawn=draft.version.drawn,
        milliseconds=draft.milliseconds,
        created_at=time_of(draft.clip.created_at),
    )


def _card(draft: Draft) -> CardWords:
    text = card_of(facts_of(draft.product))
    return CardWords(name=text.name, unit=text.unit, origin=text.origin)


def _findings(draft: Draft, speech: Words) -> list[Finding]:
    return [Finding(severity=s, detail=said) for s, said in for_helper(draft.flags, speech)]
