"""Who writes comments: somebody without an account, known by a secret that a browser keeps.

The secret is made from the writer's id under the service's key, so that whoever proves the same
phone number again, or opens a link of their own on another device, gets the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import hashed, new_secret, same, sealed
from vidcommerce.comments import reports
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import BlockRow, CommentRow, WriterRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.publishing.tables import PublicationRow

LINK_LASTS: Final = 60 * 60 * 1000
"""Milliseconds for which a link to go on elsewhere works."""

_MOST_UNSEEN: Final = 20
_DAY: Final = 24 * 60 * 60 * 1000


@dataclass(eq=False)
class LinkOver(InputRejected):
    """A link to go on in another browser is too old, or none of ours."""

    sentence = N_("This link does not work any more. Make another one where you wrote before.")


def begin(session: Session, key: bytes, now: int, name: str = "") -> tuple[WriterRow, str]:
    """Make a writer, and return them with the secret for their browser."""
    writer_id = new_id()
    secret = secret_of(key, writer_id)
    row = WriterRow(
        id=writer_id, name=name, secret_hash=hashed(secret), created_at=now, seen_at=now
    )
    session.add(row)
    session.flush()
    return row, secret


def secret_of(key: bytes, writer_id: str) -> str:
    """Return the secret of a writer: 64 hexadecimal digits."""
    return sealed(key, "comment writer", writer_id)


def find(session: Session, secret: str) -> WriterRow | None:
    """Return the writer whose browser keeps a secret, None where there is none."""
    if not secret:
        return None
    asked = select(WriterRow).where(
        WriterRow.secret_hash == hashed(secret), WriterRow.erased_at.is_(None)
    )
    return session.scalar(asked)


def link_of(key: bytes, writer_id: str, now: int) -> str:
    """Return what a link says with which a writer goes on in another browser, for an hour."""
    until = str(now + LINK_LASTS)
    return f"{writer_id}.{until}.{sealed(key, 'comment link', writer_id, until)}"


def of_link(session: Session, key: bytes, link: str, now: int) -> WriterRow:
    """Return the writer of a link. Raises LinkOver."""
    writer_id, _, rest = link.partition(".")
    until, _, mark = rest.partition(".")
    row = session.get(WriterRow, writer_id)
    right = same(mark, sealed(key, "comment link", writer_id, until))
    if not right or int(until) <= now or row is None or row.erased_at is not None:
        raise LinkOver
    return row


def join(session: Session, other: WriterRow, row: WriterRow, now: int) -> None:
    """Make of two writers, who turned out to be one person, one: ``row``."""
    written = update(CommentRow).where(CommentRow.writer_id == other.id)
    session.execute(written.values(writer_id=row.id))
    reports.join(session, other, row)
    _join_blocks(session, other, row)
    row.visitor_hash, other.visitor_hash = row.visitor_hash or other.visitor_hash, ""
    row.approved += other.approved
    row.rejected += other.rejected
    if other.banned_until > row.banned_until:
        ban(row, other.banned_until, other.ban_why)
    other.approved = other.rejected = 0
    other.phone_hash, other.proved_at = "", None
    other.name, other.secret_hash, other.erased_at = "", hashed(new_secret()), now
    session.flush()


def _join_blocks(session: Session, other: WriterRow, row: WriterRow) -> None:
    """Have ``row`` see nobody whom ``other`` hid, and be hidden from whom ``other`` was."""
    theirs = or_(BlockRow.writer_id == other.id, BlockRow.blocked_id == other.id)
    for block in session.scalars(select(BlockRow).where(theirs)).all():
        who, whom = (
            row.id if one == other.id else one for one in (block.writer_id, block.blocked_id)
        )
        session.delete(block)
        session.flush()
        if who != whom and session.get(BlockRow, (who, whom)) is None:
            session.add(BlockRow(writer_id=who, blocked_id=whom, at=block.at))
    session.flush()


def seen(row: WriterRow, now: int, name: str = "") -> None:
    """Take down that a writer was here, once a day, and what they call themselves."""
    if now - row.seen_at > _DAY:
        row.seen_at = now
    if name:
        row.name = name


def counted(row: CommentRow) -> str:
    """Return what a comment counts as in its writer's record: only what people decided counts."""
    if row.decided_by is None:
        return ""
    return {State.SHOWN: "approved", State.REJECTED: "rejected"}.get(State(row.state), "")


def recount(session: Session, writer_id: str | None, before: str, after: str) -> None:
    """Bring a writer's record up to date, where a comment was counted and is counted as."""
    if writer_id is None or before == after:
        return
    deltas = {"approved": 0, "rejected": 0}
    for name, step in ((before, -1), (after, 1)):
        if name:
            deltas[name] += step
    asked = update(WriterRow).where(WriterRow.id == writer_id)
    session.execute(
        asked.values(
            approved=WriterRow.approved + deltas["approved"],
            rejected=WriterRow.rejected + deltas["rejected"],
        ).execution_options(synchronize_session="fetch")
    )


def ban(row: WriterRow, until: int, why: str) -> None:
    """Keep somebody from writing until a moment (ms since 1970 UTC); 0 lets them write again."""
    row.banned_until, row.ban_why = until, why if until else ""


def own_comments(session: Session, row: WriterRow, most: int) -> Sequence[Row[CommentRow, str]]:
    """Return what a writer wrote last, with the slugs of the pages."""
    asked = (
        select(CommentRow, PublicationRow.slug)
        .join(PublicationRow, PublicationRow.id == CommentRow.publication_id)
        .where(CommentRow.writer_id == row.id, CommentRow.deleted_at.is_(None))
        .order_by(CommentRow.created_at.desc(), CommentRow.id)
        .limit(most)
    )
    return session.execute(asked).all()


def unseen(session: Session, row: WriterRow, publication_id: str) -> Sequence[CommentRow]:
    """Return what a writer wrote under a video and nobody else sees, the oldest first."""
    asked = (
        select(CommentRow)
        .where(
            CommentRow.writer_id == row.id,
            CommentRow.publication_id == publication_id,
            CommentRow.state.in_([State.HELD, State.WITHHELD, State.REJECTED]),
        )
        .order_by(CommentRow.created_at.desc(), CommentRow.id)
        .limit(_MOST_UNSEEN)
    )
    return session.scalars(asked).all()[::-1]


def block(session: Session, writer: WriterRow, comment: CommentRow, now: int) -> None:
    """Hide whoever wrote a comment from ``writer``; oneself nobody can block."""
    other = comment.writer_id
    if other is None or other == writer.id:
        return
    if session.get(BlockRow, (writer.id, other)) is None:
        session.add(BlockRow(writer_id=writer.id, blocked_id=other, at=now))
        session.flush()


def unblock_all(session: Session, writer: WriterRow) -> None:
    """Let a writer see everybody again."""
    for row in session.scalars(select(BlockRow).where(BlockRow.writer_id == writer.id)):
        session.delete(row)


def blocked_by(session: Session, writer: WriterRow | None) -> frozenset[str]:
    """Return the ids of the writers whom somebody does not want to see."""
    if writer is None:
        return frozenset()
    asked = select(BlockRow.blocked_id).where(BlockRow.writer_id == writer.id)
    return frozenset(session.scalars(asked))
