"""What shoppers report of a video: that it is not as shown, not from there, made by a computer.

A report is evidence: how many people say so, not that it is so. A person at the station answers
each, and who reported it reads the answer with their receipt.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log, repository
from vidcommerce.flags.chain import digest_of
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.log import What
from vidcommerce.flags.tables import ReportRow
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing.tables import PublicationRow

SOURCE: Final = "shoppers"
LONGEST: Final = 500

WINDOW: Final = 10 * 60 * 1000
"""Milliseconds over which the reports of one video are counted."""

MOST_IN_WINDOW: Final = 20
"""Reports that one video takes in a window; nobody's address is kept, so all share it."""

MANY: Final = 3
"""Independent reports from which on they are serious: no longer one person's anger."""

MOST_LISTED: Final = 100

_VISITOR: Final = re.compile(r"[0-9a-f]{24}", re.ASCII)
_HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Reason(StrEnum):
    """What shoppers can say of a video."""

    NOT_AS_SHOWN = "not_as_shown"
    OTHER_PLACE = "other_place"
    NO_AI_LABEL = "no_ai_label"
    OTHER = "other"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.NOT_AS_SHOWN: N_("What came is not as it was shown"),
    Reason.OTHER_PLACE: N_("It is not from this place"),
    Reason.NO_AI_LABEL: N_("It was made by a computer (AI) and does not say so"),
    Reason.OTHER: N_("Something else"),
}


@dataclass(eq=False)
class ReportEmpty(InputRejected):
    """Something else, and no words to say what."""

    sentence = N_("Please write in a few words what is wrong.")


@dataclass(eq=False)
class ReportLong(InputRejected):
    """More words than there is room for."""

    most: int
    sentence = N_("That is too long: {most} characters at most.")


@dataclass(eq=False)
class ReportTrapped(InputRejected):
    """The field that people don't see was filled in."""

    sentence = N_("This looks as if a program had sent it. Please write it again.")


@dataclass(eq=False)
class ReportsTooMany(InputRejected):
    """More reports of one video came in a short time than anybody can read."""

    seconds: int
    sentence = N_("Many people are writing here just now. Please try again in some minutes.")


@dataclass(eq=False)
class ReportUnknown(InputRejected):
    """There is no such report, or this person may not know of it."""

    sentence = N_("There is no such report.")


@dataclass(eq=False)
class ReportAnswered(InputRejected):
    """Somebody has answered it already."""

    sentence = N_("Somebody has answered this already. Load it again.")


@dataclass(eq=False)
class OwnReport(InputRejected):
    """A report about one's own video."""

    sentence = N_("This is about your own video, so somebody else must answer it.")


@dataclass(eq=False)
class ReplyMissing(InputRejected):
    """Whoever reported something is told nothing."""

    sentence = N_("Please write a few words. Whoever reported it reads them.")


@dataclass(frozen=True, slots=True)
class Told:
    """What a shopper sends; ``visitor`` is the page's random id of them, ``trap`` must be empty."""

    reason: Reason
    words: str = ""
    visitor: str = ""
    trap: str = ""


def tidied(told: Told) -> Told:
    """Return a report that keeps the rules. Raises ReportTrapped, ReportEmpty or ReportLong."""
    if told.trap:
        raise ReportTrapped
    words = " ".join(_HIDDEN.sub(" ", told.words).split())
    if told.reason is Reason.OTHER and not words:
        raise ReportEmpty
    if len(words) > LONGEST:
        raise ReportLong(LONGEST)
    visitor = told.visitor if _VISITOR.fullmatch(told.visitor) else ""
    return Told(told.reason, words, visitor)


def independent(visitors: Iterable[str]) -> int:
    """Return how many people reported at the least. Pure.

    Those whose browser gives no id may all be one person, so together they count as one; an id can
    be made up, so it is a number for a person to look at, and decides nothing by itself.
    """
    return len(set(visitors))


def flags_of(rows: Iterable[ReportRow]) -> tuple[Flag, ...]:
    """Return the flag that the reports of a clip make together; those put aside don't count.

    One question; serious where MANY independent people say so, or where one was found right.
    """
    counted = [row for row in rows if row.upheld is not False]
    if not counted:
        return ()
    people = independent(row.visitor for row in counted)
    right = sum(1 for row in counted if row.upheld)
    severity = Severity.SERIOUS if right or people >= MANY else Severity.QUESTION
    reasons = dict(sorted(Counter(row.reason for row in counted).items()))
    evidence = {"people": people, "right": right, "reasons": reasons}
    return (Flag(Kind.REPORTED, severity, SOURCE, evidence),)


def report(session: Session, publication: PublicationRow, told: Told, now: int) -> str:
    """Keep a shopper's report, and return the receipt with which only they find it again.

    Raises what :func:`tidied` raises, or ReportsTooMany.
    """
    kept = tidied(told)
    clip = _held(session, publication.clip_id)
    if _recent(session, publication.id, now) >= MOST_IN_WINDOW:
        raise ReportsTooMany(WINDOW // 1000)
    receipt = secrets.token_urlsafe(24)
    row = ReportRow(
        id=new_id(), publication_id=publication.id, clip_id=publication.clip_id,
        station_id=publication.station_id, reason=kept.reason.value, words=kept.words,
        visitor=kept.visitor, receipt_hash=_hash(receipt), at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    noted = {"report": row.id, "reason": row.reason, "words_sha256": digest_of(row.words)}
    log.note_clip(session, clip, What.REPORTED, noted, now)
    _flag(session, clip, now)
    return receipt


def forget(session: Session, visitor: str) -> None:
    """Take the words out of what somebody reported: they are erased; that it was said stays."""
    session.execute(update(ReportRow).where(ReportRow.visitor == visitor).values(words=""))


def join(session: Session, visitor: str, known: str) -> None:
    """Have what came from one visitor's number count as from another's: they are one person."""
    session.execute(update(ReportRow).where(ReportRow.visitor == visitor).values(visitor=known))


def of_receipt(session: Session, publication: PublicationRow, receipt: str) -> ReportRow:
    """Return the report that its writer holds the receipt of. Raises ReportUnknown."""
    asked = select(ReportRow).where(
        ReportRow.publication_id == publication.id, ReportRow.receipt_hash == _hash(receipt)
    )
    row = session.scalar(asked)
    if row is None:
        raise ReportUnknown
    return row


def answer(
    session: Session, actor: Actor, report_id: str, said: tuple[bool, str], now: int
) -> ReportRow:
    """Say whether a report is right, and what is done about it; both are final.

    Raises ReportUnknown, ReportAnswered, OwnReport, ReplyMissing or ReportLong.
    """
    row = _answerable(session, actor, report_id)
    upheld, words = said[0], " ".join(said[1].split())
    if not words:
        raise ReplyMissing
    if len(words) > LONGEST:
        raise ReportLong(LONGEST)
    row.upheld, row.answer = upheld, words
    row.answered_by, row.answered_at = actor.person_id, now
    session.flush()
    noted = {"report": row.id, "upheld": upheld, "words": words}
    clip = _held(session, row.clip_id)
    log.note_clip(session, clip, What.REPORT_ANSWERED, noted, now, actor.person_id)
    _flag(session, clip, now)
    publications.mark(session, clip.station_id, now)
    return row


def of_clip(session: Session, clip_id: str) -> Sequence[ReportRow]:
    """Return all reports of a clip, newest first."""
    asked = select(ReportRow).where(ReportRow.clip_id == clip_id)
    return session.scalars(asked.order_by(ReportRow.at.desc(), ReportRow.id)).all()


def waiting(session: Session, actor: Actor) -> Sequence[Row[ReportRow, PublicationRow]]:
    """Return the reports that wait at the station of ``actor``, the oldest first."""
    mine = within(actor, Action.REVIEW, ReportRow.station_id)
    asked = (
        select(ReportRow, PublicationRow)
        .join(PublicationRow, PublicationRow.id == ReportRow.publication_id)
        .where(mine, ReportRow.answered_at.is_(None))
        .order_by(ReportRow.at, ReportRow.id)
        .limit(MOST_LISTED)
    )
    return session.execute(asked).all()


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many reports wait at the station of ``actor``."""
    mine = within(actor, Action.REVIEW, ReportRow.station_id)
    asked = select(func.count()).where(mine, ReportRow.answered_at.is_(None))
    return session.scalar(asked) or 0


def _answerable(session: Session, actor: Actor, report_id: str) -> ReportRow:
    reach(actor, Action.REVIEW)
    row = session.get(ReportRow, report_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ReportUnknown
    try:
        require(actor, Action.REVIEW, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise ReportUnknown from error
    if row.answered_at is not None:
        raise ReportAnswered
    if session.get_one(ClipRow, row.clip_id).farmer_id == actor.person_id:
        raise OwnReport
    return row


def _recent(session: Session, publication_id: str, now: int) -> int:
    asked = select(func.count()).where(
        ReportRow.publication_id == publication_id, ReportRow.at > now - WINDOW
    )
    return session.scalar(asked) or 0


def _held(session: Session, clip_id: str) -> ClipRow:
    """Return a clip, held: of two reports at the same moment each must see the other.

    Before anything is written that refers to it: else two could wait for each other.
    """
    return session.get_one(ClipRow, clip_id, with_for_update=True)


def _flag(session: Session, clip: ClipRow, now: int) -> None:
    """Have the flag of a clip say what its reports say now."""
    repository.replace(session, clip.id, SOURCE, flags_of(of_clip(session, clip.id)), now)


def _hash(receipt: str) -> str:
    return hashlib.sha256(receipt.encode()).hexdigest()
