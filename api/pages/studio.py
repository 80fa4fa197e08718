"""The studio: a draft's page with its editor, and what the editor reads and saves.

Without scripts, or where the editor was not built, the page is the plain one of review.py. What the
page and the service say to each other is typed in vidcommerce/studio/document.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic_core import to_jsonable_python

from api.built import built
from api.dependencies import ServiceHere, UnitOfWork
from api.errors import facts_of, problem, status_of
from api.html import language_of, page
from api.pages import review_say, studio_words
from api.pages.review import draft_facts
from api.sessions import ActorHere, PageActor, allowed, allowed_page
from vidcommerce.accounts.roles import Action
from vidcommerce.db import now_ms
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.reviews.policy import PlanMoved
from vidcommerce.studio import opening
from vidcommerce.studio import service as studio
from vidcommerce.studio.document import BringBack, Save, Working
from vidcommerce.studio.service import Desk

router = APIRouter(prefix="/studio/{clip_id}", include_in_schema=False)

_MOST_BYTES: Final = 2_000_000
"""Of a plan that is sent: many times one of the longest video."""

_NO_STORE: Final = {"Cache-Control": "no-store"}
_REVIEWS = allowed(Action.REVIEW)

_WORDING: Final = opening.Wording(review_say.STATES, review_say.DECISIONS, review_say.SEVERITIES)

T = TypeVar("T")


@dataclass(eq=False)
class PlanTooLong(InputRejected):
    """More was sent than any plan is long."""

    sentence = N_("That is more than a video's plan can be.")


async def _body(request: Request) -> bytes:
    """Return the body. Raises PlanTooLong."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > _MOST_BYTES:
            raise PlanTooLong
    return bytes(body)


_BodyHere: TypeAlias = Annotated[bytes, Depends(_body)]


class _Asking:
    """Who asks for something of the editor's, and how it is answered: in JSON."""

    def __init__(self, request: Request, actor: ActorHere, service: ServiceHere) -> None:
        """Take what every answer needs."""
        self.request, self.actor, self.service = request, actor, service

    def read(self, do: Callable[[Desk], object]) -> Response:
        """Answer with what ``do`` returns."""
        with self.service.database.reading() as work:
            return _json(do(self._desk(work)))

    def write(self, clip_id: str, do: Callable[[Desk], object]) -> Response:
        """Answer with what ``do`` returns once that is committed.

        Who saves too late gets the version that counts with the refusal, so that nothing is lost.
        """
        try:
            with self.service.database.writing() as work:
                made = do(self._desk(work))
        except PlanMoved as refused:
            with self.service.database.reading() as work:
                newer = studio.newest(self._desk(work), clip_id)
            return self._refused(refused, current=to_jsonable_python(newer))
        return _json(made)

    def _desk(self, work: Any) -> Desk:  # noqa: ANN401 - a session
        speech = language_of(self.request)
        policies = self.service.policies
        return Desk(work, self.service.store, self.actor, speech, now_ms(), policies)

    def _refused(self, refused: InputRejected, **more: object) -> Response:
        speech = language_of(self.request)
        facts = {**facts_of(refused, speech), **more}
        kind, detail = type(refused).__name__, speech.explain(refused)
        return problem(status_of(refused), kind, detail, **facts)


_AskingHere: TypeAlias = Annotated[_Asking, Depends()]


def _json(made: object) -> Response:
    if made is None:
        return Response(status_code=204, headers=_NO_STORE)
    return Response(canonical_json(made), media_type="application/json", headers=_NO_STORE)


@router.get("", dependencies=[allowed_page(Action.REVIEW)])
def show(request: Request, clip_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Show a draft with its editor; where that was not built, lead to the plain page."""
    facts = draft_facts(actor, work, clip_id, request.app.state.service.policies)
    files = built("src/studio.ts")
    if not files.scripts:
        return RedirectResponse(f"/review/{clip_id}", 303)
    csrf = request.state.signed_in.csrf
    words = studio_words.facts(clip_id, csrf, language_of(request))
    say = review_say.REVIEW
    return page(request, "studio/studio.html", say=say, built=files, studio=words, **facts)


@router.get("/document.json", dependencies=[_REVIEWS])
def document(clip_id: str, asking: _AskingHere) -> Response:
    """Return all that the editor needs of a draft."""
    return asking.read(lambda desk: opening.opened(desk, clip_id, _WORDING))


@router.put("/plan", dependencies=[_REVIEWS])
def save(clip_id: str, asking: _AskingHere, body: _BodyHere) -> Response:
    """Make a plan the draft's next version, which is drawn then."""
    asked = read_json(Save, body)
    return asking.write(clip_id, lambda desk: studio.save(desk, clip_id, asked))


@router.post("/back", dependencies=[_REVIEWS])
def bring_back(clip_id: str, asking: _AskingHere, body: _BodyHere) -> Response:
    """Make an old version the newest again."""
    asked = read_json(BringBack, body)
    return asking.write(clip_id, lambda desk: studio.bring_back(desk, clip_id, asked))


@router.put("/working", dependencies=[_REVIEWS])
def keep(clip_id: str, asking: _AskingHere, body: _BodyHere) -> Response:
    """Keep what one has not saved yet; nothing is drawn."""
    working = read_json(Working, body)
    return asking.write(clip_id, lambda desk: studio.keep(desk, clip_id, working))


@router.delete("/working", dependencies=[_REVIEWS])
def forget(clip_id: str, asking: _AskingHere) -> Response:
    """Forget what one has not saved."""
    return asking.write(clip_id, lambda desk: studio.forget(desk, clip_id))


@router.get("/versions/{number:int}.json", dependencies=[_REVIEWS])
def version(clip_id: str, number: int, asking: _AskingHere) -> Response:
    """Return the plan of a version."""
    return asking.read(lambda desk: studio.version(desk, clip_id, number))


@router.get("/compare.json", dependencies=[_REVIEWS])
def compare(clip_id: str, asking: _AskingHere, one: int = 0, other: int = 0) -> Response:
    """Tell in words what is different in a version from another one."""
    return asking.read(lambda desk: studio.compare(desk, clip_id, one, other))
