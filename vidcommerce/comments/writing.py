"""What shoppers do with their comments: write, change for five minutes, delete for ever.

Each text goes through the pipeline, with what is counted about its writer and about the same text
elsewhere; the writer is told at once what was decided, and why.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import hashed
from vidcommerce.comments import actions, buying, keeping, places, reports, repository, writers
from vidcommerce.comments.actions import BY_STATE, Act, Cause
from vidcommerce.comments.deciding import decide
from vidcommerce.comments.kept import described, score_of
from vidcommerce.comments.pipeline import Given, Judged, judge
from vidcommerce.comments.policy import (
    BURST,
    BURST_LASTS,
    EDIT_FOR,
    WINDOW,
    CommentRefused,
    EditOver,
    ReplyGone,
    WriterBanned,
    Written,
    check_rate,
    tidied,
)
from vidcommerce.comments.reading import Place, Writer
from vidcommerce.comments.reasons import reason_of, sentence_of
from vidcommerce.comments.scoring import Scorer, ScorerFailed, Scores
from vidcommerce.comments.signals import Decision, Kind, Signal
from vidcommerce.comments.states import BY_RULE, Event, State, transition
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import new_id
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.webhooks.events import Kind as Message
from vidcommerce.webhooks.service import tell

_IN_NAMES = frozenset(
    {Kind.ABUSE, Kind.SEXUAL, Kind.ILLEGAL, Kind.CONTACT, Kind.LINK, Kind.SPAM, Kind.COMPETITOR,
     Kind.LISTED}
)  # fmt: skip
"""What a name must not hold either; a short or doubled one is nobody's business."""

_EDITABLE = frozenset({State.HELD, State.SHOWN, State.WITHHELD})


@dataclass(frozen=True, slots=True)
class Sent:
    """A comment that was kept, and the receipt with which only its writer finds it again."""

    row: CommentRow
    receipt: str


@dataclass(frozen=True, slots=True)
class Known:
    """A scorer that says again what one was told before, outside of the unit of work."""

    scores: Scores | None

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Return the scores that are known. Raises ScorerFailed where none were given."""
        if self.scores is None:
            raise ScorerFailed("")
        return [self.scores] * len(texts)


def ahead(text: str, scorer: Scorer | None) -> Scorer | None:
    """Ask a model about a text before a unit of work begins: the answer may take a while."""
    return None if scorer is None else Known(judge(Given(text), scorer).scores)


def write(
    session: Session, publication: PublicationRow, written: Written, now: int,
    by: WriterRow | None = None, scorer: Scorer | None = None,
) -> Sent:  # fmt: skip
    """Take a comment of ``by``, or of somebody whom nothing is known of.

    Raises what :func:`~.policy.tidied` raises, CommentsTooMany, WriterBanned, ReplyGone, or
    CommentRefused.
    """
    kept = tidied(written)
    _check_ban(by, now)
    _count(session, publication, now)
    parent = _answered(session, publication, kept.reply_to)
    judged = _judged(session, publication, kept, now, (by, scorer))
    receipt = secrets.token_urlsafe(24)
    row = CommentRow(
        id=new_id(), publication_id=publication.id, station_id=publication.station_id,
        name=kept.name, text=kept.text, state=State.HELD.value, receipt_hash=hashed(receipt),
        created_at=now, writer_id=None if by is None else by.id, kind=kept.kind.value,
        reply_to=parent, moment=kept.moment,
    )  # fmt: skip
    if by is not None:
        writers.seen(by, now, kept.name)
    session.add(row)
    session.flush()
    _put(session, row, judged, now)
    buying.mark_new(session, row)
    return Sent(row, receipt)


def edit(
    session: Session, row: CommentRow, text: str, now: int,
    by: WriterRow | None = None, scorer: Scorer | None = None,
) -> CommentRow:  # fmt: skip
    """Change the text of a comment; it is judged as if it were new.

    Raises EditOver, WriterBanned, CommentRefused, or what :func:`~.policy.tidied` raises; then the
    comment stays as it was.
    """
    session.refresh(row, with_for_update=True)
    if not may_edit(row, now):
        raise EditOver
    _check_ban(by, now)
    kept = tidied(Written(row.name, text))
    publication = session.get_one(PublicationRow, row.publication_id)
    judged = _judged(session, publication, kept, now, (by, scorer))
    before = writers.counted(row)
    actions.note(session, row, Act.EDITED, now, Cause(before=row.state))
    row.text, row.edited_at = kept.text, now
    row.pinned_at, row.asked = None, 0  # for other words
    row.decided_by = row.decided_at = None
    row.version += 1
    writers.recount(session, row.writer_id, before, "")
    _put(session, row, judged, now)
    return row


def may_edit(row: CommentRow, now: int) -> bool:
    """Tell whether a comment may still be changed by its writer."""
    return now - row.created_at < EDIT_FOR and State(row.state) in _EDITABLE


def delete(session: Session, row: CommentRow, now: int) -> None:
    """Delete a comment for ever: its text and name are gone, what people did about it stays.

    Raises CommentDecided for one that is deleted already.
    """
    session.refresh(row, with_for_update=True)
    before, row.state = row.state, transition(State(row.state), Event.DELETED).value
    keeping.empty(session, row, now)
    actions.note(session, row, Act.DELETED, now, Cause(before=before))
    reports.answer_all(session, row.id, now)


def _check_ban(by: WriterRow | None, now: int) -> None:
    if by is not None and by.banned_until > now:
        until = datetime.fromtimestamp(by.banned_until / 1000, UTC)
        raise WriterBanned(until.date().isoformat())


def _count(session: Session, publication: PublicationRow, now: int) -> None:
    """Refuse what no people write, and have what comes after a burst read first."""
    recent = repository.count_since(session, publication.id, now - WINDOW)
    check_rate(recent)
    if recent + 1 >= BURST and publication.held_until <= now:
        publication.held_until = now + BURST_LASTS


def _answered(session: Session, publication: PublicationRow, wanted: str) -> str | None:
    """Return the id of the comment that is answered: there are answers, and no answers to them."""
    if not wanted:
        return None
    parent = session.get(CommentRow, wanted)
    here = parent is not None and parent.publication_id == publication.id
    if parent is None or not here or parent.state != State.SHOWN:
        raise ReplyGone
    return parent.reply_to or parent.id


def _judged(
    session: Session, publication: PublicationRow, kept: Written, now: int,
    who: tuple[WriterRow | None, Scorer | None],
) -> Judged:  # fmt: skip
    """Return what becomes of a text at a place. Raises CommentRefused."""
    by, scorer = who
    place = places.place_of(session, publication, now)
    same = judge(Given(kept.text)).fingerprint
    echo = repository.echo(session, same, by, now)
    given = Given(kept.text, repository.record(session, by, now), echo, place)
    judged = judge(given, scorer)
    signals = (*judged.signals, *_of_name(kept.name, place))
    judged = replace(judged, signals=signals, decision=decide(signals))
    if judged.decision is Decision.REJECT:
        raise CommentRefused(sentence_of(reason_of(signals)))
    return judged


def _of_name(name: str, place: Place) -> list[Signal]:
    """Return what a name says that it must not."""
    given = Given(name, Writer(), place=replace(place, burst=False))
    return [
        replace(one, rule=f"name.{one.rule}", start=0, stop=0)
        for one in judge(given).signals
        if one.kind in _IN_NAMES
    ]


def _put(session: Session, row: CommentRow, judged: Judged, now: int) -> None:
    """Bring a comment to where a rule wants it, and note why."""
    before, event = row.state, BY_RULE[judged.decision]
    state = transition(State(before), event)
    reason = "" if state is State.SHOWN else reason_of(judged.signals)
    row.state, row.reason, row.automatic = state.value, reason, True
    row.signals, row.score = described(judged), score_of(judged)
    row.normal, row.same = judged.normal_form, judged.fingerprint
    session.flush()
    said = actions.statement(reason, automatic=True) if state is State.WITHHELD else {}
    actions.note(session, row, BY_STATE[state], now, Cause(None, reason, before, statement=said))
    if state is State.HELD:
        _tell(session, row, now)


def _tell(session: Session, row: CommentRow, now: int) -> None:
    publication = session.get_one(PublicationRow, row.publication_id)
    data = {
        "comment_id": row.id,
        "publication_id": publication.id,
        "clip_id": publication.clip_id,
        "state": row.state,
    }
    tell(session, publication.station_id, Message.COMMENT_HELD, data, now)
