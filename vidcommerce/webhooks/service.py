"""Endpoints that want to be told, what they are told, and how it gets to them.

What is told is a row in the same unit of work as the change itself; sending it is a matter of its
own, done by :func:`deliver_due` until the other side has it. A message may come twice; its id says
so. Messages carry ids and states; who wants to know more asks the interface.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from vidcommerce.accounts.repository import StationUnknown
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.service import Service
from vidcommerce.versions import check_version
from vidcommerce.webhooks import policy, repository, signing
from vidcommerce.webhooks.addresses import check_url
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.policy import Again, Answer, Delivered
from vidcommerce.webhooks.sending import post
from vidcommerce.webhooks.tables import DeliveryRow, EndpointRow

MOST_BYTES: Final = 20_000
"""Of a message, as the specification advises."""

MOST_ENDPOINTS: Final = 10
"""At one station."""

_AT_ONCE: Final = 8
_EACH: Final = 2
"""Messages sent at once, and to one endpoint: one that is slow does not hold up all others."""

_LEASE: Final = 120_000
"""Milliseconds for which a message is ours to send; many times what a try can last."""

_GONE: Final = "gone"
_ENDPOINT_ENDED: Final = "endpoint ended"

_random = secrets.SystemRandom().random


@dataclass(eq=False)
class EndpointUnknown(InputRejected):
    """There is no such endpoint, or this person may not know of it."""

    endpoint_id: str
    sentence = N_("There is no such endpoint.")


@dataclass(eq=False)
class EventsWrong(InputRejected):
    """An endpoint must say which events it wants, and only such as there are."""

    known: str
    sentence = N_("Choose at least one of these events: {known}.")


@dataclass(eq=False)
class EndpointsTooMany(InputRejected):
    """A station has as many endpoints as it may."""

    most: int
    sentence = N_("A station can have {most} endpoints at most.")


@dataclass(eq=False)
class MessageTooLarge(WorkFailed):
    """A message holds more than a receiver has to take."""

    kind: str
    sentence = N_("A message {kind} is too large to be sent.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where an endpoint is, and which events it wants."""

    url: str
    events: Sequence[str]


def register(
    session: Session, actor: Actor, station_id: str, wanted: Wanted, now: int, *, private: bool
) -> tuple[EndpointRow, str]:
    """Return a new endpoint of a station and its secret, which is shown this once.

    ``private`` is the setting that allows http and private networks. Raises NotAllowed,
    StationUnknown, AddressRefused, EventsWrong or EndpointsTooMany.
    """
    reach(actor, Action.EDIT_WEBHOOKS)
    try:
        require(actor, Action.EDIT_WEBHOOKS, station_id=station_id, owner_id="")
    except NotAllowed as error:
        raise StationUnknown(station_id) from error
    if session.get(StationRow, station_id, with_for_update=True) is None:
        raise StationUnknown(station_id)
    if len(repository.open_at(session, station_id)) >= MOST_ENDPOINTS:
        raise EndpointsTooMany(MOST_ENDPOINTS)
    secret = signing.new_secret()
    row = EndpointRow(
        id=new_id(),
        station_id=station_id,
        secrets=signing.written(signing.rotated([], secret, now)),
        created_at=now,
        **_columns(wanted, private=private),
    )
    session.add(row)
    session.flush()
    return row, secret


def get(session: Session, actor: Actor, endpoint_id: str) -> EndpointRow:
    """Return an endpoint that ``actor`` may edit. Raises NotAllowed or EndpointUnknown."""
    return _mine(session, actor, endpoint_id, to_change=False)


def change(
    session: Session, actor: Actor, endpoint_id: str, wanted: Wanted, version: int, *, private: bool
) -> EndpointRow:
    """Change where an endpoint is and what it wants.

    Raises NotAllowed, EndpointUnknown, ChangedMeanwhile, AddressRefused or EventsWrong.
    """
    row = _mine(session, actor, endpoint_id, to_change=True)
    check_version(expected=version, current=row.version)
    for name, value in _columns(wanted, private=private).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    return row


def rotate(session: Session, actor: Actor, endpoint_id: str, now: int) -> tuple[EndpointRow, str]:
    """Give an endpoint a new secret; those before it sign beside it for another day.

    Raises NotAllowed or EndpointUnknown.
    """
    row = _mine(session, actor, endpoint_id, to_change=True)
    secret = signing.new_secret()
    row.secrets = signing.written(signing.rotated(signing.read(row.secrets), secret, now))
    row.version += 1
    session.flush()
    return row, secret


def end(session: Session, actor: Actor, endpoint_id: str, version: int, now: int) -> None:
    """Tell an endpoint nothing more. Raises NotAllowed, EndpointUnknown or ChangedMeanwhile."""
    row = _mine(session, actor, endpoint_id, to_change=True)
    check_version(expected=version, current=row.version)
    _end(session, row, "", now)


def tell(session: Session, station_id: str, event: Kind, data: Mapping[str, Any], now: int) -> None:
    """Have the station's endpoints told of an event, once this unit of work is committed.

    ``data`` is a small record of ids and states that can be JSON. Raises MessageTooLarge.
    """
    at = datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="milliseconds")
    message = {"type": event.value, "timestamp": at.replace("+00:00", "Z"), "data": dict(data)}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    if len(body.encode()) > MOST_BYTES:
        raise MessageTooLarge(event.value)
    message_id = f"msg_{new_id()}"
    for endpoint in repository.open_at(session, station_id):
        if event.value in endpoint.events:
            session.add(
                DeliveryRow(
                    id=new_id(), endpoint_id=endpoint.id, message_id=message_id, body=body,
                    created_at=now, due_at=now,
                )
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A message that is ours to send: try number ``attempt``."""

    id: str
    attempt: int
    url: str
    body: str
    headers: Mapping[str, str]


def deliver_due(service: Service, now: int, chance: Callable[[], float] = _random) -> int:
    """Send what is due, a few messages at once, and return how many were tried.

    Takes up to some 15 seconds where somebody does not answer. Safe to run in several processes at
    once and to be killed: a message that nobody recorded is sent again when its lease has run out.
    ``chance`` draws from 0 up to 1.
    """
    with service.database.reading() as session:
        if not repository.any_due(session, now):
            return 0
    with service.database.writing() as session:
        repository.forget(session, now - policy.KEPT)
        parcels = _take(session, now)
    private = service.settings.webhooks_private
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        answers = list(threads.map(lambda parcel: _send(parcel, private=private), parcels))
    with service.database.writing() as session:
        for parcel, answer in zip(parcels, answers, strict=True):
            _record(session, parcel, answer, now, chance())
    return len(parcels)


def _take(session: Session, now: int) -> list[_Parcel]:
    parcels: list[_Parcel] = []
    for row in repository.due(session, now, _EACH, _AT_ONCE):
        endpoint = session.get_one(EndpointRow, row.endpoint_id)
        if endpoint.ended_at is not None:  # in the moment in which this was told
            row.ended_at, row.outcome = now, _ENDPOINT_ENDED
            continue
        row.lease_until = now + _LEASE
        row.attempts += 1
        proof = signing.headers(signing.read(endpoint.secrets), row.message_id, row.body, now)
        parcels.append(_Parcel(row.id, row.attempts, endpoint.url, row.body, proof))
    return parcels


def _send(parcel: _Parcel, *, private: bool) -> Answer:
    kind = {"content-type": "application/json", "user-agent": "vidcommerce-webhooks/1"}
    return post(parcel.url, parcel.body.encode(), {**parcel.headers, **kind}, private=private)


def _record(session: Session, parcel: _Parcel, answer: Answer, now: int, chance: float) -> None:
    """Write down what came of a try, unless somebody else has tried again in the meantime."""
    row = session.get(DeliveryRow, parcel.id, with_for_update=True)
    if row is None or row.ended_at is not None or row.attempts != parcel.attempt:
        return
    verdict = policy.judge(answer, parcel.attempt, chance)
    row.lease_until = 0
    row.outcome = policy.said(answer)[:40]
    if isinstance(verdict, Again):
        row.due_at = now + verdict.pause
        return
    row.ended_at = now
    if isinstance(verdict, Delivered):
        row.outcome = "delivered"
    elif verdict.gone:
        _end(session, session.get_one(EndpointRow, row.endpoint_id), _GONE, now)


def _end(session: Session, row: EndpointRow, why: str, now: int) -> None:
    session.flush()
    if row.ended_at is None:
        row.ended_at, row.why_ended = now, why
        row.version += 1
    repository.end_all(session, row.id, _ENDPOINT_ENDED, now)


def _columns(wanted: Wanted, *, private: bool) -> dict[str, Any]:
    check_url(wanted.url, private=private)
    known = [kind.value for kind in Kind]
    events = [kind for kind in known if kind in wanted.events]
    if not events or set(wanted.events) - set(known):
        raise EventsWrong(", ".join(known))
    return {"url": wanted.url, "events": events}


def _mine(session: Session, actor: Actor, endpoint_id: str, *, to_change: bool) -> EndpointRow:
    reach(actor, Action.EDIT_WEBHOOKS)
    row = repository.find(session, endpoint_id, to_change=to_change)
    if row is None or row.ended_at is not None:
        raise EndpointUnknown(endpoint_id)
    try:
        require(actor, Action.EDIT_WEBHOOKS, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise EndpointUnknown(endpoint_id) from error
    return row
