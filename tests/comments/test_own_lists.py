"""A station's own words: suggested by what people decided, taken by a person, then in force."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.comments.boards import KEY, Board, board, trusted
from tests.stations import NOW, Village, settle
from vidcommerce.comments import moderating, own_lists, statistics, writers
from vidcommerce.comments.moderating import Choice
from vidcommerce.comments.own_lists import (
    Listing,
    Standing,
    Wanted,
    WordsTooMany,
    WordUnknown,
    WordWrong,
)
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.signals import Decision
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import WriterRow

pytestmark = pytest.mark.slow


@pytest.fixture
def here(village: Village) -> Board:
    """A page on which people comment."""
    return board(village)


def _decided(work: Session, here: Board) -> None:
    """Have people reject what speaks of a moon fruit, and let through what does not."""
    for number in range(6):
        by, _ = writers.begin(work, KEY, NOW, f"W{number}")
        bad = here.write(work, f"moon fruit is better, take {number}{number} of them", by)
        choice = Choice(Reason.ADVERTISING)
        moderating.decide(work, here.moderator, bad.id, bad.version, choice, NOW)
        good = here.write(work, f"these taste better, we took {number} boxes", by)
        moderating.decide(work, here.moderator, good.id, good.version, Choice(), NOW)


def test_nothing_is_learnt_without_a_person(here: Board, village: Village) -> None:
    """A suggestion changes nothing; taken, the word is found in disguise, too; removed, not."""
    with village.service.database.writing() as work:
        _decided(work, here)
        by = trusted(work)
    assert own_lists.learn(village.service, NOW) >= 1
    with village.service.database.writing() as work:
        by = work.get_one(WriterRow, by.id)
        suggested = own_lists.listed(work, here.moderator, Standing.SUGGESTED)
        (word,) = [row for row in suggested if row.word == "moon fruit"]
        assert (word.rejected, word.shown) == (6, 0)
        assert here.write(work, "I like moon fruit", by).state == State.SHOWN
        own_lists.settle(work, here.moderator, word.id, Wanted(""), NOW)
        assert here.write(work, "you want m.o.o.n f.r.u.i.t now", by).state == State.HELD
        own_lists.settle(work, here.moderator, word.id, None, NOW)
        assert here.write(work, "we all like moon fruit", by).state == State.SHOWN
    own_lists.learn(village.service, NOW)
    with village.service.database.reading() as work:
        again = own_lists.listed(work, here.moderator, Standing.SUGGESTED)
        assert "moon fruit" not in [row.word for row in again]


def test_each_station_has_its_own(here: Board, village: Village) -> None:
    """What one adds is not on the other's list, which it neither sees nor changes."""
    other = board(settle(village.service))
    with village.service.database.writing() as work:
        own = own_lists.add(
            work, here.moderator, Wanted("Ｍoon Fruit", decision=Decision.WITHHOLD), NOW
        )
        assert own.word == "moon fruit"
        own_lists.add(work, here.moderator, Wanted("Lake Farm", Listing.SELLER), NOW)
        assert here.write(work, "moon fruit!", trusted(work)).state == State.WITHHELD
        assert here.write(work, "go to Lake Farm instead", trusted(work)).state == State.HELD
        assert other.write(work, "moon fruit of Lake Farm", trusted(work)).state == State.SHOWN
        assert own_lists.listed(work, other.moderator, Standing.TAKEN) == []
        with pytest.raises(WordUnknown):
            own_lists.settle(work, other.moderator, own.id, None, NOW)


def test_the_list_has_an_end(
    here: Board, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no empty or endless words."""
    monkeypatch.setattr(own_lists, "MOST", 1)
    with village.service.database.writing() as work:
        own_lists.add(work, here.moderator, Wanted("one"), NOW)
        own_lists.add(work, here.moderator, Wanted("one", decision=Decision.WITHHOLD), NOW)
        with pytest.raises(WordsTooMany):
            own_lists.add(work, here.moderator, Wanted("two"), NOW)
        for word in ("", " . ", "x" * 61):
            with pytest.raises(WordWrong):
                own_lists.add(work, here.moderator, Wanted(word), NOW)


def test_numbers_are_of_what_people_decided(here: Board, village: Village) -> None:
    """By month; the model is compared with people, comment by comment."""
    with village.service.database.writing() as work:
        _decided(work, here)
        warned = {"kind": "model_spam", "strength": 2, "rule": "model_spam.960", "meant": "",
                  "start": 0, "stop": 0, "tricks": []}  # fmt: skip
        waiting = here.write(work, "Sweet?")
        bad = here.write(work, "Sour!")
        bad.signals = [warned]
        moderating.decide(work, here.moderator, bad.id, bad.version, Choice(Reason.UNTRUE), NOW)
        quoted = here.write(work, 'Is it "model_spam"?')
        moderating.decide(work, here.moderator, quoted.id, quoted.version, Choice(), NOW)
        found = statistics.numbers(work, here.moderator, NOW + 60_000)
    assert (found.waiting, found.oldest) == (1, waiting.created_at)
    month = found.months[0]
    assert (month.written, month.let_through, month.rejected) == (15, 7, 7)
    assert (month.model.both, month.model.first, month.model.second) == (1, 0, 6)
    assert month.model.neither == 7
    assert [later.written for later in found.months[1:]] == [0] * 5
