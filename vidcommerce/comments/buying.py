"""The mark "bought it" beside comments: if its writer wants it, and the shop reported the order.

An order is led back by the chance number that a browser keeps for this site (see
offers.attribution). For some weeks the digest of that number is kept beside the order. Only when a
writer says that it may be shown is the digest of their browser's number kept with them, too; where
the two meet, and the product is the same, the mark stands. Both can be taken back.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Select, delete, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import hashed
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.offers.tables import BuyerRow
from vidcommerce.publishing.tables import PublicationRow

KEPT: Final = 90 * 24 * 60 * 60 * 1000
"""Milliseconds for which it is known which browser an order came from: the time in which things
come, are eaten, and are spoken of."""

_VISITOR: Final = re.compile(r"[0-9a-f]{24}", re.ASCII)


class VisitorUnknown(InputRejected):
    """The browser keeps no number, since it asked not to be followed, or has no scripts."""

    sentence = N_("This browser does not tell the shop where you came from, so nobody can know.")


def allow(session: Session, writer: WriterRow, visitor: str) -> int:
    """Have the mark shown beside a writer's comments; returns how many have it already.

    Raises VisitorUnknown.
    """
    if not _VISITOR.fullmatch(visitor):
        raise VisitorUnknown
    writer.visitor_hash = hashed(visitor)
    session.flush()
    return _mark(session, CommentRow.writer_id == writer.id)


def take_back(session: Session, writer: WriterRow) -> None:
    """Have nobody see any more what somebody bought, and forget which browser it was."""
    writer.visitor_hash = ""
    session.execute(
        update(CommentRow)
        .where(CommentRow.writer_id == writer.id, CommentRow.bought)
        .values(bought=False)
        .execution_options(synchronize_session="fetch")
    )
    session.flush()


def confirmed(session: Session, order_id: str, publication_id: str, visitor: str, now: int) -> None:
    """Take down from which browser an order came, and mark the comments of who wanted that."""
    seen = hashed(visitor)
    session.add(
        BuyerRow(order_id=order_id, publication_id=publication_id, visitor_hash=seen, at=now)
    )
    session.flush()
    theirs = select(WriterRow.id).where(WriterRow.visitor_hash == seen)
    _mark(session, CommentRow.writer_id.in_(theirs))


def mark_new(session: Session, row: CommentRow) -> None:
    """Mark a comment that was just written, where its writer has bought it and wants that shown."""
    if row.writer_id is not None:
        _mark(session, CommentRow.id == row.id)


def clear_old(session: Session, now: int) -> int:
    """Forget which browsers orders came from that are KEPT long enough; how many there were."""
    gone = session.execute(delete(BuyerRow).where(BuyerRow.at < now - KEPT))
    return cast("CursorResult[Any]", gone).rowcount


def _mark(session: Session, which: Any) -> int:  # noqa: ANN401 - any condition on comments
    """Mark those of some comments whose writers bought the product of the video."""
    done = session.execute(
        update(CommentRow)
        .where(which, CommentRow.state != State.DELETED, _bought().exists())
        .values(bought=True)
        .execution_options(synchronize_session="fetch")
    )
    return cast("CursorResult[Any]", done).rowcount


def _bought() -> Select[str]:
    """Return the question for orders of a comment's writer for the product of its video."""
    from_page, of_page = PublicationRow.__table__.alias(), PublicationRow.__table__.alias()
    from_clip, of_clip = ClipRow.__table__.alias(), ClipRow.__table__.alias()
    return (
        select(BuyerRow.order_id)
        .join(WriterRow, WriterRow.visitor_hash == BuyerRow.visitor_hash)
        .join(from_page, from_page.c.id == BuyerRow.publication_id)
        .join(from_clip, from_clip.c.id == from_page.c.clip_id)
        .join(of_clip, of_clip.c.product_id == from_clip.c.product_id)
        .join(of_page, of_page.c.clip_id == of_clip.c.id)
        .where(of_page.c.id == CommentRow.publication_id)
        .where(WriterRow.id == CommentRow.writer_id, WriterRow.visitor_hash != "")
        .correlate(CommentRow)
    )
