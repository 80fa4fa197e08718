"""What a moderator sees around a comment: the video, reports, the same elsewhere, the writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentReportRow, CommentRow, WriterRow
from vidcommerce.lists import within
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow

_COUNTED = (State.HELD.value, State.SHOWN.value, State.WITHHELD.value)
_MOST_VIDEOS = 200
_Row = TypeVar("_Row", WriterRow, CommentRow, PersonRow)


@dataclass(frozen=True, slots=True)
class Video:
    """A published video: its page, what it sells, and how its comments are read."""

    row: PublicationRow
    product: str

    def file(self, name: str) -> str:
        """Return the path of a file of the version that is public."""
        return f"/{self.row.bundle.removeprefix('site/')}/{name}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment, and what a moderator sees around it.

    ``same`` is how many comments that are not rejected have the same text, itself among them.
    ``decider`` is the name of who decided, ``holder`` of who reads it now, else empty.
    """

    row: CommentRow
    video: Video
    writer: WriterRow | None
    parent: CommentRow | None
    reports: Sequence[CommentReportRow]
    same: int
    decider: str
    holder: str


def entries(session: Session, rows: Sequence[CommentRow], now: int) -> list[Entry]:
    """Return comments with what is around them, in their order; a handful of questions for all."""
    videos = _videos(session, {row.publication_id for row in rows})
    writers = _by_id(session, WriterRow, (row.writer_id for row in rows))
    parents = _by_id(session, CommentRow, (row.reply_to for row in rows))
    who = [person for row in rows for person in (row.decided_by, row.lease_by)]
    names = {key: row.name for key, row in _by_id(session, PersonRow, who).items()}
    reports, same = _reports(session, rows), _same(session, rows)
    return [
        Entry(
            row, videos[row.publication_id], writers.get(row.writer_id or ""),
            parents.get(row.reply_to or ""), reports.get(row.id, ()),
            same.get((row.station_id, row.same), 1), names.get(row.decided_by or "", ""),
            names.get(row.lease_by or "", "") if row.lease_until > now else "",
        )
        for row in rows
    ]  # fmt: skip


def videos_of(session: Session, actor: Actor) -> list[tuple[Video, int]]:
    """Return one's published videos, newest first, each with how many comments are held there."""
    mine = within(actor, Action.MODERATE, PublicationRow.station_id)
    held = (
        select(func.count())
        .where(CommentRow.publication_id == PublicationRow.id, CommentRow.state == State.HELD.value)
        .correlate(PublicationRow)
        .scalar_subquery()
    )
    asked = (
        select(PublicationRow, ProductRow.name, held)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .where(mine, PublicationRow.withdrawn_at.is_(None))
        .order_by(PublicationRow.published_at.desc(), PublicationRow.id)
        .limit(_MOST_VIDEOS)
    )
    return [(Video(row, name), count) for row, name, count in session.execute(asked)]


def _videos(session: Session, ids: Iterable[str]) -> Mapping[str, Video]:
    asked = (
        select(PublicationRow, ProductRow.name)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .where(PublicationRow.id.in_(ids))
    )
    return {row.id: Video(row, name) for row, name in session.execute(asked)}


def _by_id(session: Session, table: type[_Row], ids: Iterable[str | None]) -> Mapping[str, _Row]:
    wanted = {one for one in ids if one}
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(wanted)))}


def _reports(session: Session, rows: Sequence[CommentRow]) -> Mapping[str, list[CommentReportRow]]:
    asked = (
        select(CommentReportRow)
        .where(
            CommentReportRow.comment_id.in_([row.id for row in rows]),
            CommentReportRow.answered_at.is_(None),
        )
        .order_by(CommentReportRow.at, CommentReportRow.id)
    )
    found: dict[str, list[CommentReportRow]] = {}
    for report in session.scalars(asked):
        found.setdefault(report.comment_id, []).append(report)
    return found


def _same(session: Session, rows: Sequence[CommentRow]) -> Mapping[tuple[str, str], int]:
    wanted = {row.same for row in rows if row.same}
    asked = (
        select(CommentRow.station_id, CommentRow.same, func.count())
        .where(CommentRow.same.in_(wanted), CommentRow.state.in_(_COUNTED))
        .group_by(CommentRow.station_id, CommentRow.same)
    )
    return {(station, same): count for station, same, count in session.execute(asked)}
