"""Questions that shoppers ask, and the answers of the farmer or the station.

An answer stands under its question. One that is asked often, or that somebody of the station has
pinned, is told on the page as a fact about the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.actions import Act
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.states import CommentUnknown, State
from vidcommerce.comments.tables import CommentActionRow, CommentRow, WriterRow
from vidcommerce.lists import within
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing.tables import PublicationRow

OFTEN: Final = 3
"""People who want to know the same, from which on the answer is told as a fact on the page."""

MOST_FACTS: Final = 5
"""Facts on one page: more of them nobody reads."""

MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to somebody who may answer it: on which page, about what, how many want to know.

    ``answer`` is what was answered, None where nothing was yet.
    """

    row: CommentRow
    slug: str
    clip_id: str
    wanted: int
    answer: CommentRow | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A question that is asked often, and its answer, as the page tells it."""

    question: str
    answer: str
    by: str


def waiting(session: Session, actor: Actor) -> Sequence[Asked]:
    """Return the questions without an answer: first what most want to know, then the oldest.

    A farmer's own videos, or those of the station. Raises NotAllowed.
    """
    wanted = _wanted()
    asked = (
        _questions(actor, wanted)
        .where(~_answers(CommentRow.id).exists())
        .order_by(wanted.desc(), CommentRow.created_at, CommentRow.id)
        .limit(MOST_LISTED)
    )
    found = session.execute(asked).all()
    return [Asked(row, slug, clip_id, many, None) for row, slug, clip_id, many in found]


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many questions ``actor`` could answer. Raises NotAllowed."""
    asked = _questions(actor, _wanted()).where(~_answers(CommentRow.id).exists())
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def answered(session: Session, actor: Actor) -> Sequence[Asked]:
    """Return the questions that were answered last, with their answers. Raises NotAllowed."""
    answer, wanted = aliased(CommentRow), _wanted()
    asked = (
        _questions(actor, wanted)
        .add_columns(answer)
        .join(answer, answer.reply_to == CommentRow.id)
        .where(answer.kind == Kind.ANSWER, answer.state != State.DELETED)
        .order_by(answer.created_at.desc(), answer.id)
        .limit(MOST_LISTED)
    )
    found = session.execute(asked).all()
    return [Asked(row, slug, clip_id, many, said) for row, slug, clip_id, many, said in found]


def want_to_know(session: Session, question: CommentRow, writer: WriterRow, now: int) -> bool:
    """Count that ``writer`` wants to know it, too: once each, and not who asked; whether it did.

    Raises CommentUnknown for what is no question that is shown.
    """
    session.refresh(question, with_for_update=True)  # of two presses at once one waits
    if question.kind != Kind.QUESTION or question.state != State.SHOWN:
        raise CommentUnknown
    before = select(CommentActionRow.number).where(
        CommentActionRow.comment_id == question.id,
        CommentActionRow.writer_id == writer.id,
        CommentActionRow.action == Act.WANTED,
    )
    if writer.id == question.writer_id or session.scalar(before) is not None:
        return False
    session.execute(
        update(CommentRow)
        .where(CommentRow.id == question.id)
        .values(asked=CommentRow.asked + 1)
        .execution_options(synchronize_session="fetch")
    )
    session.add(
        CommentActionRow(
            comment_id=question.id, writer_id=writer.id, station_id=question.station_id,
            action=Act.WANTED, at=now,
        )
    )  # fmt: skip
    session.flush()
    publications.mark(session, question.station_id, now)
    return True


def facts(session: Session, publication_id: str) -> tuple[Fact, ...]:
    """Return what a page tells as facts: answers to what is asked often, or was pinned."""
    said, wanted = aliased(CommentRow), _wanted()
    asked = (
        select(CommentRow.text, said.text, said.name)
        .join(said, said.reply_to == CommentRow.id)
        .where(
            CommentRow.publication_id == publication_id,
            CommentRow.kind == Kind.QUESTION,
            CommentRow.state == State.SHOWN,
            said.kind == Kind.ANSWER,
            said.state == State.SHOWN,
            (CommentRow.pinned_at.is_not(None)) | (wanted >= OFTEN),
        )
        .order_by(CommentRow.pinned_at.is_(None), wanted.desc(), CommentRow.created_at, said.id)
        .limit(2 * MOST_FACTS)
    )
    found = {question: Fact(question, text, by) for question, text, by in session.execute(asked)}
    return tuple(found.values())[:MOST_FACTS]


def _wanted() -> ColumnElement[int]:
    """Return how many want to know: who asked, who said "me too", who asked the same in words."""
    other = aliased(CommentRow)
    same = (
        select(func.count())
        .where(
            other.same == CommentRow.same,
            other.same != "",
            other.id != CommentRow.id,
            other.publication_id == CommentRow.publication_id,
            other.kind == Kind.QUESTION,
            other.state == State.SHOWN,
        )
        .scalar_subquery()
    )
    return CommentRow.asked + 1 + same


def _questions(actor: Actor, wanted: ColumnElement[int]) -> Select[CommentRow, str, str, int]:
    """Return the question for the questions that ``actor`` may answer. Raises NotAllowed."""
    return (
        select(CommentRow, PublicationRow.slug, ClipRow.id, wanted.label("wanted"))
        .join(PublicationRow, PublicationRow.id == CommentRow.publication_id)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .where(within(actor, Action.ANSWER, CommentRow.station_id, ClipRow.farmer_id))
        .where(CommentRow.kind == Kind.QUESTION, CommentRow.state == State.SHOWN)
        .where(PublicationRow.withdrawn_at.is_(None))
    )


def _answers(question_id: InstrumentedAttribute[str]) -> Select[str]:
    """Return the question for the answers to a question that stand or wait."""
    said = aliased(CommentRow)
    return select(said.id).where(
        said.reply_to == question_id,
        said.kind == Kind.ANSWER,
        said.state.in_([State.SHOWN, State.HELD]),
    )
