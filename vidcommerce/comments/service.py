"""Comments on published videos: written by anybody, held, and let through or rejected by staff."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.accounts.secrets import hashed
from vidcommerce.comments import actions, reports, repository, writers, writing
from vidcommerce.comments.actions import BY_STATE, Cause
from vidcommerce.comments.policy import Reason, Written
from vidcommerce.comments.states import CommentUnknown, Event, State, transition
from vidcommerce.comments.tables import CommentActionRow, CommentRow, WriterRow
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.versions import check_version

__all__ = ["CommentUnknown"]


def write(session: Session, publication: PublicationRow, written: Written, now: int) -> str:
    """Take a comment of somebody unknown, and return its receipt; see :func:`writing.write`."""
    return writing.write(session, publication, written, now).receipt


def get(session: Session, actor: Actor, comment_id: str) -> CommentRow:
    """Return a comment that ``actor`` moderates. Raises NotAllowed or CommentUnknown."""
    return _moderated(session, actor, comment_id)


def own(
    session: Session, publication: PublicationRow, handle: str, writer: WriterRow | None
) -> CommentRow:
    """Return a comment to its writer: by the receipt, or by its id where ``writer`` wrote it.

    Raises CommentUnknown.
    """
    found = repository.by_receipt(session, publication.id, hashed(handle))
    if found is None and writer is not None:
        mine = session.get(CommentRow, handle)
        found = mine if mine is not None and mine.writer_id == writer.id else None
    if found is None or found.publication_id != publication.id:
        raise CommentUnknown
    return found


def let_through(
    session: Session, actor: Actor, comment_id: str, version: int, now: int
) -> CommentRow:
    """Show a comment of which version ``version`` was read.

    Raises CommentUnknown, ChangedMeanwhile or CommentDecided.
    """
    row = _to_decide(session, actor, comment_id, version)
    decide(session, row, Event.LET_THROUGH, now, Cause(actor.person_id))
    return row


def reject(
    session: Session, actor: Actor, comment_id: str, version: int, reason: Reason, now: int
) -> CommentRow:
    """Keep a comment from being shown, or take it down; its writer reads why.

    Raises CommentUnknown, ChangedMeanwhile or CommentDecided.
    """
    row = _to_decide(session, actor, comment_id, version)
    decide(session, row, Event.REJECTED, now, Cause(actor.person_id, reason.value))
    return row


def decide(
    session: Session, row: CommentRow, event: Event, now: int, cause: Cause
) -> CommentActionRow:
    """Do what a person has decided about a comment, and note it with the statement of reasons.

    The one place for it: the writer's record is kept right, and whoever leased it lets go. The
    caller has checked that the person may. Raises CommentDecided.
    """
    counted, before = writers.counted(row), row.state
    state = transition(State(before), event)
    row.state, row.reason, row.automatic = state.value, cause.reason, False
    row.decided_by, row.decided_at = cause.person_id, now
    row.lease_by, row.lease_until = None, 0
    row.version += 1
    session.flush()
    writers.recount(session, row.writer_id, counted, writers.counted(row))
    reports.answer_all(session, row.id, now)
    said = {} if state is State.SHOWN else actions.statement(cause.reason, automatic=False)
    whole = replace(cause, before=before, statement={**said, **cause.statement})
    return actions.note(session, row, BY_STATE[state], now, whole)


def _to_decide(session: Session, actor: Actor, comment_id: str, version: int) -> CommentRow:
    row = _moderated(session, actor, comment_id)
    check_version(expected=version, current=row.version)
    return row


def _moderated(session: Session, actor: Actor, comment_id: str) -> CommentRow:
    reach(actor, Action.MODERATE)
    row = repository.find(session, comment_id)
    if row is None:
        raise CommentUnknown
    try:
        require(actor, Action.MODERATE, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise CommentUnknown from error
    return row
