"""Versions over HTTP: ETag, If-None-Match, If-Match, and the lost race that shows both sides.

An ETag is made of the version that a change must name, so what the reader saw is what they change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api import errors
from api.html import language_of
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.reviews.policy import PlanMoved
from vidcommerce.versions import ChangedMeanwhile

JSON: Final = "application/json"

_ETAG: Final = re.compile(r'"([0-9]{1,9}(?:-[0-9]{1,9})*)"')
_KEEP: Final = {
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization, Cookie, Accept-Language",
}


class VersionMissing(InputRejected):
    """A change did not say which version it is of, or said it in a way that is not ours."""

    sentence = N_("Say in If-Match which version you looked at: the ETag of your last answer.")


def etag_of(*numbers: int) -> str:
    """Return the ETag of a version; of several, where the thing is made of several."""
    return '"' + "-".join(str(number) for number in numbers) + '"'


def reply(
    request: Request,
    body: BaseModel,
    status: int = 200,
    *,
    etag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a document, or with 304 where the reader has it already.

    ``etag`` where the document has a version; else it is made of the bytes.
    """
    text = body.model_dump_json().encode()
    etag = etag or f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    sent = {**_KEEP, "ETag": etag, **(headers or {})}
    known = request.method == "GET" and _is_known(request, etag)
    if known:
        return Response(status_code=304, headers=sent)
    return Response(text, status, sent, media_type=JSON)


def _is_known(request: Request, etag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    return etag in tags or tags == ["*"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that somebody looked at before they changed it."""

    numbers: tuple[int, ...]

    @property
    def version(self) -> int:
        """The version, of a thing that has one."""
        return self.pair(1)[0]

    def pair(self, count: int = 2) -> tuple[int, ...]:
        """Return ``count`` numbers. Raises VersionMissing for an ETag of something else."""
        if len(self.numbers) != count:
            raise VersionMissing
        return self.numbers


def _seen(
    if_match: Annotated[
        str | None, Header(description="The ETag of the version that you looked at.")
    ] = None,
) -> Seen:
    found = _ETAG.fullmatch((if_match or "").strip())
    if found is None:
        raise VersionMissing
    return Seen(tuple(int(number) for number in found[1].split("-")))


SeenHere: TypeAlias = Annotated[Seen, Depends(_seen)]


@dataclass
class RaceLost(Exception):
    """Somebody was quicker: what was sent, and what is there now, with its ETag."""

    error: ChangedMeanwhile | PlanMoved
    yours: BaseModel | None
    theirs: BaseModel
    etag: str


@contextmanager
def shown_both(
    yours: BaseModel | None, theirs: Callable[[], tuple[BaseModel, str]]
) -> Iterator[None]:
    """Have a lost race inside the ``with`` answered with both versions.

    ``theirs`` reads what is there now and its ETag.
    """
    try:
        yield
    except (ChangedMeanwhile, PlanMoved) as error:
        current, etag = theirs()
        raise RaceLost(error, yours, current, etag) from error


def install(app: FastAPI) -> None:
    """Have ``app`` answer lost races."""
    app.add_exception_handler(RaceLost, _lost)


def _lost(request: Request, lost: Exception) -> Response:
    if not isinstance(lost, RaceLost):
        raise lost
    speech = language_of(request)
    facts: dict[str, Any] = {
        **errors.facts_of(lost.error, speech),
        "yours": None if lost.yours is None else lost.yours.model_dump(mode="json"),
        "theirs": lost.theirs.model_dump(mode="json"),
    }
    kind = type(lost.error).__name__
    made = errors.problem(errors.STATUSES[kind], kind, speech.explain(lost.error), **facts)
    made.headers["ETag"] = lost.etag
    return made
