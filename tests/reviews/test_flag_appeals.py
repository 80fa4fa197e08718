"""A farmer asks for another person to look at what was upheld, on a real database."""

from __future__ import annotations

import json

import pytest

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import log, records, repository
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.log import What
from vidcommerce.flags.policy import Stand
from vidcommerce.reviews import answers, flag_appeals
from vidcommerce.reviews.answers import Answer, FlagUnknown, WhyMissing
from vidcommerce.reviews.appeals import AnswerMissing, AppealOver, OwnDecision
from vidcommerce.reviews.flag_appeals import Told
from vidcommerce.reviews.policy import LONGEST_WORDS, WordsTooLong
from vidcommerce.reviews.service import DraftUnknown

_BOOSTED = Flag(Kind.COLOURS_BOOSTED, Severity.QUESTION, "test", {"share": 20})
_NAME = _BOOSTED.name()


@pytest.fixture
def upheld(village: Village) -> Village:
    """The village, a question about its clip upheld by its helper."""
    with village.service.database.writing() as work:
        repository.replace(work, village.clip_id, "test", [_BOOSTED], NOW)
    _say(village, village.actor, Answer.ACCEPTED, "Too red")
    return village


def _farmer(village: Village) -> Actor:
    return Actor(village.farmer.id, Role.FARMER, village.station_id)


def _say(village: Village, actor: Actor, what: Answer, words: str = "") -> None:
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        flag_appeals.answer(work, actor, clip, _NAME, (what, words), NOW)


def _appeal(village: Village, words: str = "", actor: Actor | None = None) -> str:
    with village.service.database.writing() as work:
        by = actor or _farmer(village)
        return flag_appeals.appeal(work, by, village.clip_id, _NAME, words, NOW).id


def _told(village: Village) -> list[Told]:
    with village.service.database.reading() as work:
        return list(flag_appeals.told(work, village.clip_id))


def _open(village: Village) -> int:
    with village.service.database.reading() as work:
        return len(flag_appeals.open_ones(work, village.actor))


def _stand(village: Village) -> Stand:
    with village.service.database.reading() as work:
        return answers.weighed(work, village.clip_id, [_BOOSTED])[0].stand


def test_what_was_upheld_is_told_and_can_be_appealed_once(upheld: Village) -> None:
    """Asked twice is asked once; while nobody has answered, it stands."""
    (told,) = _told(upheld)
    assert (told.said.words, told.may_appeal, told.waits) == ("Too red", True, False)
    assert _appeal(upheld, " It  was sunny ") == _appeal(upheld)
    (told,) = _told(upheld)
    assert (told.may_appeal, told.waits, _open(upheld), _stand(upheld)) == (
        False, True, 1, Stand.UPHELD,
    )  # fmt: skip


def test_another_person_answers_and_the_farmer_was_right(upheld: Village) -> None:
    """Neither who upheld it nor who sent the clip; it counts as won, and is in the log."""
    _appeal(upheld)
    for actor in (upheld.actor, _farmer(upheld)):
        with pytest.raises(OwnDecision):
            _say(upheld, actor, Answer.DISMISSED, "They are red")
    other = colleague(upheld)
    with pytest.raises(WhyMissing):
        _say(upheld, other, Answer.DISMISSED)
    _say(upheld, other, Answer.DISMISSED, "They are red")
    (told,) = _told(upheld)
    assert (told.holds, told.said.words, _open(upheld)) == (False, "They are red", 0)
    assert _stand(upheld) is Stand.PUT_ASIDE
    with upheld.service.database.reading() as work:
        counts = records.of_farmer(work, upheld.farmer.id, NOW).counts
        entries = [json.loads(one) for one in log.of_clip(work, upheld.clip_id)]
    assert (counts.appeals, counts.won) == (1, 1)
    said = [one["data"] for one in entries if one["what"] == What.APPEAL_ANSWERED]
    assert [(one["flag"], one["upheld"]) for one in said] == [(_NAME, True)]
    assert "It was sunny" not in json.dumps(entries)


def test_it_stays_so_with_words_and_that_is_the_end(upheld: Village) -> None:
    """It weighs in the record as before; a second appeal is refused."""
    _appeal(upheld)
    with pytest.raises(AnswerMissing):
        _say(upheld, colleague(upheld), Answer.ACCEPTED)
    _say(upheld, colleague(upheld), Answer.ACCEPTED, "The sky is too blue as well")
    (told,) = _told(upheld)
    assert (told.holds, told.may_appeal, told.waits) == (True, False, False)
    with pytest.raises(AppealOver):
        _appeal(upheld)
    with upheld.service.database.reading() as work:
        record = records.of_farmer(work, upheld.farmer.id, NOW)
    assert (record.counts.appeals, record.counts.won, record.burden) == (1, 0, 1000)


def test_an_open_appeal_takes_nothing_off_the_record(upheld: Village) -> None:
    """Asking alone clears nobody."""
    _appeal(upheld)
    with upheld.service.database.reading() as work:
        assert records.of_farmer(work, upheld.farmer.id, NOW).burden == 1000


def test_who_was_right_once_can_appeal_anew(upheld: Village) -> None:
    """When somebody upholds it again."""
    _appeal(upheld)
    _say(upheld, colleague(upheld), Answer.DISMISSED, "They are red")
    _say(upheld, upheld.actor, Answer.ACCEPTED, "Too red after all")
    (told,) = _told(upheld)
    assert told.may_appeal
    _appeal(upheld)
    assert _open(upheld) == 1


def test_only_one_s_own_clip_and_what_is_upheld(upheld: Village) -> None:
    """Other farmers find nothing; what was put aside, or never seen, is nothing to appeal."""
    neighbour = settle(upheld.service, upheld.station_id)
    with pytest.raises(DraftUnknown):
        _appeal(upheld, actor=_farmer(neighbour))
    with pytest.raises(WordsTooLong):
        _appeal(upheld, "x" * (LONGEST_WORDS + 1))
    _say(upheld, upheld.actor, Answer.MENDED)
    with pytest.raises(FlagUnknown):
        _appeal(upheld)
    assert _told(upheld) == []
