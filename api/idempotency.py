"""Creations that may be sent twice: the Idempotency-Key, and the answer that is kept for it.

The answer is written in the unit of work that creates, so there is either both or neither. It is
sealed with the key that only the sender has: some answers hold a secret that is shown once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from cryptography.fernet import Fernet
from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere
from api.etags import JSON
from api.sessions import ActorHere
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.webhooks.tables import IdempotencyRow

KEPT: Final = 24 * 3_600_000
"""Milliseconds for which an answer is kept."""

_LONGEST: Final = 255


class KeyReused(InputRejected):
    """An Idempotency-Key came again with another request."""

    sentence = N_("This Idempotency-Key was used for something else. Take a new one.")


@dataclass(frozen=True)
class Created:
    """What was made: its document, its address, and its ETag where it has one."""

    body: BaseModel
    location: str
    etag: str = ""
    status: int = 201


@dataclass(frozen=True)
class Once:
    """A creation by ``person``; ``key`` is empty where the sender gave none."""

    request: Request
    secret: bytes
    person: str
    key: str

    def reply(
        self, session: Session, sent: BaseModel | str, make: Callable[[], Created]
    ) -> Response:
        """Create and answer; or, with a key that was used, give the answer that was given then.

        ``sent`` is what decides what is made. Raises KeyReused.
        """
        if not self.key:
            return _answer(make())
        digest = self._digest(sent)
        row = self._take(session, digest)
        if row.status == 0:
            made = make()
            row.status, row.location = made.status, f"{made.location} {made.etag}".strip()
            row.body = self._seal.encrypt(made.body.model_dump_json().encode()).decode()
            return _answer(made)
        if row.request != digest:
            raise KeyReused
        location, _, etag = row.location.partition(" ")
        body = self._seal.decrypt(row.body.encode())
        headers = _headers(location, etag) | {"Idempotency-Replayed": "true"}
        return Response(body, row.status, headers, media_type=JSON)

    def _take(self, session: Session, digest: str) -> IdempotencyRow:
        """Return the row of the key; a new one keeps others with the key waiting for our end."""
        now = now_ms()
        mine = IdempotencyRow.person_id == self.person
        session.execute(delete(IdempotencyRow).where(mine, IdempotencyRow.created_at < now - KEPT))
        found = session.get(IdempotencyRow, self._name)
        if found is not None:
            return found
        row = IdempotencyRow(
            id=self._name, person_id=self.person, request=digest, status=0, body="", created_at=now
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # the same key at the same moment: the other one has answered
            return session.get_one(IdempotencyRow, self._name)
        return row

    @property
    def _name(self) -> str:
        return hashlib.sha256(f"{self.person}\0{self.key}".encode()).hexdigest()

    @property
    def _seal(self) -> Fernet:
        own = hmac.digest(self.secret, f"idempotency\0{self.person}\0{self.key}".encode(), "sha256")
        return Fernet(base64.urlsafe_b64encode(own))

    def _digest(self, sent: BaseModel | str) -> str:
        body = sent if isinstance(sent, str) else sent.model_dump_json()
        asked = f"{self.request.method} {self.request.url.path}\n{body}"
        return hashlib.sha256(asked.encode()).hexdigest()


def _answer(made: Created) -> Response:
    headers = _headers(made.location, made.etag)
    return Response(made.body.model_dump_json(), made.status, headers, media_type=JSON)


def _headers(location: str, etag: str) -> dict[str, str]:
    named = {"Location": location, "ETag": etag}
    return {"Cache-Control": "no-store"} | {name: value for name, value in named.items() if value}


def _once(
    request: Request,
    service: ServiceHere,
    actor: ActorHere,
    idempotency_key: Annotated[
        str,
        Header(
            max_length=_LONGEST, pattern=r"^[!-~]*$",
            description="A name of your choice; the same one sent again creates nothing new.",
        ),
    ] = "",
) -> Once:  # fmt: skip
    return Once(request, service.secret, actor.person_id, idempotency_key)


OnceHere: TypeAlias = Annotated[Once, Depends(_once)]
