"""Moderation on PostgreSQL, where several people really do things at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.comments.boards import board, trusted
from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Role
from vidcommerce.comments import desk, moderating, own_lists, questions, queue, statistics
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.moderating import Choice
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.queue import Sift, Wanted
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import open_database
from vidcommerce.service import Service
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow

_SPAM = Choice(Reason.ADVERTISING)


@pytest.fixture
def busy(service: Service, postgres_url: str) -> Iterator[Village]:
    """A station on PostgreSQL."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    yield settle(replace(service, database=database))
    database.engine.dispose()


def test_desks_that_open_at_once_share_out(busy: Village) -> None:
    """Four people take at the same moment, while each holds what they took: nothing twice."""
    here, database = board(busy), busy.service.database
    people = [here.moderator, *(colleague(busy, Role.MODERATOR) for _ in range(3))]
    with database.writing() as work:
        ids = {here.write(work, f"Is number {n} sweet?", now=NOW + n).id for n in range(12)}
    taken: list[list[str]] = []
    together = threading.Barrier(len(people), timeout=30)

    def open_desk(number: int) -> None:
        with database.writing() as work:
            found = queue.take(work, people[number], NOW, Wanted(), 3)
            together.wait()  # all of them hold what they have before the first one commits
            taken.append([row.id for row in found])

    threads = [threading.Thread(target=open_desk, args=(n,), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(id_ for each in taken for id_ in each) == sorted(ids)


def test_every_question_can_be_asked(busy: Village) -> None:
    """Lists, what stands around comments, a flood and back, words and numbers."""
    here, database = board(busy), busy.service.database
    with database.writing() as work:
        rows = [here.write(work, "The same question here?", now=NOW + n) for n in range(3)]
        done = moderating.decide_same(work, here.moderator, rows[0].id, NOW + 9, _SPAM, NOW)
        assert done.count == 3
        assert moderating.undo(work, here.moderator, done.batch, NOW).count == 3
        moderating.decide(work, here.moderator, rows[0].id, rows[0].version, _SPAM, NOW)
        for sift in Sift:
            found = queue.take(work, here.moderator, NOW, Wanted(sift))
            assert queue.count(work, here.moderator, Wanted(sift), NOW) == len(found)
            assert len(desk.entries(work, found, NOW)) == len(found)
        assert [count for _, count in desk.videos_of(work, here.moderator)] == [2]
        (month, *_) = statistics.numbers(work, here.moderator, NOW + 60_000).months
        assert (month.written, month.rejected, month.model.second) == (3, 1, 1)
    assert own_lists.learn(busy.service, NOW) == 0


def test_two_presses_at_once_count_once(busy: Village) -> None:
    """Somebody wants to know it, too: the second press waits for the first and finds it there."""
    here, database = board(busy), busy.service.database
    with database.writing() as work:
        asked = here.write(work, "When do you pick?", trusted(work), kind=Kind.QUESTION).id
        mei = trusted(work).id
    counted: list[bool] = []

    def want() -> None:
        with database.writing() as work:
            question, by = work.get_one(CommentRow, asked), work.get_one(WriterRow, mei)
            begun.set()
            counted.append(questions.want_to_know(work, question, by, NOW))

    begun = threading.Event()
    other = threading.Thread(target=want, daemon=True)
    with database.writing() as work:
        question, by = work.get_one(CommentRow, asked), work.get_one(WriterRow, mei)
        counted.append(questions.want_to_know(work, question, by, NOW))
        other.start()
        begun.wait(30)
        other.join(0.3)  # it must not come through before this one is done
    other.join(30)
    with database.reading() as work:
        assert (counted, work.get_one(CommentRow, asked).asked) == ([True, False], 1)
