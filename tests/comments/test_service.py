"""Comments on a real database: held, let through, rejected, one decision at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.stations import NOW, Village, settle
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.clips.states import State as ClipState
from vidcommerce.comments import listing, repository
from vidcommerce.comments import service as comments
from vidcommerce.comments.policy import WINDOW, CommentsTooMany, Reason, Written
from vidcommerce.comments.states import CommentDecided, State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.versions import ChangedMeanwhile

_SWEET = Written("Mei", "Very sweet!")


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip."""
    return publish(village)


def publish(village: Village) -> PublicationRow:
    """Publish the clip of a village."""
    village.set_state(ClipState.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


def _write(village: Village, row: PublicationRow, now: int = NOW) -> str:
    with village.service.database.writing() as work:
        return comments.write(work, row, _SWEET, now)


def _in(work: Session, actor: Actor, state: State) -> Sequence[CommentRow]:
    return repository.page(work, actor, state, None, 10).rows


def test_a_comment_waits_until_somebody_lets_it_through(
    village: Village, row: PublicationRow
) -> None:
    """Others see nothing before; its writer sees where it stands; the log says who decided."""
    receipt = _write(village, row)
    with village.service.database.writing() as work:
        assert listing.under_video(work, row.id, frozenset()).threads == []
        assert comments.own(work, row, receipt, None).state == "held"
        (waiting,) = _in(work, village.moderator, State.HELD)
        comments.let_through(work, village.moderator, waiting.id, 1, NOW + 1)
    with village.service.database.reading() as work:
        assert [one.row.text for one in listing.under_video(work, row.id, frozenset()).threads] == [
            "Very sweet!"
        ]
        found = comments.own(work, row, receipt, None)
        assert (found.decided_by, found.decided_at) == (village.helper.id, NOW + 1)
        assert _in(work, village.moderator, State.HELD) == []
        assert [c.id for c in _in(work, village.moderator, State.SHOWN)] == [found.id]


def test_a_rejected_comment_tells_its_writer_why(village: Village, row: PublicationRow) -> None:
    """And one that was shown can be taken down."""
    receipt = _write(village, row)
    with village.service.database.writing() as work:
        (waiting,) = _in(work, village.moderator, State.HELD)
        comments.let_through(work, village.moderator, waiting.id, 1, NOW)
        comments.reject(work, village.moderator, waiting.id, 2, Reason.INSULT, NOW)
        assert listing.under_video(work, row.id, frozenset()).threads == []
        assert comments.own(work, row, receipt, None).reason == "insult"


def test_the_second_moderator_is_told(village: Village, row: PublicationRow) -> None:
    """Who decides about what has been decided does not write over it unseen."""
    _write(village, row)
    with village.service.database.writing() as work:
        (waiting,) = _in(work, village.moderator, State.HELD)
        comments.reject(work, village.moderator, waiting.id, 1, Reason.INSULT, NOW)
        with pytest.raises(ChangedMeanwhile):
            comments.let_through(work, village.moderator, waiting.id, 1, NOW)
        with pytest.raises(CommentDecided):
            comments.reject(work, village.moderator, waiting.id, 2, Reason.INSULT, NOW)


def test_other_stations_find_nothing(village: Village, row: PublicationRow) -> None:
    """Neither in the list nor by the id; farmers don't moderate."""
    _write(village, row)
    other = settle(village.service)
    with village.service.database.writing() as work:
        (waiting,) = _in(work, village.moderator, State.HELD)
        assert _in(work, other.moderator, State.HELD) == []
        for actor in (other.moderator, village.stranger):
            with pytest.raises(comments.CommentUnknown):
                comments.let_through(work, actor, waiting.id, 1, NOW)
        with pytest.raises(NotAllowed):
            _in(work, replace(village.actor, role=Role.FARMER), State.HELD)


def test_a_receipt_opens_one_comment_of_one_page(village: Village, row: PublicationRow) -> None:
    """Guesses and other pages find nothing, and the receipt itself is not in the database."""
    receipt = _write(village, row)
    other = publish(settle(village.service))
    with village.service.database.reading() as work:
        for page, guess in ((row, receipt[:-1]), (other, receipt), (row, "")):
            with pytest.raises(comments.CommentUnknown):
                comments.own(work, page, guess, None)
        assert receipt not in str(vars(comments.own(work, row, receipt, None)))


def test_a_flood_ends_and_dries(
    village: Village, row: PublicationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the window's number nothing more is taken; other pages and later times are free."""
    monkeypatch.setattr("vidcommerce.comments.policy.MOST_IN_WINDOW", 5)
    for _ in range(5):
        _write(village, row)
    with pytest.raises(CommentsTooMany):
        _write(village, row)
    _write(village, publish(settle(village.service)))
    _write(village, row, NOW + WINDOW)
