"""Who reads which comment: leases on a real database, the worst and the oldest first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.comments.boards import Board, board, trusted
from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import NotAllowed, Role
from vidcommerce.comments import queue
from vidcommerce.comments.queue import AHEAD, LEASE, REPORT, ReadByOther, Sift, Wanted
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentReportRow, CommentRow
from vidcommerce.db import new_id

pytestmark = pytest.mark.slow

_ALL = Wanted()


@pytest.fixture
def here(village: Village) -> Board:
    """A page on which people comment."""
    return board(village)


def _held(work: Session, here: Board, count: int) -> list[str]:
    return [here.write(work, f"Question number {n}?", now=NOW + n).id for n in range(count)]


def _report(work: Session, row: CommentRow) -> None:
    work.add(CommentReportRow(id=new_id(), comment_id=row.id, reason="spam", at=NOW))
    work.flush()


def test_no_comment_goes_to_two(here: Board, village: Village) -> None:
    """The second gets others, and none where the first has all; one's own one gets again."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        ids = _held(work, here, 5)
        first = [row.id for row in queue.take(work, here.moderator, NOW, _ALL, 3)]
        second = [row.id for row in queue.take(work, other, NOW, _ALL, 9)]
        assert (first, second) == (ids[:3], ids[3:])
        assert [row.id for row in queue.take(work, here.moderator, NOW, _ALL, 3)] == first
        with pytest.raises(ReadByOther):
            queue.check_free(work, other, work.get_one(CommentRow, ids[0]), NOW)
        queue.check_free(work, here.moderator, work.get_one(CommentRow, ids[0]), NOW)


def test_a_lease_that_is_not_renewed_ends(here: Board, village: Village) -> None:
    """What a page renews stays; what it does not goes to the next one, and the page is told."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        ids = _held(work, here, 2)
        queue.take(work, here.moderator, NOW, _ALL)
        later = NOW + LEASE - 1
        assert queue.renew(work, here.moderator, ids[:1], later) == ids[:1]
        assert [r.id for r in queue.take(work, other, NOW + LEASE + 1, _ALL)] == ids[1:]
        assert queue.renew(work, here.moderator, ids, later + 2) == ids[:1]
        queue.release(work, here.moderator)
        assert [r.id for r in queue.take(work, other, later + 3, _ALL)] == [ids[1], ids[0]]


def test_worse_comes_sooner_and_nothing_waits_for_ever(here: Board, village: Village) -> None:
    """A point of the score is worth AHEAD, a report REPORT points."""
    with village.service.database.writing() as work:
        old, bad, reported = (work.get_one(CommentRow, id_) for id_ in _held(work, here, 3))
        for row in (old, bad, reported):
            row.created_at, row.score = NOW, 0
        bad.score, bad.created_at = 100, NOW + 99 * AHEAD
        reported.state, reported.created_at = State.SHOWN, NOW + (REPORT - 2) * AHEAD
        _report(work, reported)
        taken = [row.id for row in queue.take(work, here.moderator, NOW, _ALL)]
        assert taken == [reported.id, bad.id, old.id]
        queue.release(work, here.moderator)
        bad.created_at = NOW + 101 * AHEAD
        assert queue.take(work, here.moderator, NOW, _ALL)[1].id == old.id


def test_what_waits_is_what_needs_a_person(here: Board, village: Village) -> None:
    """Held; shown at a rule's word and doubtful; reported: not what is simply shown or decided."""
    with village.service.database.writing() as work:
        by = trusted(work)
        fine = here.write(work, "Sweet and juicy", by)
        doubtful = here.write(work, "Sweet and small", by)
        reported = here.write(work, "Not so sweet", by)
        fresh = here.write(work, "Are they sweet?")
        doubtful.score = 300
        _report(work, reported)

        def found(sift: Sift) -> set[str]:
            rows = queue.take(work, here.moderator, NOW, Wanted(sift))
            assert queue.count(work, here.moderator, Wanted(sift)) == len(rows)
            return {row.id for row in rows}

        assert fine.state == State.SHOWN
        assert found(Sift.ALL) == {doubtful.id, reported.id, fresh.id}
        assert found(Sift.NEW) == {fresh.id}
        assert found(Sift.LOOK) == {doubtful.id}
        assert found(Sift.REPORTED) == {reported.id}
        assert queue.count(work, here.moderator, Wanted(video="another")) == 0
        assert queue.count(work, here.moderator, Wanted(video=here.page.id)) == 3


def test_other_stations_see_nothing(here: Board, village: Village) -> None:
    """Nor do farmers."""
    other = settle(village.service)
    with village.service.database.writing() as work:
        _held(work, here, 2)
        assert queue.take(work, other.moderator, NOW, _ALL) == []
        with pytest.raises(NotAllowed):
            queue.take(work, replace(here.moderator, role=Role.FARMER), NOW, _ALL)
