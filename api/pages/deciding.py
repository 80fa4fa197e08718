"""What the studio's script asks for beside saving: to have a draft, to decide, to answer a flag.

The pages that work without scripts (review.py) do the same by forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.sessions import ActorHere, allowed
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.reviews import asking, flag_appeals, holds, labelling
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal
from vidcommerce.service import Service

router = APIRouter(
    prefix="/studio/{clip_id}", include_in_schema=False, dependencies=[allowed(Action.REVIEW)]
)

_NO_STORE: Final = {"Cache-Control": "no-store"}


class Wanted(BaseModel):
    """Whether the draft is to be taken from whoever has it."""

    take_over: bool = False


class Approval(BaseModel):
    """The version that was watched."""

    number: int


class Refused(BaseModel):
    """The version that was watched, why not, and the frame that is meant (-1: all of it)."""

    number: int
    reason: Reason
    words: str = ""
    frame: int = Field(-1, ge=-1)


class Said(BaseModel):
    """What is said to a flag."""

    answer: Answer
    words: str = ""


@router.put("/hold")
def claim(clip_id: str, wanted: Wanted, actor: ActorHere, work: UnitOfWork) -> Response:
    """Have the draft, or have it longer: 423 where somebody else has it."""
    found = reviews.draft(work, actor, clip_id, to_change=True)
    hold = holds.claim(work, actor, found.clip, now_ms(), take_over=wanted.take_over)
    body = {"name": hold.name, "until": hold.until, "mine": True, "renew": holds.RENEW}
    return JSONResponse(body, headers=_NO_STORE)


@router.delete("/hold")
def release(clip_id: str, actor: ActorHere, work: UnitOfWork) -> Response:
    """Give the draft back."""
    holds.release(work, actor, clip_id)
    return Response(status_code=204)


@router.post("/approve")
def approve(
    clip_id: str, approval: Approval, actor: ActorHere, work: UnitOfWork, service: ServiceHere
) -> Response:
    """Approve the version that was watched, and have it published."""
    reviews.approve(work, actor, clip_id, approval.number, now_ms(), service.policies)
    return _decided(work, actor, clip_id)


@router.post("/ask")
def ask(clip_id: str, refused: Refused, actor: ActorHere, service: ServiceHere) -> Response:
    """Ask the farmer for something."""
    return _refuse(service, actor, clip_id, refused, reviews.send_back)


@router.post("/reject")
def reject(clip_id: str, refused: Refused, actor: ActorHere, service: ServiceHere) -> Response:
    """Refuse the draft; the farmer can ask for another person to look."""
    return _refuse(service, actor, clip_id, refused, reviews.reject)


@router.post("/flags/{digest}")
def answer(clip_id: str, digest: str, said: Said, actor: ActorHere, work: UnitOfWork) -> Response:
    """Say something to a flag."""
    clip = reviews.draft(work, actor, clip_id, to_change=True).clip
    made = flag_appeals.answer(work, actor, clip, digest, (said.answer, said.words), now_ms())
    labelling.put_right(work, clip, actor.person_id, now_ms())
    body = {"answer": made.answer.value, "words": made.words, "by": made.by, "at": made.at}
    return JSONResponse(body, headers=_NO_STORE)


def _refuse(
    service: Service,
    actor: Actor,
    clip_id: str,
    refused: Refused,
    act: Callable[[Session, Actor, str, int, Refusal, int], None],
) -> Response:
    number, frame = refused.number, refused.frame
    picture = asking.picture(service, actor, clip_id, number, frame)
    why = Refusal(refused.reason, refused.words, frame, picture)
    with service.database.writing() as work:
        act(work, actor, clip_id, number, why, now_ms())
        return _decided(work, actor, clip_id)


def _decided(work: Session, actor: Actor, clip_id: str) -> Response:
    """Give the draft back, and say where the next one is."""
    holds.release(work, actor, clip_id)
    return JSONResponse({"next": f"/review/next?after={clip_id}"}, headers=_NO_STORE)
