"""A farmer asks for another person to look, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.states import NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.reviews import appeals
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.appeals import AnswerMissing, AppealOver, AppealUnknown, OwnDecision
from vidcommerce.reviews.policy import WordsTooLong
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import DraftUnknown, Refusal
from vidcommerce.reviews.tables import AppealRow


def _reject(village: Village, now: int = NOW) -> None:
    with village.service.database.writing() as work:
        why = Refusal(Reason.NOT_TRUE)
        reviews.reject(work, village.actor, village.clip_id, 1, why, now)


@pytest.fixture
def rejected(village: Village) -> Village:
    """The village, its clip rejected by its helper."""
    _reject(village)
    return village


def _farmer(village: Village) -> Actor:
    return Actor(village.farmer.id, Role.FARMER, village.station_id)


def _appeal(village: Village, words: str = "", actor: Actor | None = None) -> AppealRow:
    with village.service.database.writing() as work:
        by = actor or _farmer(village)
        return appeals.appeal(work, by, village.clip_id, words, NOW + 1)


def _answer(village: Village, actor: Actor, *, upheld: bool, words: str = "") -> AppealRow:
    with village.service.database.writing() as work:
        found = reviews.draft(work, actor, village.clip_id, to_change=True)
        return appeals.answer(work, actor, found, (upheld, words), NOW + 2)


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def _open(village: Village, actor: Actor | None = None) -> list[str]:
    with village.service.database.reading() as work:
        return [row.clip_id for row in appeals.open_ones(work, actor or village.actor)]


def test_another_person_has_it_looked_at_anew(rejected: Village) -> None:
    """One tap; whoever rejected it can't answer; then it waits like any other draft."""
    row = _appeal(rejected)
    assert _appeal(rejected).id == row.id
    assert _open(rejected) == [rejected.clip_id]
    with pytest.raises(OwnDecision):
        _answer(rejected, rejected.actor, upheld=True)
    other = colleague(rejected)
    done = _answer(rejected, other, upheld=True)
    assert (done.upheld, done.answered_by) == (True, other.person_id)
    assert (_state(rejected), _open(rejected)) == (State.READY, [])
    with rejected.service.database.writing() as work:
        reviews.approve(work, other, rejected.clip_id, 1, NOW + 3)


def test_it_stays_so_with_words_for_the_farmer(rejected: Village) -> None:
    """And once another person has said so, that is the end of it."""
    _appeal(rejected, " It is  true ")
    other = colleague(rejected)
    with pytest.raises(AnswerMissing):
        _answer(rejected, other, upheld=False, words=" ")
    row = _answer(rejected, other, upheld=False, words="The price is not the shop's.")
    assert (row.words, row.answer) == ("It is true", "The price is not the shop's.")
    assert (_state(rejected), _open(rejected)) == (State.REJECTED, [])
    with pytest.raises(AppealOver):
        _appeal(rejected)
    with pytest.raises(AppealUnknown):
        _answer(rejected, other, upheld=True)


def test_rejected_again_can_be_appealed_again(rejected: Village) -> None:
    """Each decision once."""
    first = _appeal(rejected)
    _answer(rejected, colleague(rejected), upheld=True)
    _reject(rejected, NOW + 5)
    assert _appeal(rejected).id != first.id


def test_only_ones_own_and_only_what_was_rejected(village: Village) -> None:
    """A neighbour's clip is not there; a draft that waits needs no appeal."""
    with pytest.raises(NotNow):
        _appeal(village)
    other = settle(village.service, village.station_id)
    for actor in (_farmer(other), village.actor, replace(_farmer(village), role=Role.LEAD)):
        with pytest.raises(DraftUnknown):
            _appeal(village, actor=actor)
    _reject(village)
    with pytest.raises(WordsTooLong):
        _appeal(village, "x" * 501)
    assert _open(village) == []


def test_other_stations_see_nothing(rejected: Village) -> None:
    """Nor does whoever sent it answer, were they a helper themselves."""
    _appeal(rejected)
    assert _open(rejected, rejected.stranger) == []
    with pytest.raises(OwnDecision):
        _answer(rejected, replace(_farmer(rejected), role=Role.HELPER), upheld=True)
