"""Lists over HTTP: a cursor that only we can read, and the address of the next part."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.dependencies import ServiceHere
from api.etags import reply
from api.schemas import Page
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import MOST, Place, Slice

R = TypeVar("R")

_USUAL: Final = 20
_SIGNATURE: Final = 12
_LONGEST: Final = 200


class CursorWrong(InputRejected):
    """A cursor that we did not give, or gave for another list."""

    sentence = N_("This cursor is not one of ours. Begin again without it.")


def seal(place: Place, secret: bytes, path: str) -> str:
    """Return the cursor for a place in the list at ``path``."""
    text = f"{place.at}.{place.id}".encode()
    return base64.urlsafe_b64encode(_mark(text, secret, path) + text).decode().rstrip("=")


def unseal(cursor: str, secret: bytes, path: str) -> Place:
    """Return the place that a cursor stands for. Raises CursorWrong."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError as error:
        raise CursorWrong from error
    mark, text = sealed[:_SIGNATURE], sealed[_SIGNATURE:]
    if not hmac.compare_digest(mark, _mark(text, secret, path)):
        raise CursorWrong
    at, _, key = text.decode().partition(".")
    return Place(int(at), key)


def _mark(text: bytes, secret: bytes, path: str) -> bytes:
    return hmac.digest(secret, b"cursor\0" + path.encode() + b"\0" + text, "sha256")[:_SIGNATURE]


@dataclass(frozen=True)
class Paging:
    """Which part of a list somebody asks for."""

    request: Request
    secret: bytes
    after: Place | None
    limit: int

    def reply(self, found: Slice[R], show: Callable[[R], BaseModel]) -> Response:
        """Answer with a part of a list, each row as ``show`` makes it."""
        path = self.request.url.path
        cursor = None if found.rest is None else seal(found.rest, self.secret, path)
        url = self._next(cursor)
        page = Page[Any](items=[show(row) for row in found.rows], next=url, after=cursor)
        return reply(self.request, page, headers={"Link": f'<{url}>; rel="next"'} if url else {})

    def _next(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        url = self.request.url.include_query_params(after=cursor)
        return f"{url.path}?{url.query}"


def _paging(
    request: Request,
    service: ServiceHere,
    after: Annotated[
        str | None, Query(max_length=_LONGEST, description="The cursor in `next`.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows at most.")] = _USUAL,
) -> Paging:
    path = request.url.path
    place = None if after is None else unseal(after, service.secret, path)
    return Paging(request, service.secret, place, limit)


PagingHere: TypeAlias = Annotated[Paging, Depends(_paging)]
