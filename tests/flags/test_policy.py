"""From flags to a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Kind, Severity
from vidcommerce.flags.policy import LABELLED, Verdict, verdict

_FLAGS = st.builds(Flag, st.sampled_from(Kind), st.sampled_from(Severity), st.just("a check"))
_ORDER = list(Verdict)


def _question(kind: Kind) -> Flag:
    return Flag(kind, Severity.QUESTION, "a check")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ([], Verdict.PUBLISH),
        ([Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "a check")], Verdict.PUBLISH),
        ([Flag(Kind.PASSED_THROUGH, Severity.NOTE, "a check")], Verdict.LABEL),
        ([_question(Kind.TRUNCATED)], Verdict.LABEL),
        ([_question(Kind.TRUNCATED), _question(Kind.TRUNCATED)], Verdict.LABEL),
        ([_question(Kind.TRUNCATED), _question(Kind.TIME_AHEAD)], Verdict.HELPER),
        ([Flag(Kind.NO_SOUND, Severity.SERIOUS, "a check")], Verdict.HELPER),
    ],
)
def test_the_policy_as_it_is_written(flags: list[Flag], expected: Verdict) -> None:
    """One case for each sentence of the policy."""
    assert verdict(flags) is expected


@given(st.lists(_FLAGS), _FLAGS)
def test_more_flags_are_never_milder(flags: list[Flag], more: Flag) -> None:
    """And neither order nor repetition changes anything."""
    before = verdict(flags)
    assert _ORDER.index(verdict([more, *flags])) >= _ORDER.index(before)
    assert verdict([*flags, *flags]) is before
    assert verdict(flags[::-1]) is before


@given(st.lists(st.sampled_from(sorted(set(Kind) - LABELLED))))
def test_notes_alone_never_count_against_a_clip(kinds: list[Kind]) -> None:
    """A missing signal is neutral, however many are missing."""
    assert verdict(Flag(k, Severity.NOTE, "a check") for k in kinds) is Verdict.PUBLISH


def test_every_kind_has_words() -> None:
    """No flag is without a sentence for the helper."""
    assert set(HELPER_WORDS) == set(Kind)
