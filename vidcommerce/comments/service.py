"""Comments on published videos: written by anybody, held, and let through or rejected by staff."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.comments import repository
from vidcommerce.comments.policy import WINDOW, Reason, Written, check_rate, tidied
from vidcommerce.comments.states import Event, State, transition
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.versions import check_version
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.service import tell


@dataclass(eq=False)
class CommentUnknown(InputRejected):
    """There is no such comment, or this person may not know of it."""

    sentence = N_("There is no such comment.")


@dataclass(frozen=True, slots=True)
class Listed:
    """A comment as moderators see it, and the slug of the page that it is for."""

    row: CommentRow
    slug: str


def write(session: Session, publication: PublicationRow, written: Written, now: int) -> str:
    """Hold a shopper's comment, and return the receipt with which only they find it again.

    Raises CommentTrapped, CommentEmpty, CommentTooLong or CommentsTooMany.
    """
    kept = tidied(written)
    check_rate(repository.count_since(session, publication.id, now - WINDOW))
    receipt = secrets.token_urlsafe(24)
    comment_id = new_id()
    session.add(
        CommentRow(
            id=comment_id,
            publication_id=publication.id,
            station_id=publication.station_id,
            name=kept.name,
            text=kept.text,
            state=State.HELD.value,
            receipt_hash=_hash(receipt),
            created_at=now,
        )
    )
    session.flush()
    data = {
        "comment_id": comment_id,
        "publication_id": publication.id,
        "clip_id": publication.clip_id,
        "state": State.HELD.value,
    }
    tell(session, publication.station_id, Kind.COMMENT_HELD, data, now)
    return receipt


def get(session: Session, actor: Actor, comment_id: str) -> CommentRow:
    """Return a comment that ``actor`` moderates. Raises NotAllowed or CommentUnknown."""
    return _moderated(session, actor, comment_id)


def of_receipt(session: Session, publication: PublicationRow, receipt: str) -> CommentRow:
    """Return the comment that its writer holds the receipt of. Raises CommentUnknown."""
    found = repository.by_receipt(session, publication.id, _hash(receipt))
    if found is None:
        raise CommentUnknown
    return found


def shown(session: Session, publication: PublicationRow) -> Sequence[CommentRow]:
    """Return what everybody sees under a video, newest first."""
    return repository.shown(session, publication.id)


def held(session: Session, actor: Actor) -> list[Listed]:
    """Return what waits for a moderator, oldest first. Raises NotAllowed."""
    return _listed(session, actor, held=True)


def decided(session: Session, actor: Actor) -> list[Listed]:
    """Return what was decided, newest first. Raises NotAllowed."""
    return _listed(session, actor, held=False)


def let_through(
    session: Session, actor: Actor, comment_id: str, version: int, now: int
) -> CommentRow:
    """Show a comment of which version ``version`` was read.

    Raises CommentUnknown, ChangedMeanwhile or CommentDecided.
    """
    row = _to_decide(session, actor, comment_id, version)
    return _decide(session, row, actor, Event.LET_THROUGH, "", now)


def reject(
    session: Session, actor: Actor, comment_id: str, version: int, reason: Reason, now: int
) -> CommentRow:
    """Keep a comment from being shown, or take it down; its writer reads why.

    Raises CommentUnknown, ChangedMeanwhile or CommentDecided.
    """
    row = _to_decide(session, actor, comment_id, version)
    return _decide(session, row, actor, Event.REJECTED, reason.value, now)


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


def _decide(
    session: Session, row: CommentRow, actor: Actor, event: Event, reason: str, now: int
) -> CommentRow:
    row.state = transition(State(row.state), event).value
    row.reason, row.decided_by, row.decided_at = reason, actor.person_id, now
    row.version += 1
    session.flush()
    return row


def _listed(session: Session, actor: Actor, *, held: bool) -> list[Listed]:
    mine = within(actor, Action.MODERATE, CommentRow.station_id)
    found = repository.to_moderate(session, mine, held=held)
    return [Listed(row, slug) for row, slug in found]


def _hash(receipt: str) -> str:
    return hashlib.sha256(receipt.encode()).hexdigest()
