"""What a farmer agrees to, once, before the first clip is sent: asked in plain words, kept as rows.

A change of the words that changes what is agreed to gets a new ``WORDING``, and is asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import ConsentRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


class Kind(StrEnum):
    """What is agreed to."""

    PICTURES = "pictures"
    PEOPLE = "people"
    PLACE = "place"


WORDING: Final = "2026-11"
"""The version of the text that is read now."""

TEXTS: Final[Mapping[Kind, str]] = {
    Kind.PICTURES: N_(
        "I filmed this, or may use it. The station may make a video of it and show it."
    ),
    Kind.PEOPLE: N_("The people in my clips know it and agree to be shown."),
    Kind.PLACE: N_("The place may be shown. Where exactly I filmed stays at the station."),
}
"""What the farmer reads, by kind, in English; the catalogues have the other languages."""


@dataclass(eq=False)
class ConsentMissing(InputRejected):
    """The farmer has not agreed to all that is asked, or took it back."""

    person_id: str
    sentence = N_("Before clips can be sent, the farmer must agree to how they are used.")


def given(session: Session, person_id: str) -> frozenset[Kind]:
    """Return what the person agreed to in the current wording and has not taken back."""
    rows = select(ConsentRow.kind).where(
        ConsentRow.person_id == person_id,
        ConsentRow.wording == WORDING,
        ConsentRow.withdrawn_at.is_(None),
    )
    return frozenset(Kind(kind) for kind in session.scalars(rows))


def complete(session: Session, person_id: str) -> bool:
    """Tell whether the person agreed to everything."""
    return given(session, person_id) == frozenset(Kind)


def require(session: Session, person_id: str) -> None:
    """Let clips of the person be taken. Raises ConsentMissing."""
    if not complete(session, person_id):
        raise ConsentMissing(person_id)


def give(session: Session, person_id: str, kinds: Collection[Kind], now: int) -> None:
    """Write down that the person agreed to ``kinds``; what was agreed to already stays as it is."""
    rows = {row.kind: row for row in _rows(session, person_id)}
    for kind in kinds:
        row = rows.get(kind)
        if row is None:
            session.add(
                ConsentRow(
                    id=new_id(), person_id=person_id, kind=kind.value, wording=WORDING, given_at=now
                )
            )
        elif row.withdrawn_at is not None:
            row.given_at, row.withdrawn_at = now, None


def withdraw(session: Session, person_id: str, now: int) -> None:
    """Write down that the person took everything back; no more clips are taken."""
    for row in _rows(session, person_id):
        if row.withdrawn_at is None:
            row.withdrawn_at = now


def _rows(session: Session, person_id: str) -> list[ConsentRow]:
    mine = select(ConsentRow).where(
        ConsentRow.person_id == person_id, ConsentRow.wording == WORDING
    )
    return list(session.scalars(mine))
