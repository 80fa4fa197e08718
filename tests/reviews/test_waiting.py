"""The list as helpers work through it, on a real database."""

from __future__ import annotations

import pytest

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.reviews import answers, holds, waiting
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.waiting import Listed, Sift

_QUESTION = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"})
_NOTE = Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "test")


@pytest.fixture
def three(village: Village) -> tuple[Village, Village, Village]:
    """Three drafts of a station, each of its own farmer, a second after each other."""
    others = [settle(village.service, village.station_id) for _ in range(2)]
    with village.service.database.writing() as work:
        for number, one in enumerate((village, *others)):
            work.get_one(ClipRow, one.clip_id).created_at = NOW + 1000 * number
            work.get_one(PersonRow, one.farmer.id).name = f"Farmer {'ABC'[number]}_{number}%"
    return village, others[0], others[1]


def _listed(village: Village, sift: Sift, actor: Actor | None = None) -> Listed:
    with village.service.database.reading() as work:
        return waiting.listed(work, actor or village.actor, sift, NOW)


def _ids(found: Listed) -> list[str]:
    return [draft.clip.id for draft in found.queue.waiting]


def _claim(village: Village, actor: Actor) -> None:
    with village.service.database.writing() as work:
        holds.claim(work, actor, work.get_one(ClipRow, village.clip_id), NOW)


def _next(village: Village, after: str = "", actor: Actor | None = None) -> str | None:
    with village.service.database.reading() as work:
        return waiting.following(work, actor or village.actor, NOW + 1, after)


def test_everything_is_listed_where_nothing_is_sifted(three: tuple[Village, ...]) -> None:
    """The oldest promise first, with the farmers to choose from."""
    first, second, third = three
    found = _listed(first, Sift())
    assert _ids(found) == [first.clip_id, second.clip_id, third.clip_id]
    names = [name for _, name in found.farmers]
    assert names == ["Farmer A_0%", "Farmer B_1%", "Farmer C_2%"]
    assert (Sift().sifts, Sift(asks=True).sifts) == (False, True)


def test_by_farmer_and_by_words(three: tuple[Village, ...]) -> None:
    """Every word must be there, in the product's name or the farmer's; signs mean themselves."""
    first, second, third = three
    assert _ids(_listed(first, Sift(farmer=second.farmer.id))) == [second.clip_id]
    assert _ids(_listed(first, Sift(words="farmer c"))) == [third.clip_id]
    assert _ids(_listed(first, Sift(words="_1%"))) == [second.clip_id]
    for nobody in ("%%", "r_A", "\\", "Farmer nobody"):
        assert _ids(_listed(first, Sift(words=nobody))) == [], nobody


def test_by_questions_that_nobody_has_answered(three: tuple[Village, ...]) -> None:
    """Notes ask nothing; an answer closes a question in the list, too."""
    first, second, third = three
    with first.service.database.writing() as work:
        flags.replace(work, first.clip_id, "test", [_NOTE], NOW)
        flags.replace(work, second.clip_id, "test", [_QUESTION, _NOTE], NOW)
        flags.replace(work, third.clip_id, "test", [_QUESTION], NOW)
        clip, said = work.get_one(ClipRow, third.clip_id), (Answer.ACCEPTED, "")
        answers.answer(work, third.actor, clip, _QUESTION.name(), said, NOW)
    found = _listed(first, Sift(asks=True))
    assert _ids(found) == [second.clip_id]
    whole = _listed(first, Sift())
    assert [whole.questions[one.clip_id] for one in three] == [0, 1, 0]
    asking = [clip for clip, count in whole.questions.items() if count]
    assert asking == _ids(found)


def test_who_has_what_is_told(three: tuple[Village, ...]) -> None:
    """What others have is left out where one wants only what is free; one's own is not."""
    first, second, third = three
    other = colleague(first)
    _claim(first, other)
    _claim(second, first.actor)
    found = _listed(first, Sift())
    assert {clip: hold.name for clip, hold in found.holds.items()} == {
        first.clip_id: "Helper Zhao",
        second.clip_id: "Helper Wang",
    }
    assert _ids(_listed(first, Sift(free=True))) == [second.clip_id, third.clip_id]


def test_the_next_one_is_the_oldest_that_is_free(three: tuple[Village, ...]) -> None:
    """After a draft comes the one after it, and after the last the first again."""
    first, second, third = three
    assert _next(first) == first.clip_id
    assert _next(first, first.clip_id) == second.clip_id
    assert _next(first, third.clip_id) == first.clip_id
    _claim(second, colleague(first))
    assert _next(first, first.clip_id) == third.clip_id
    assert _next(first, "nobody's") == first.clip_id


def test_there_is_none_where_nothing_waits_for_one(three: tuple[Village, ...]) -> None:
    """Neither one's own clip, nor the one just looked at, nor what is decided."""
    first, second, third = three
    second.set_state(State.SENT_BACK)
    third.set_state(State.RENDERING)
    assert _next(first, first.clip_id) is None
    own = Actor(first.farmer.id, first.actor.role, first.station_id)
    assert _next(first, actor=own) is None
    assert _next(first, actor=first.stranger) is None
