"""What moderators do: one by one, a flood in one go and back again, tags, second readings."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.comments.boards import KEY, RUDE, Board, board, trusted
from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Role
from vidcommerce.comments import appeals, banning, moderating, queue, statistics, writers
from vidcommerce.comments.banning import DAY, BanWrong, WriterUnknown
from vidcommerce.comments.moderating import UNDO_FOR, Choice, TagsTooMany, UndoOver
from vidcommerce.comments.policy import Reason, WriterBanned
from vidcommerce.comments.queue import ReadByOther, Sift, Wanted
from vidcommerce.comments.states import CommentUnknown, State
from vidcommerce.comments.statistics import Agreement
from vidcommerce.comments.tables import CommentActionRow, CommentRow, WriterRow
from vidcommerce.versions import ChangedMeanwhile

pytestmark = pytest.mark.slow

_SPAM = Choice(Reason.ADVERTISING)
_SHOW = Choice()
_FLOOD = "Everybody come to the great orchard festival"


@pytest.fixture
def here(village: Village) -> Board:
    """A page on which people comment."""
    return board(village)


def _flood(work: Session, here: Board, count: int = 4) -> list[CommentRow]:
    rows = []
    for number in range(count):
        by, _ = writers.begin(work, KEY, NOW, f"Bot {number}")
        rows.append(here.write(work, _FLOOD + " !" * number, by, now=NOW + number))
    assert len({row.same for row in rows}) == 1
    return rows


def test_a_flood_goes_in_one_go_and_comes_back(here: Board, village: Village) -> None:
    """Each comment stands as before, and so does each writer's record; the log keeps both."""
    with village.service.database.writing() as work:
        rows = _flood(work, here)
        before = [(row.state, row.reason, row.automatic, row.decided_by) for row in rows]
        done = moderating.decide_same(work, here.moderator, rows[0].id, NOW + 9, _SPAM, NOW + 9)
        assert (done.count, done.left) == (4, 0)
        assert {row.state for row in rows} == {State.REJECTED}
        assert [work.get_one(WriterRow, row.writer_id).rejected for row in rows] == [1] * 4
        back = moderating.undo(work, here.moderator, done.batch, NOW + 10)
        assert (back.count, back.left) == (4, 0)
        assert [(r.state, r.reason, r.automatic, r.decided_by) for r in rows] == before
        assert [work.get_one(WriterRow, row.writer_id).rejected for row in rows] == [0] * 4
        acts = work.scalars(
            select(CommentActionRow.action).where(CommentActionRow.comment_id == rows[0].id)
        ).all()
        assert [str(act) for act in acts][-2:] == ["rejected", "undone"]
        with pytest.raises(UndoOver):
            moderating.undo(work, here.moderator, done.batch, NOW + 11)


def test_a_flood_leaves_what_nobody_has_seen(here: Board, village: Village) -> None:
    """What came later, what somebody else reads just now, and other texts."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        rows = _flood(work, here)
        fine = here.write(work, "Are they sweet?")
        rows[0].lease_by, rows[0].lease_until = other.person_id, NOW + 99
        done = moderating.decide_same(work, here.moderator, rows[1].id, NOW + 2, _SPAM, NOW + 5)
        assert (done.count, done.left) == (2, 1)
        states = [row.state for row in (*rows, fine)]
        assert states == [State.HELD, State.REJECTED, State.REJECTED, State.HELD, State.HELD]


def test_what_was_decided_since_is_not_undone(here: Board, village: Village) -> None:
    """Undoing leaves what another person did after; nobody undoes what another did."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        rows = _flood(work, here, 3)
        done = moderating.decide_same(work, here.moderator, rows[0].id, NOW + 9, _SPAM, NOW)
        moderating.decide(work, other, rows[1].id, rows[1].version, _SHOW, NOW)
        with pytest.raises(UndoOver):
            moderating.undo(work, other, done.batch, NOW)
        with pytest.raises(UndoOver):
            moderating.undo(work, here.moderator, done.batch, NOW + UNDO_FOR)
        back = moderating.undo(work, here.moderator, done.batch, NOW + 1)
        assert (back.count, back.left) == (2, 1)
        assert [row.state for row in rows] == [State.HELD, State.SHOWN, State.HELD]


def test_what_another_person_has_answered_is_not_undone(here: Board, village: Village) -> None:
    """The writer asked, and was told that it stays so: that word is not taken back in a go."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        rows = _flood(work, here, 2)
        done = moderating.decide_same(work, here.moderator, rows[0].id, NOW + 9, _SPAM, NOW)
        made = appeals.appeal(work, rows[0], "No advert", NOW)
        appeals.answer(work, other, made.id, (False, "It is one."), NOW)
        back = moderating.undo(work, here.moderator, done.batch, NOW + 1)
        assert (back.count, back.left) == (1, 1)
        assert [row.state for row in rows] == [State.REJECTED, State.HELD]


def test_an_undone_second_decision_brings_back_the_first(here: Board, village: Village) -> None:
    """With who made it, when and why; what a rule kept back is kept back again."""
    other = colleague(village, Role.MODERATOR)
    with village.service.database.writing() as work:
        row = here.write(work, "Sweet?")
        moderating.decide(work, other, row.id, row.version, Choice(Reason.INSULT), NOW + 1)
        done = moderating.decide(work, here.moderator, row.id, row.version, _SHOW, NOW + 2)
        moderating.undo(work, here.moderator, done.batch, NOW + 3)
        stands = (row.state, row.reason, row.decided_by, row.decided_at, row.automatic)
        assert stands == (State.REJECTED, "insult", other.person_id, NOW + 1, False)
        rude = here.write(work, RUDE)
        assert rude.state == State.WITHHELD
        done = moderating.decide(work, other, rude.id, rude.version, _SHOW, NOW)
        moderating.undo(work, other, done.batch, NOW)
        assert (rude.state, rude.reason, rude.automatic) == (State.WITHHELD, "abuse", True)


def test_who_is_second_is_told(here: Board, village: Village) -> None:
    """By the lease while the first one reads, by the version after that."""
    other = colleague(village, Role.MODERATOR)
    elsewhere = settle(village.service).moderator
    with village.service.database.writing() as work:
        row = here.write(work, "Sweet?")
        queue.take(work, here.moderator, NOW, Wanted())
        with pytest.raises(ReadByOther):
            moderating.decide(work, other, row.id, 1, _SHOW, NOW)
        moderating.decide(work, here.moderator, row.id, 1, _SHOW, NOW)
        with pytest.raises(ChangedMeanwhile):
            moderating.decide(work, other, row.id, 1, _SPAM, NOW)
        with pytest.raises(CommentUnknown):
            moderating.decide(work, elsewhere, row.id, 2, _SPAM, NOW)


def test_tags_are_tidied(here: Board, village: Village) -> None:
    """Commas of both scripts part them; each is there once; there are not too many."""
    with village.service.database.writing() as work:
        row = here.write(work, "Sweet?")
        tagged = moderating.tag(
            work, here.moderator, row.id, 1, " price , 物流，price,  a  b,", NOW
        )
        assert tagged.tags == ["price", "物流", "a b"]
        for words in (",".join("abcdefghi"), "x" * 31):
            with pytest.raises(TagsTooMany):
                moderating.tag(work, here.moderator, row.id, 2, words, NOW)


def test_a_ban_ends_by_itself(here: Board, village: Village) -> None:
    """Its writer is refused until then; a shorter one shortens nothing; it can be taken back."""
    with village.service.database.writing() as work:
        by = trusted(work)
        row = here.write(work, "Sweet", by)
        banning.ban(work, here.moderator, row.id, 7, Reason.INSULT, NOW)
        banning.ban(work, here.moderator, row.id, 1, Reason.INSULT, NOW)
        with pytest.raises(WriterBanned):
            here.write(work, "Sweet again", by, now=NOW + 7 * DAY - 1)
        here.write(work, "Sweet once more", by, now=NOW + 7 * DAY)
        banning.ban(work, here.moderator, row.id, 30, Reason.INSULT, NOW)
        banning.unban(work, here.moderator, row.id, NOW)
        here.write(work, "Sweet after all", by, now=NOW + 8 * DAY)
        found = banning.history(work, here.moderator, row)
        assert found is not None
        assert [each.action for each in found.bans] == ["unbanned", "banned", "banned", "banned"]
        assert len(found.comments) == 3
        with pytest.raises(BanWrong):
            banning.ban(work, here.moderator, row.id, 2, Reason.INSULT, NOW)
        nobody = here.write(work, "Sweet?")
        with pytest.raises(WriterUnknown):
            banning.ban(work, here.moderator, nobody.id, 1, Reason.INSULT, NOW)


def test_second_readings_change_nothing_and_count(
    here: Board, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sample of what another decided, once each; the numbers say how often people agree."""
    other = colleague(village, Role.MODERATOR)
    second = Wanted(Sift.SECOND)
    with village.service.database.writing() as work:
        rows = [here.write(work, f"Sweet, number {n}?") for n in range(3)]
        for row, choice in zip(rows, (_SHOW, _SPAM, _SPAM), strict=True):
            moderating.decide(work, other, row.id, row.version, choice, NOW)
        monkeypatch.setattr(queue, "SAMPLE", "no id begins so")
        assert queue.take(work, here.moderator, NOW, second) == []
        monkeypatch.setattr(queue, "SAMPLE", "")
        assert queue.take(work, other, NOW, second) == []
        taken = queue.take(work, here.moderator, NOW, second)
        assert {row.id for row in taken} == {row.id for row in rows}
        for row in taken:
            moderating.second(work, here.moderator, row.id, row.version, _SPAM, NOW)
        assert queue.take(work, here.moderator, NOW, second) == []
        assert [row.state for row in rows] == [State.SHOWN, State.REJECTED, State.REJECTED]
        found = statistics.numbers(work, here.moderator, NOW)
        assert found.months[0].people == Agreement(both=2, second=1)
        assert [row.comment_id for row in found.differing] == [rows[0].id]
