"""The moderators' desk: what waits, one's decisions about it, and taking them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere
from api.errors import status_of
from api.html import language_of, page
from api.pages import moderate_view as view
from api.pages.moderate_say import DESK, KEYS, REASONS, SIFTS
from api.pages.moderate_view import Back
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import appeals, banning, desk, moderating, queue
from vidcommerce.comments import service as comments
from vidcommerce.comments.moderating import Choice, Done, UndoOver
from vidcommerce.comments.policy import REASON_WORDS, Reason
from vidcommerce.comments.queue import BATCH, RENEW, Sift, Wanted
from vidcommerce.comments.states import CommentDecided, State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_, Words
from vidcommerce.service import Service
from vidcommerce.versions import ChangedMeanwhile

router = APIRouter(
    prefix="/moderate", include_in_schema=False, dependencies=[allowed_page(Action.MODERATE)]
)

_REASONS: Final = [(one.value, REASONS[one], REASON_WORDS[one]) for one in Reason]
_LISTED: Final = 100


@dataclass(eq=False)
class ChoiceMissing(InputRejected):
    """The form says neither to show a comment nor why not."""

    sentence = N_("Choose what is to be done.")


class DeskForm(BaseModel):
    """What comes with each form of a card: the version that was read, what to do, the way back."""

    version: int = 0
    do: str = ""
    reason: Reason | None = None
    seen: str = ""
    sift: Sift = Sift.ALL
    video: str = Field("", max_length=32, pattern=r"^[0-9a-z]*$")
    upto: int = 0
    tags: str = Field("", max_length=400)
    days: int = 0

    @property
    def back(self) -> Back:
        """Where the page came from."""
        return Back(self.sift.value, self.video)

    def choice(self) -> Choice:
        """Return what was chosen. Raises ChoiceMissing."""
        if self.do == "show":
            return Choice()
        if self.reason is None and self.do != "hide":
            raise ChoiceMissing
        return Choice(self.reason or Reason.OFF_TOPIC)


class DeskAsked(BaseModel):
    """Which comments a desk shows, and what was done before: the address after a decision."""

    sift: str = ""
    video: str = ""
    done: str = ""
    left: int = 0
    undone: int | None = None
    kept: int = 0

    @property
    def back(self) -> Back:
        """Which list it is; what there is not is all that waits."""
        sift = self.sift if self.sift in set(Sift) else Sift.ALL.value
        return Back(sift, self.video if self.video.isalnum() else "")


FormHere: TypeAlias = Annotated[DeskForm, Form()]


@dataclass(frozen=True, slots=True)
class Here:
    """One request of one moderator."""

    request: Request
    actor: Actor
    service: Service

    @property
    def speech(self) -> Words:
        """The reader's language."""
        return language_of(self.request)


def _here(request: Request, actor: PageActor, service: ServiceHere) -> Here:
    return Here(request, actor, service)


HereNow: TypeAlias = Annotated[Here, Depends(_here)]


@router.get("")
def moderate(here: HereNow, asked: Annotated[DeskAsked, Query()]) -> Response:
    """Show what is this moderator's to read now; what others read is left out."""
    told = {"left": asked.left, "undone": (asked.undone, asked.kept)}
    return _desk(here, asked.back, done=asked.done if asked.done.isalnum() else "", told=told)


@router.post("/leases")
def leases(here: HereNow, ids: Annotated[list[str] | None, Form()] = None) -> Response:
    """Have the comments of an open page longer; without any, give all back."""
    with here.service.database.writing() as work:
        if not ids:
            queue.release(work, here.actor)
            return JSONResponse({"mine": []})
        return JSONResponse({"mine": queue.renew(work, here.actor, ids, now_ms())})


@router.post("/goes/{batch}/undo")
def undo(here: HereNow, batch: str, form: FormHere) -> Response:
    """Take back what was done in one go."""
    try:
        with here.service.database.writing() as work:
            found = moderating.undo(work, here.actor, batch, now_ms())
    except UndoOver as refused:
        return _desk(here, form.back, refused)
    return _back(form.back, undone=found.count, kept=found.left)


@router.post("/{comment_id}")
def decide(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Let a comment through or reject it; who was second sees both how it was and how it is."""
    return _done(here, comment_id, form, lambda work: moderating.decide(
        work, here.actor, comment_id, form.version, form.choice(), now_ms()
    ))  # fmt: skip


@router.post("/{comment_id}/same")
def decide_same(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Decide about all comments with the same text in one go."""
    upto = form.upto or now_ms()
    return _done(here, comment_id, form, lambda work: moderating.decide_same(
        work, here.actor, comment_id, upto, form.choice(), now_ms()
    ))  # fmt: skip


@router.post("/{comment_id}/second")
def second(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Say what one would have decided."""

    def act(work: Session) -> None:
        choice = form.choice()
        moderating.second(work, here.actor, comment_id, form.version, choice, now_ms())

    return _done(here, comment_id, form, act)


@router.post("/{comment_id}/tags")
def tag(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Give a comment tags."""

    def act(work: Session) -> None:
        moderating.tag(work, here.actor, comment_id, form.version, form.tags, now_ms())

    return _done(here, comment_id, form, act)


@router.post("/{comment_id}/ban")
def ban(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Keep whoever wrote a comment from writing for a time."""

    def act(work: Session) -> None:
        if form.reason is None:
            raise ChoiceMissing
        banning.ban(work, here.actor, comment_id, form.days, form.reason, now_ms())

    return _done(here, comment_id, form, act)


@router.post("/{comment_id}/unban")
def unban(here: HereNow, comment_id: str, form: FormHere) -> Response:
    """Let whoever wrote a comment write again."""

    def act(work: Session) -> None:
        banning.unban(work, here.actor, comment_id, now_ms())

    return _done(here, comment_id, form, act)


def _done(
    here: Here, comment_id: str, form: DeskForm, act: Callable[[Session], Done | None]
) -> Response:
    """Do what a form wants, and go back to the desk, or show there why it was not done."""
    try:
        with here.service.database.writing() as work:
            found = act(work)
    except InputRejected as refused:
        return _desk(here, form.back, refused, _Tried(comment_id, form))
    if found is None or not found.count:
        return _back(form.back, left=found.left if found else 0)
    return _back(form.back, done=found.batch, left=found.left)


def _back(back: Back, **told: object) -> Response:
    facts = {"sift": back.sift if back.sift != "all" else "", "video": back.video, **told}
    query = urlencode({name: value for name, value in facts.items() if value})
    return RedirectResponse("/moderate" + (f"?{query}" if query else ""), 303)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was to be done, and was not."""

    comment_id: str
    form: DeskForm


def _desk(
    here: Here, back: Back, refused: InputRejected | None = None, tried: _Tried | None = None,
    *, done: str = "", told: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    now, wanted = now_ms(), Wanted(Sift(back.sift), back.video)
    listed = wanted.sift is Sift.DECIDED
    with here.service.database.writing() as work:
        if listed:
            rows = queue.listed(work, here.actor, wanted, _LISTED)
        else:
            rows = queue.take(work, here.actor, now, wanted, BATCH)
        facts = {
            "entries": _shown(here, work, rows, now, blind=wanted.sift is Sift.SECOND),
            "waiting": queue.count(work, here.actor, Wanted()),
            "appeals": appeals.count_waiting(work, here.actor),
            "videos": [(v.row.id, v.product) for v, _ in desk.videos_of(work, here.actor)],
            "done": _go(work, here.actor, done, now),
            "clash": _clash(here, work, refused, tried, now),
        }
    return page(
        here.request, "moderate/comments.html", 200 if refused is None else status_of(refused),
        DESK, refused=refused, back=back, blind=wanted.sift is Sift.SECOND, leased=not listed,
        **facts, **parts(here.speech, now), **(told or {"left": 0, "undone": (None, 0)}),
    )  # fmt: skip


def parts(speech: Words, now: int) -> dict[str, Any]:
    """Return what every card needs."""
    return {
        "reasons": _REASONS,
        "spans": view.spans(speech),
        "states": view.states(),
        "sifts": [(sift.value, sentence) for sift, sentence in SIFTS.items()],
        "keys": KEYS,
        "renew": RENEW,
        "now": now,
    }


def _shown(
    here: Here, work: Session, rows: Sequence[CommentRow], now: int, *, blind: bool = False
) -> list[view.Shown]:
    me = here.actor.person_id
    found = desk.entries(work, rows, now)
    return [view.shown(one, now, here.speech, me=me, blind=blind) for one in found]


@dataclass(frozen=True, slots=True)
class _Go:
    """What was done last, and can be taken back."""

    batch: str
    count: int
    shows: bool


def _go(work: Session, actor: Actor, batch: str, now: int) -> _Go | None:
    rows = moderating.of_batch(work, actor, batch, now)
    return _Go(batch, len(rows), rows[0].action == State.SHOWN) if rows else None


@dataclass(frozen=True, slots=True)
class _Clash:
    """What a moderator read and wanted, and how the comment stands now."""

    seen: str
    wanted: str
    one: view.Shown


def _clash(
    here: Here, work: Session, refused: InputRejected | None, tried: _Tried | None, now: int
) -> _Clash | None:
    if tried is None or not isinstance(refused, ChangedMeanwhile | CommentDecided):
        return None
    row: CommentRow = comments.get(work, here.actor, tried.comment_id)
    reason = tried.form.reason
    wanted = here.speech.say(REASON_WORDS[reason] if reason else DESK["let_through"])
    return _Clash(tried.form.seen, wanted, _shown(here, work, [row], now)[0])
