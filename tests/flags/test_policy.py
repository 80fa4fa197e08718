"""From flags to a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.flags import generated
from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Kind, Severity
from vidcommerce.flags.policy import Rules, Stand, Verdict, Weighed, verdict

_RULES = Rules(
    many=2,
    label=frozenset({Kind.PASSED_THROUGH}),
    second=frozenset({Kind.TIME_AHEAD}),
    block=frozenset({Kind.TRUNCATED, Kind.TIME_AHEAD}),
)
_PERSONS = {Stand.OPEN: st.just(0), Stand.UPHELD: st.integers(1, 3),
            Stand.PUT_ASIDE: st.integers(1, 3)}  # fmt: skip
_FLAGS = st.builds(Flag, st.sampled_from(Kind), st.sampled_from(Severity), st.just("a check"))
_WEIGHED = st.sampled_from(Stand).flatmap(
    lambda stand: st.builds(Weighed, _FLAGS, st.just(stand), _PERSONS[stand])
)
_ORDER = list(Verdict)


def _question(kind: Kind, stand: Stand = Stand.OPEN, persons: int = 0) -> Weighed:
    return Weighed(Flag(kind, Severity.QUESTION, "a check"), stand, persons)


def _note(kind: Kind) -> Weighed:
    return Weighed(Flag(kind, Severity.NOTE, "a check"))


def _serious(stand: Stand = Stand.OPEN, persons: int = 0) -> Weighed:
    return Weighed(Flag(Kind.NO_SOUND, Severity.SERIOUS, "a check"), stand, persons)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], Verdict.PUBLISH),
        ([_note(Kind.DEVICE_UNKNOWN)], Verdict.PUBLISH),
        ([_note(Kind.PASSED_THROUGH)], Verdict.LABEL),
        ([_question(Kind.SECOND_PICTURE)], Verdict.LABEL),
        ([_question(Kind.SECOND_PICTURE)] * 2, Verdict.LABEL),
        ([_question(Kind.SECOND_PICTURE), _question(Kind.WRONG_DURATION)], Verdict.HELPER),
        ([_question(Kind.SECOND_PICTURE), _question(Kind.WRONG_DURATION, Stand.PUT_ASIDE, 1)],
         Verdict.LABEL),
        ([_question(Kind.SECOND_PICTURE, Stand.PUT_ASIDE, 1)], Verdict.PUBLISH),
        ([_question(Kind.SECOND_PICTURE, Stand.UPHELD, 1)], Verdict.LABEL),
        ([_serious()], Verdict.HELPER),
        ([_serious(Stand.UPHELD, 1)], Verdict.LABEL),
        ([_serious(Stand.PUT_ASIDE, 1)], Verdict.PUBLISH),
        ([_question(Kind.TIME_AHEAD)], Verdict.SECOND),
        ([_question(Kind.TIME_AHEAD, Stand.PUT_ASIDE, 1)], Verdict.SECOND),
        ([_question(Kind.TIME_AHEAD, Stand.PUT_ASIDE, 2)], Verdict.PUBLISH),
        ([_question(Kind.TIME_AHEAD, Stand.UPHELD, 2)], Verdict.BLOCK),
        ([_question(Kind.TRUNCATED)], Verdict.LABEL),
        ([_question(Kind.TRUNCATED, Stand.UPHELD, 1)], Verdict.BLOCK),
    ],
)  # fmt: skip
def test_the_policy_as_it_is_written(found: list[Weighed], expected: Verdict) -> None:
    """One case at least for each sentence of the policy."""
    assert verdict(found, _RULES) is expected


@given(st.lists(_WEIGHED), _WEIGHED)
def test_more_flags_are_never_milder(found: list[Weighed], more: Weighed) -> None:
    """And neither order nor repetition changes anything."""
    before = verdict(found, _RULES)
    assert _ORDER.index(verdict([more, *found], _RULES)) >= _ORDER.index(before)
    assert verdict([*found, *found], _RULES) is before
    assert verdict(found[::-1], _RULES) is before


@given(st.lists(_WEIGHED, min_size=1), st.data())
def test_an_answer_that_puts_aside_is_never_stricter(
    found: list[Weighed], data: st.DataObject
) -> None:
    """Whoever says that a flag does not hold makes the verdict milder, or changes nothing."""
    at = data.draw(st.integers(0, len(found) - 1))
    answered = [*found]
    answered[at] = replace(found[at], stand=Stand.PUT_ASIDE, persons=max(found[at].persons, 1))
    assert _ORDER.index(verdict(answered, _RULES)) <= _ORDER.index(verdict(found, _RULES))


@given(st.lists(st.sampled_from(sorted(set(Kind) - _RULES.label - _RULES.second))))
def test_notes_alone_never_count_against_a_clip(kinds: list[Kind]) -> None:
    """A missing signal is neutral, however many are missing."""
    assert verdict(map(_note, kinds), _RULES) is Verdict.PUBLISH


def test_every_kind_has_words() -> None:
    """No flag is without a sentence for the helper."""
    assert set(HELPER_WORDS) == set(Kind)


def test_what_a_video_bears_a_label_for_can_be_answered() -> None:
    """Also a note: else nobody could say that it is not so, and the label would never come off."""
    rules = Rules(2, frozenset(), frozenset(), frozenset())
    for kind in generated.LABELLED:
        assert rules.asks(Flag(kind, Severity.NOTE, "test"))
    assert not rules.asks(Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "test"))
