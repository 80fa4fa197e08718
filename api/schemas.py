"""What documents of the interface are made of: bases, ids, times, pages, problems."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")

_ID = r"^[0-9a-f]{32}$"
_LINE = r"^[^\u0000]*$"

IdHere = Annotated[str, Path(pattern=_ID, description="The id of the thing.")]
"""An id in an address."""

Id = Annotated[str, Field(pattern=_ID)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[int, Field(ge=1, description="Counts changes; the ETag is made of it.")]
Text = Annotated[str, Field(max_length=2000, pattern=_LINE)]
Whole = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]


class Asked(BaseModel):
    """What somebody sends: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answered(BaseModel):
    """What we answer."""

    model_config = ConfigDict(frozen=True)


class Page(Answered, Generic[T]):
    """A part of a list, newest first."""

    items: list[T]
    next: str | None = Field(description="The address of the next part; null at the end.")
    after: str | None = Field(description="The cursor in it, for clients that build addresses.")


class Fault(Answered):
    """One thing that is wrong with a request, and where."""

    pointer: str | None = Field(None, description="JSON pointer into the body, as a fragment.")
    parameter: str | None = Field(None, description="The parameter's name.")
    detail: str
    code: str


class Problem(BaseModel):
    """Problem details (RFC 9457). Errors have more members, such as the ids that they speak of."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="urn:vidcommerce: and the name of the error.")
    title: str = Field(description="The name of the error; never translated.")
    status: int
    detail: str = Field(description="One sentence in the reader's language.")
    errors: list[Fault] | None = Field(None, description="With RequestInvalid: what and where.")
    error_id: str | None = Field(None, description="With InternalError: to be found in the log.")
    yours: Any = Field(None, description="With 409 after a lost race: what you sent.")
    theirs: Any = Field(None, description="With 409 after a lost race: what is there now.")


def time_of(milliseconds: int) -> datetime:
    """Return a time of the database as an answer has it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def time_or_none(milliseconds: int | None) -> datetime | None:
    """Return a time that may not have come."""
    return None if milliseconds is None else time_of(milliseconds)
