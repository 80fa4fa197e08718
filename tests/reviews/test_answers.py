"""What people say to flags, on a real database."""

from __future__ import annotations

import pytest

from tests.stations import NOW, Village, colleague
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span
from vidcommerce.reviews import answers
from vidcommerce.reviews.answers import Answer, FlagUnknown, NotMendable, OwnFlag, Said, WhyMissing
from vidcommerce.reviews.policy import WordsTooLong
from vidcommerce.reviews.tables import FlagAnswerRow

_AHEAD = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"}, Span(1000, 2000))
_NOTE = Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "test")


@pytest.fixture
def asked(village: Village) -> Village:
    """The village, with a question about its clip, and a note."""
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "test", [_AHEAD, _NOTE], NOW)
    return village


def _say(
    village: Village, what: Answer, words: str = "", actor: Actor | None = None, digest: str = ""
) -> Said:
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        name = digest or _AHEAD.name()
        return answers.answer(work, actor or village.actor, clip, name, (what, words), NOW)


def _open(village: Village) -> list[Kind]:
    with village.service.database.reading() as work:
        found = flags.of_clips(work, [village.clip_id])[village.clip_id]
        said = answers.of_clip(work, village.clip_id)
        return [flag.kind for flag in answers.unanswered(found, said)]


def test_a_question_is_open_until_somebody_answers(asked: Village) -> None:
    """With who said it, when, and the words, tidied."""
    assert _open(asked) == [Kind.TIME_AHEAD]
    said = _say(asked, Answer.DISMISSED, " The phone's clock  was wrong ")
    assert said == Said(Answer.DISMISSED, "The phone's clock was wrong", "Helper Wang", NOW)
    assert _open(asked) == []


def test_the_newest_answer_counts_and_none_is_lost(asked: Village) -> None:
    """Also of two in the same millisecond."""
    _say(asked, Answer.ACCEPTED)
    _say(asked, Answer.MENDED, "Cut it out", colleague(asked))
    with asked.service.database.reading() as work:
        said = answers.of_clip(work, asked.clip_id)[_AHEAD.name()]
        assert (said.answer, said.by) == (Answer.MENDED, "Helper Zhao")
        assert work.query(FlagAnswerRow).count() == 2


def test_the_same_twice_is_once(asked: Village) -> None:
    """A button that was pressed twice."""
    assert _say(asked, Answer.ACCEPTED) == _say(asked, Answer.ACCEPTED)
    with asked.service.database.reading() as work:
        assert work.query(FlagAnswerRow).count() == 1


def test_who_sent_a_clip_answers_nothing_about_it(asked: Village) -> None:
    """A helper who films too: else one's own word would be half of what two persons must say."""
    own = Actor(asked.farmer.id, Role.HELPER, asked.station_id)
    with pytest.raises(OwnFlag):
        _say(asked, Answer.DISMISSED, "It was me", own)
    assert _open(asked) == [Kind.TIME_AHEAD]


def test_two_people_of_one_name_are_two(asked: Village) -> None:
    """What the second says is kept, though it looks the same."""
    _say(asked, Answer.ACCEPTED)
    _say(asked, Answer.ACCEPTED, actor=colleague(asked, name="Helper Wang"))
    with asked.service.database.reading() as work:
        assert work.query(FlagAnswerRow).count() == 2


def test_a_made_picture_is_not_mended(asked: Village) -> None:
    """Its label goes only where somebody says, and says why, that it is not so."""
    made = Flag(Kind.AI_IS, Severity.NOTE, "made", {"by": "AIGC"})
    with asked.service.database.writing() as work:
        flags.replace(work, asked.clip_id, "made", [made], NOW)
    with pytest.raises(NotMendable):
        _say(asked, Answer.MENDED, digest=made.name())
    _say(asked, Answer.DISMISSED, "The label is of another file", digest=made.name())


def test_who_says_no_says_why(asked: Village) -> None:
    """Neither nothing, nor a novel, nor to what nobody saw."""
    with pytest.raises(WhyMissing):
        _say(asked, Answer.DISMISSED, "  ")
    with pytest.raises(WordsTooLong):
        _say(asked, Answer.DISMISSED, "x" * 501)
    with pytest.raises(FlagUnknown):
        _say(asked, Answer.ACCEPTED, digest="0" * 64)
    assert _open(asked) == [Kind.TIME_AHEAD]
