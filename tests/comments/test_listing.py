"""A long list of comments costs the same everywhere in it: it is walked along an index."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text
from sqlalchemy.orm import Session

from tests.comments.boards import Board, board, trusted
from tests.stations import NOW, settle
from vidcommerce.comments import listing, writers, writing
from vidcommerce.comments.listing import REPLIES, SLICE
from vidcommerce.comments.policy import WINDOW, Written
from vidcommerce.comments.tables import CommentRow
from vidcommerce.lists import Place
from vidcommerce.service import Service

_MANY = 1200
_NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def here(anywhere: Service) -> Board:
    """A page with very many comments, and as many replies to one of them."""
    made = board(settle(anywhere))
    with anywhere.database.writing() as work:
        work.execute(insert(CommentRow), [_row(made, at) for at in range(_MANY)])
        replies = [_row(made, at) | {"id": f"{at:032x}", "reply_to": _id(7)} for at in range(_MANY)]
        work.execute(insert(CommentRow), replies)
    with anywhere.database.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text("ANALYZE"))
    return made


def _id(at: int) -> str:
    return f"f{at:031x}"


def _row(made: Board, at: int) -> dict[str, object]:
    # Several of a millisecond, so that the id decides too.
    return {
        "id": _id(at), "publication_id": made.page.id, "station_id": made.page.station_id,
        "name": "Mei", "text": f"Number {at}", "state": "rejected" if at % 5 == 1 else "shown",
        "receipt_hash": "", "created_at": NOW + at // 3, "signals": [], "tags": [],
        "reply_to": None,
    }  # fmt: skip


def test_all_are_found_once_and_in_order(here: Board) -> None:
    """Slice after slice, nothing twice and nothing left out, none that is not shown."""
    seen: list[str] = []
    after: Place | None = None
    with here.village.service.database.reading() as work:
        while True:
            found = listing.under_video(work, here.page.id, _NOBODY, after)
            seen += [thread.row.text for thread in found.threads]
            after = found.rest
            if after is None:
                break
            assert len(found.threads) == SLICE
    wanted = [at for at in range(_MANY) if at % 5 != 1]
    assert sorted(seen) == sorted(f"Number {at}" for at in wanted)
    numbers = [int(text.split()[1]) // 3 for text in seen]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("deep", [0, _MANY // 2])
def test_a_slice_reads_a_few_rows_wherever_it_is(here: Board, deep: int) -> None:
    """The database says itself that it goes to the place by an index, and sorts nothing."""
    after = Place(NOW + (_MANY - deep) // 3, _id(0))
    engine = here.village.service.database.engine
    with here.village.service.database.reading() as work:
        asked = _statements(work, engine, here, after)
    pages = [one for one in asked if "ORDER BY comments.created_at DESC" in one[0]]
    (page,) = pages
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {page[0]}", page[1]).all()
            said = " ".join(str(row[-1]) for row in plan)
            assert "USING INDEX ix_comments_page" in said
            assert "created_at<?" in said
            assert "TEMP B-TREE" not in said
            return
        plan = connection.exec_driver_sql(f"EXPLAIN ANALYZE {page[0]}", page[1]).all()
    said = " ".join(str(row[0]) for row in plan)
    assert "Seq Scan" not in said
    assert sum(map(int, re.findall(r"Rows Removed by Filter: (\d+)", said))) < _MANY // 10


def _statements(work: Session, engine: Engine, here: Board, after: Place) -> list[tuple[str, Any]]:
    """Return what is asked of the database for a slice."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        asked.append((str(given[2]), given[3]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        listing.under_video(work, here.page.id, _NOBODY, after)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def test_a_comment_has_its_first_replies_and_the_pinned_answer(here: Board) -> None:
    """Of a thousand replies the oldest few; one that is pinned stands first."""
    with here.village.service.database.writing() as work:
        work.get_one(CommentRow, f"{1190:032x}").pinned_at = NOW
        work.flush()
        place = Place(NOW + 7 // 3, _id(8))
        (thread,) = [
            one
            for one in listing.under_video(work, here.page.id, _NOBODY, place).threads
            if one.row.id == _id(7)
        ]
        assert [reply.text for reply in thread.replies] == ["Number 1190", "Number 0", "Number 2"]
        assert (len(thread.replies), thread.more) == (REPLIES, True)
        rest = listing.under_comment(work, thread.row, _NOBODY)
        assert len(rest.threads) == SLICE


def test_who_is_hidden_is_hidden_for_one_reader(here: Board) -> None:
    """Their comments and replies; and shown again when the reader wants that."""
    with here.village.service.database.writing() as work:
        loud, quiet = trusted(work), trusted(work)
        row = here.write(work, "Loud", loud, NOW + 2 * WINDOW)
        writers.block(work, quiet, row, NOW)
        writers.block(work, quiet, row, NOW)
        writers.block(work, loud, row, NOW)
        assert writers.blocked_by(work, loud) == _NOBODY
        hidden = writers.blocked_by(work, quiet)

        def texts(who: frozenset[str]) -> list[str]:
            found = listing.under_video(work, here.page.id, who)
            return [thread.row.text for thread in found.threads]

        assert "Loud" in texts(_NOBODY)
        assert "Loud" not in texts(hidden)
        writers.unblock_all(work, quiet)
        assert writers.blocked_by(work, quiet) == _NOBODY


def test_replies_behind_hidden_ones_are_not_lost(here: Board) -> None:
    """The first replies are all of somebody whom one hid: the way to the others is still there."""
    with here.village.service.database.writing() as work:
        loud, quiet = trusted(work), trusted(work)
        row = here.write(work, "Mine", quiet, NOW + 2 * WINDOW)
        for number in range(REPLIES + 2):
            by = loud if number <= REPLIES else quiet
            reply = Written("Mei", f"Reply {number}", reply_to=row.id)
            writing.write(work, here.page, reply, NOW + 2 * WINDOW + number, by)
        thread = listing.under_video(work, here.page.id, frozenset({loud.id})).threads[0]
        assert (thread.row.id, thread.replies, thread.more) == (row.id, [], True)
