"""Confirming a clip with one's own signature, and taking that back.

The service never has the key with which is signed: it checks what a browser signed, and keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags.attestation import Attestations, Known, Signed, Statement, check, said
from vidcommerce.flags.chain import digest_of
from vidcommerce.flags.log import What
from vidcommerce.flags.tables import AttestationRow, SigningKeyRow
from vidcommerce.language import N_
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications

LONGEST_WHY: Final = 200


@dataclass(eq=False)
class OwnHarvest(InputRejected):
    """Whoever sent a clip can't be the one who confirms it."""

    sentence = N_("You sent this video yourself, so somebody else must confirm it.")


@dataclass(eq=False)
class KeyForeign(InputRejected):
    """A key belongs to another person, or was given up."""

    sentence = N_("This browser's key is not yours, or you gave it up. Load the page again.")


@dataclass(eq=False)
class AttestedAlready(InputRejected):
    """A person confirms twice."""

    sentence = N_("You have confirmed this already. To change it, take it back first.")


@dataclass(eq=False)
class AttestationUnknown(InputRejected):
    """There is no such confirmation, or it is not this person's to take back."""

    sentence = N_("There is nothing here that you could take back.")


@dataclass(eq=False)
class KeyUnknown(InputRejected):
    """A person has no such key."""

    sentence = N_("You have no such key.")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key of the station, since when, and when it was given up (ISO 8601)."""

    key: str
    since: str
    revoked: str | None


@dataclass(frozen=True, slots=True)
class Attested:
    """A row with what it states and the name of who signed it."""

    row: AttestationRow
    statement: Statement
    by: str


def known(session: Session, actor: Actor, clip: ClipRow) -> Known:
    """Return what a statement of ``actor`` about a clip must say."""
    return Known(
        clip=clip.sha256,
        farmer=session.get_one(PersonRow, clip.farmer_id).name,
        product=session.get_one(ProductRow, clip.product_id).name,
        station=session.get_one(StationRow, clip.station_id).name,
        helper=session.get_one(PersonRow, actor.person_id).name,
    )


def attest(
    session: Session, actor: Actor, clip: ClipRow, signed: Signed, now: int
) -> AttestationRow:
    """Keep what ``actor`` signed of a clip of their station; with a new key also that.

    The clip is held by the caller. Raises what :func:`~.attestation.said` and
    :func:`~.attestation.check` raise, OwnHarvest, KeyForeign or AttestedAlready.
    """
    require(actor, Action.REVIEW, station_id=clip.station_id, owner_id=clip.farmer_id)
    if actor.person_id == clip.farmer_id:
        raise OwnHarvest
    statement = said(signed)
    check(statement, known(session, actor, clip), now)
    if standing(session, clip.id, actor.person_id) is not None:
        raise AttestedAlready
    key = _key(session, actor, signed.key, now)
    row = AttestationRow(
        id=new_id(), clip_id=clip.id, station_id=clip.station_id, person_id=actor.person_id,
        key_id=key.id, statement=signed.statement, signature=signed.signature, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    data = {"attestation": row.id, "statement": digest_of(signed.statement), "key": signed.key}
    _note(session, What.ATTESTED, row, actor, data, now)
    publications.mark(session, clip.station_id, now)
    return row


def find(session: Session, clip_id: str, attestation_id: str) -> AttestationRow:
    """Return a confirmation of a clip, to be changed. Raises AttestationUnknown."""
    row = session.get(AttestationRow, attestation_id, with_for_update=True, populate_existing=True)
    if row is None or row.clip_id != clip_id:
        raise AttestationUnknown
    return row


def withdraw(session: Session, actor: Actor, row: AttestationRow, why: str, now: int) -> None:
    """Take a confirmation back: one's own, or as a lead one of the station; done twice, it is once.

    Raises AttestationUnknown.
    """
    if not may_withdraw(actor, row):
        raise AttestationUnknown
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by = now, actor.person_id
    row.why = " ".join(why.split())[:LONGEST_WHY]
    session.flush()
    data = {"attestation": row.id, "why": row.why}
    _note(session, What.ATTESTATION_WITHDRAWN, row, actor, data, now)
    publications.mark(session, row.station_id, now)


def may_withdraw(actor: Actor, row: AttestationRow) -> bool:
    """Tell whether ``actor`` may take a confirmation back."""
    action = Action.REVIEW if row.person_id == actor.person_id else Action.TAKE_OVER
    try:
        require(actor, action, station_id=row.station_id, owner_id="")
    except NotAllowed:
        return False
    return True


def standing(session: Session, clip_id: str, person_id: str) -> AttestationRow | None:
    """Return what a person confirmed of a clip and did not take back."""
    asked = select(AttestationRow).where(
        AttestationRow.clip_id == clip_id,
        AttestationRow.person_id == person_id,
        AttestationRow.withdrawn_at.is_(None),
    )
    return session.scalar(asked)


def of_clip(session: Session, clip_id: str) -> list[Attested]:
    """Return all that was confirmed of a clip, oldest first, also what was taken back."""
    asked = (
        select(AttestationRow, SigningKeyRow, PersonRow.name)
        .join(SigningKeyRow, SigningKeyRow.id == AttestationRow.key_id)
        .join(PersonRow, PersonRow.id == AttestationRow.person_id)
        .where(AttestationRow.clip_id == clip_id)
        .order_by(AttestationRow.at, AttestationRow.id)
    )
    return [
        Attested(row, said(_signed(row, key)), name) for row, key, name in session.execute(asked)
    ]


def file_of(session: Session, clip: ClipRow, page: str) -> Attestations | None:
    """Return the file that lies beside a clip's page; None where nobody ever confirmed it."""
    asked = (
        select(AttestationRow, SigningKeyRow)
        .join(SigningKeyRow, SigningKeyRow.id == AttestationRow.key_id)
        .where(AttestationRow.clip_id == clip.id)
        .order_by(AttestationRow.at, AttestationRow.id)
    )
    found = tuple(_signed(row, key) for row, key in session.execute(asked))
    return Attestations(page, clip.sha256, found) if found else None


def keys_of(session: Session, person_id: str) -> Sequence[SigningKeyRow]:
    """Return a person's keys, the newest first."""
    asked = select(SigningKeyRow).where(SigningKeyRow.person_id == person_id)
    return session.scalars(asked.order_by(SigningKeyRow.created_at.desc(), SigningKeyRow.id)).all()


def keys_of_station(session: Session, station_id: str) -> list[PublicKey]:
    """Return the keys with which anything was ever confirmed at a station, oldest first."""
    signed = select(AttestationRow.key_id).where(AttestationRow.station_id == station_id)
    asked = select(SigningKeyRow).where(SigningKeyRow.id.in_(signed))
    return [
        PublicKey(row.public, _time(row.created_at) or "", _time(row.revoked_at))
        for row in session.scalars(asked.order_by(SigningKeyRow.created_at, SigningKeyRow.id))
    ]


def revoke(session: Session, person_id: str, key_id: str, now: int) -> None:
    """Give up one's key: nothing new is taken that was signed with it. Raises KeyUnknown.

    What was confirmed with it before stays, and says since when the key is not used any more.
    """
    row = session.get(SigningKeyRow, key_id, with_for_update=True)
    if row is None or row.person_id != person_id:
        raise KeyUnknown
    if row.revoked_at is not None:
        return
    row.revoked_at = now
    log.note(session, What.KEY_REVOKED, {"key": row.public}, now, person_id=person_id)
    asked = select(AttestationRow.station_id).where(AttestationRow.key_id == row.id).distinct()
    for station_id in session.scalars(asked.order_by(AttestationRow.station_id)):
        publications.mark(session, station_id, now)


def _key(session: Session, actor: Actor, public: str, now: int) -> SigningKeyRow:
    """Return the row of a person's key, a new one where it is not known. Raises KeyForeign."""
    row = session.scalar(select(SigningKeyRow).where(SigningKeyRow.public == public))
    if row is None:
        row = SigningKeyRow(
            id=new_id(), person_id=actor.person_id, public=public, name="", created_at=now
        )
        session.add(row)
        session.flush()
        log.note(
            session, What.KEY_ADDED, {"key": public}, now,
            station_id=actor.station_id, person_id=actor.person_id,
        )  # fmt: skip
    if row.person_id != actor.person_id or row.revoked_at is not None:
        raise KeyForeign
    return row


def _note(
    session: Session, what: What, row: AttestationRow, actor: Actor, data: dict[str, str], now: int
) -> None:
    log.note(
        session, what, data, now,
        clip_id=row.clip_id, station_id=row.station_id, person_id=actor.person_id,
    )  # fmt: skip


def _signed(row: AttestationRow, key: SigningKeyRow) -> Signed:
    made = Signed(row.statement, row.signature, key.public)
    return replace(made, withdrawn=_time(row.withdrawn_at), why=row.why,
                   key_revoked=_time(key.revoked_at))  # fmt: skip


def _time(at: int | None) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at // 1000, UTC).isoformat().replace("+00:00", "Z")
