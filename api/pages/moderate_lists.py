"""A station's own words, when each video's comments are read, and how moderation goes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, TypeAlias

from babel.dates import format_skeleton
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.pages.moderate_say import (
    ANOTHER_MODEL,
    DECISIONS,
    LISTINGS,
    MODELS,
    MODES,
    NUMBERS,
    VIDEOS,
    WORDS,
)
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import desk, own_lists, places, statistics
from vidcommerce.comments.own_lists import Listing, Standing, Wanted
from vidcommerce.comments.signals import Decision
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import Words
from vidcommerce.moments import moment

router = APIRouter(
    prefix="/moderate", include_in_schema=False, dependencies=[allowed_page(Action.MODERATE)]
)

_LISTINGS: Final = [(one.value, sentence) for one, sentence in LISTINGS.items()]
_DECISIONS: Final = [(one.value, sentence) for one, sentence in DECISIONS.items()]


class WordForm(BaseModel):
    """A word, what it is, and what is to be done with comments that hold it."""

    word: str = ""
    kind: Listing = Listing.WORD
    decision: Decision = Decision.HOLD
    do: str = ""

    def wanted(self) -> Wanted:
        """Return what is wanted of the word."""
        return Wanted(self.word, self.kind, self.decision)


WordHere: TypeAlias = Annotated[WordForm, Form()]


@router.get("/words")
def words(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show suggestions and the station's own list."""
    return _words(request, actor, work)


@router.post("/words")
def add_word(request: Request, actor: PageActor, service: ServiceHere, form: WordHere) -> Response:
    """Put a word on the list."""
    try:
        with service.database.writing() as work:
            own_lists.add(work, actor, form.wanted(), now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _words(request, actor, work, refused, form)
    return RedirectResponse("/moderate/words", 303)


@router.post("/words/{word_id}")
def settle_word(
    request: Request, word_id: str, actor: PageActor, service: ServiceHere, form: WordHere
) -> Response:
    """Take a suggestion, refuse it, or take a word off the list."""
    wanted = form.wanted() if form.do == "take" else None
    try:
        with service.database.writing() as work:
            own_lists.settle(work, actor, word_id, wanted, now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _words(request, actor, work, refused)
    return RedirectResponse("/moderate/words", 303)


def _words(
    request: Request, actor: Actor, work: Session,
    refused: InputRejected | None = None, typed: WordForm | None = None,
) -> Response:  # fmt: skip
    return page(
        request, "moderate/words.html", 200 if refused is None else status_of(refused), WORDS,
        refused=refused, typed=typed or WordForm(), listings=_LISTINGS, decisions=_DECISIONS,
        suggestions=own_lists.listed(work, actor, Standing.SUGGESTED),
        listed=own_lists.listed(work, actor, Standing.TAKEN),
        kind_words=dict(_LISTINGS), decision_words=dict(_DECISIONS),
    )  # fmt: skip


@router.get("/videos")
def videos(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show when the comments of each video are read."""
    now = now_ms()
    found = [
        {
            "video": video,
            "held": held,
            "minutes": -(-max(0, video.row.held_until - now) // 60_000),
        }
        for video, held in desk.videos_of(work, actor)
    ]  # fmt: skip
    return page(request, "moderate/videos.html", say=VIDEOS, videos=found, modes=MODES)


@router.post("/videos/{publication_id}")
def choose(
    publication_id: str, actor: PageActor, work: UnitOfWork, mode: Annotated[str, Form()] = ""
) -> Response:
    """Choose when the comments of a video are read."""
    places.choose_mode(work, actor, publication_id, mode, now_ms())
    return RedirectResponse("/moderate/videos", 303)


@router.get("/numbers")
def numbers(request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere) -> Response:
    """Show how moderation goes."""
    now, speech = now_ms(), language_of(request)
    found = statistics.numbers(work, actor, now)
    return page(
        request, "moderate/numbers.html", say=NUMBERS, found=found,
        oldest=moment(found.oldest, now, speech) if found.oldest is not None else "",
        months=[(_month(month.start, speech), month) for month in found.months],
        differing=[(row, row.before) for row in found.differing],
        model=MODELS.get(service.settings.comment_model, ANOTHER_MODEL),
    )  # fmt: skip


def _month(start: int, speech: Words) -> str:
    """Return a month as its reader says it, in UTC as the numbers are."""
    return format_skeleton(
        "yMMM", datetime.fromtimestamp(start / 1000, UTC), locale=speech.language
    )
