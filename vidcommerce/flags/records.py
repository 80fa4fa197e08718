"""Reads the integrity records of farmers and stations from what people decided."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags.history import NOT_CONDUCT, Counts, Found, Matter, Record, burden, record
from vidcommerce.flags.kinds import Severity
from vidcommerce.flags.tables import AttestationRow, FlagRow, ReportRow
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import appealed
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.appealed import APPEALED
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.tables import AppealRow, DecisionRow, FlagAnswerRow

_MATTERS = {
    Severity.QUESTION.value: Matter.QUESTION,
    Severity.SERIOUS.value: Matter.SERIOUS,
}
_UNTRUE = (Reason.NOT_TRUE.value, Reason.NOT_OURS.value)


def of_farmer(session: Session, farmer_id: str, now: int) -> Record:
    """Return a farmer's record."""
    return _record(session, ClipRow.farmer_id == farmer_id, now)


def of_station(session: Session, station_id: str, now: int) -> Record:
    """Return a station's record: the mean of the farmers who ever published or were refused."""
    return _record(session, ClipRow.station_id == station_id, now)


def counts_of_station(session: Session, station_id: str) -> Counts:
    """Return the numbers of a station's record, which don't change by time passing alone."""
    mine = ClipRow.station_id == station_id
    wrong = {clip for _, clip, _ in _matters(session, mine)}
    return _counts(session, mine, _published(session, mine), wrong)


def _record(session: Session, mine: ColumnElement[bool], now: int) -> Record:
    """Return the record of the clips that ``mine`` chooses."""
    found = dict[str, list[Found]]()
    wrong = set[str]()
    for farmer, clip, one in _matters(session, mine):
        found.setdefault(farmer, []).append(one)
        wrong.add(clip)
    public = _published(session, mine)
    farmers = {farmer for farmer, _, _ in public} | set(found)
    clean = [(farmer, at) for farmer, clip, at in public if clip not in wrong]
    burdens = [
        burden(found.get(farmer, []), [at for whose, at in clean if whose == farmer], now)
        for farmer in farmers
    ]
    return record(_counts(session, mine, public, wrong), burdens)


def _matters(session: Session, mine: ColumnElement[bool]) -> Iterator[tuple[str, str, Found]]:
    """Yield whose each matter is, of which clip, and what it is."""
    yield from _accepted(session, mine)
    yield from _refused(session, mine)
    asked = (
        select(ClipRow.farmer_id, ClipRow.id, ReportRow.answered_at)
        .join(ClipRow, ClipRow.id == ReportRow.clip_id)
        .where(mine, ReportRow.upheld.is_(True))
    )
    for farmer, clip, at in session.execute(asked):
        yield farmer, clip, Found(Matter.REPORT, at or 0)


def _accepted(session: Session, mine: ColumnElement[bool]) -> Iterator[tuple[str, str, Found]]:
    """Yield the flags that still hold and of which the last word was that they are so."""
    asked = (
        select(ClipRow.farmer_id, ClipRow.id, FlagRow, FlagAnswerRow)
        .join(ClipRow, ClipRow.id == FlagRow.clip_id)
        .join(
            FlagAnswerRow,
            (FlagAnswerRow.clip_id == FlagRow.clip_id) & (FlagAnswerRow.digest == FlagRow.digest),
        )
        .where(mine, FlagRow.severity.in_(_MATTERS), FlagRow.kind.not_in(NOT_CONDUCT))
        .where(FlagAnswerRow.answer != APPEALED)
        .order_by(FlagAnswerRow.at, FlagAnswerRow.id)
    )
    last = {
        flag.id: (farmer, clip, flag, said) for farmer, clip, flag, said in session.execute(asked)
    }
    for farmer, clip, flag, said in last.values():
        if said.answer == Answer.ACCEPTED:
            yield farmer, clip, Found(_MATTERS[flag.severity], said.at)


def _refused(session: Session, mine: ColumnElement[bool]) -> Iterator[tuple[str, str, Found]]:
    """Yield the refusals for untruth against which no appeal was won."""
    asked = (
        select(ClipRow.farmer_id, ClipRow.id, DecisionRow.at)
        .join(ClipRow, ClipRow.id == DecisionRow.clip_id)
        .outerjoin(AppealRow, AppealRow.decision_id == DecisionRow.id)
        .where(mine, DecisionRow.decision == Decision.REJECTED, DecisionRow.reason.in_(_UNTRUE))
        .where(AppealRow.upheld.is_not(True))
    )
    for farmer, clip, at in session.execute(asked):
        yield farmer, clip, Found(Matter.REFUSED, at)


def _published(session: Session, mine: ColumnElement[bool]) -> Sequence[tuple[str, str, int]]:
    """Return whose every public video is, its clip, and since when it is public."""
    asked = (
        select(ClipRow.farmer_id, ClipRow.id, PublicationRow.published_at)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .where(mine, PublicationRow.withdrawn_at.is_(None))
    )
    return [(farmer, clip, at) for farmer, clip, at in session.execute(asked)]


def _counts(
    session: Session,
    mine: ColumnElement[bool],
    public: Sequence[tuple[str, str, int]],
    wrong: Container[str],
) -> Counts:
    reports = session.execute(
        select(ReportRow.answered_at, ReportRow.upheld)
        .join(ClipRow, ClipRow.id == ReportRow.clip_id)
        .where(mine)
    ).all()
    appeals = session.scalars(
        select(AppealRow.upheld).join(ClipRow, ClipRow.id == AppealRow.clip_id).where(mine)
    ).all()
    about_flags = appealed.of_clips(session, mine)
    attested = session.scalars(
        select(AttestationRow.clip_id)
        .join(ClipRow, ClipRow.id == AttestationRow.clip_id)
        .where(mine, AttestationRow.withdrawn_at.is_(None))
        .distinct()
    ).all()
    return Counts(
        videos=len(public),
        clean=sum(1 for _, clip, _ in public if clip not in wrong),
        reports=len(reports),
        answered=sum(1 for at, _ in reports if at is not None),
        right=sum(1 for _, upheld in reports if upheld),
        appeals=len(appeals) + len(about_flags),
        won=sum(1 for upheld in appeals if upheld) + sum(1 for one in about_flags if one.won),
        attested=len(attested),
    )
