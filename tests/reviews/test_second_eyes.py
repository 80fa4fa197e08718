"""When another person must approve, on a real database; and the words that ask for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.media.plans import plan
from tests.stations import CUES, NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.plan import Cue, Translation
from vidcommerce.media.time import FrameRange
from vidcommerce.publishing import service as publishing
from vidcommerce.reviews import answers, second_eyes
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.cases import Case
from vidcommerce.reviews.corrections import Correction, card_of
from vidcommerce.reviews.second_eyes import FIRST, SecondEyesNeeded, speaks_of_health
from vidcommerce.reviews.service import Seen

_QUESTION = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"})


def _choose(village: Village, *cases: Case) -> None:
    with village.service.database.writing() as work:
        row = work.get_one(StationRow, village.station_id)
        row.second_eyes = [case.value for case in cases]


def _edit(village: Village, text: str = "Sweet and fresh", number: int = 1) -> None:
    """Change the first line as the helper, and have it drawn."""
    with village.service.database.writing() as work:
        found = reviews.draft(work, village.actor, village.clip_id)
        cues = (text, *(words for _, _, words in CUES[1:]))
        card = card_of(found.plan.cards[0].product)
        seen = Seen(number, found.product.version)
        reviews.correct(work, village.actor, village.clip_id, seen, Correction(cues, card), NOW)
    village.rendered()


def _approve(village: Village, number: int, actor: Actor | None = None) -> None:
    with village.service.database.writing() as work:
        reviews.approve(work, actor or village.actor, village.clip_id, number, NOW)


def _needed(village: Village) -> tuple[Case, ...]:
    with village.service.database.reading() as work:
        found = reviews.draft(work, village.actor, village.clip_id)
        return second_eyes.needed(work, village.helper.id, found.clip, found.plan, found.flags)


def test_a_station_that_asks_for_nothing_gets_nothing(village: Village) -> None:
    """Whoever edits may approve, once they have answered what was found."""
    _edit(village, "It cures everything")
    assert _needed(village) == ()
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        for flag in reviews.draft(work, village.actor, clip.id).flags:
            answers.answer(
                work, village.actor, clip, flag.name(), (Answer.DISMISSED, "A quotation"), NOW
            )
    _approve(village, 2)


def test_the_one_who_edited_is_not_the_one_who_approves(village: Village) -> None:
    """The first videos of a farmer: somebody else may, and so may who edited nothing."""
    _choose(village, Case.FIRST_VIDEOS)
    _edit(village)
    with pytest.raises(SecondEyesNeeded, match="first videos"):
        _approve(village, 2)
    _approve(village, 2, colleague(village))
    publishing.publish(village.service, village.clip_id, NOW)
    second = settle(village.service, village.station_id)
    _approve(second, 1)


def test_an_approval_is_where_editing_counts_anew(village: Village) -> None:
    """Whose words were approved by another edits no more; a new change counts again."""
    _choose(village, Case.FIRST_VIDEOS)
    _edit(village)
    other = colleague(village)
    _approve(village, 2, other)
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        assert second_eyes.editors(work, clip) == frozenset()
    village.set_state(State.READY)
    _edit(village, "Once more", 2)
    with pytest.raises(SecondEyesNeeded):
        _approve(village, 3)


def test_first_videos_are_counted_by_farmer(village: Village) -> None:
    """As many as say so, of the same farmer, whatever became of them later."""
    _choose(village, Case.FIRST_VIDEOS)
    for number in range(FIRST):
        assert _needed(village) == (Case.FIRST_VIDEOS,), number
        other = settle(village.service, village.station_id)
        with village.service.database.writing() as work:
            work.get_one(ClipRow, other.clip_id).farmer_id = village.farmer.id
        other.set_state(State.PUBLISHING)
        publishing.publish(other.service, other.clip_id, NOW)
    assert _needed(village) == ()


def test_words_about_health_need_two(village: Village) -> None:
    """In a subtitle that was just written, too."""
    _choose(village, Case.HEALTH_WORDS)
    assert _needed(village) == ()
    _edit(village, "Good for your blood\r\npressure")
    with pytest.raises(SecondEyesNeeded, match="health"):
        _approve(village, 2)
    _edit(village, "Very sweet", 2)
    _approve(village, 3)


def test_a_question_without_an_answer_needs_two(village: Village) -> None:
    """An answer of somebody else, whatever it is, closes it; notes never ask."""
    _choose(village, Case.OPEN_FLAGS)
    _edit(village)
    note = Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "test")
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "test", [_QUESTION, note], NOW)
    with pytest.raises(SecondEyesNeeded, match="question"):
        _approve(village, 2)
    _answer(village, village.actor)
    with pytest.raises(SecondEyesNeeded, match="question"):
        _approve(village, 2)
    _answer(village, colleague(village))
    _approve(village, 2)


def _answer(village: Village, actor: Actor) -> None:
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        answers.answer(work, actor, clip, _QUESTION.name(), (Answer.ACCEPTED, ""), NOW)


def test_claims_about_health_need_two_in_another_language_too() -> None:
    """What shoppers abroad read beside the video is said as well; a farmer's cold is none."""
    made = plan([(0, 60)], cues=[(0, 30, "I had a cold, so the boxes are late")])
    other = Translation("zh", (Cue(FrameRange(0, 30), ("能治", "疗感冒"), ()),))
    assert not speaks_of_health(made)
    assert speaks_of_health(replace(made, translations=(other,)))
