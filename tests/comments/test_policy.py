"""What may be written, and how a comment's states follow each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.policy import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_IN_WINDOW,
    MOST_LINES,
    CommentEmpty,
    CommentsTooMany,
    CommentTooLong,
    CommentTrapped,
    Written,
    check_rate,
    tidied,
)
from vidcommerce.comments.states import STATE_WORDS, TRANSITIONS, CommentDecided, Event, State
from vidcommerce.comments.states import transition as follow
from vidcommerce.errors import InputRejected


@given(st.builds(Written, st.text(max_size=60), st.text(max_size=1200)))
def test_what_is_kept_keeps_the_rules(written: Written) -> None:
    """Any text is refused, or kept within the rules; keeping it twice changes nothing."""
    try:
        kept = tidied(written)
    except InputRejected:
        return
    assert 0 < len(kept.name) <= LONGEST_NAME
    assert 0 < len(kept.text) <= LONGEST_TEXT
    assert "\n" not in kept.name
    assert kept.text.count("\n") < MOST_LINES
    assert not set(kept.text) & {"\x00", "\x1b", "\u202e", "\r"}
    assert tidied(kept) == kept


@pytest.mark.parametrize(
    ("written", "error"),
    [
        (Written("", "Sweet!"), CommentEmpty),
        (Written("Mei", " \n\u200b "), CommentEmpty),
        (Written("x" * 41, "Sweet!"), CommentTooLong),
        (Written("Mei", "x" * 1001), CommentTooLong),
        (Written("Mei", "a\n" * 30), CommentTooLong),
        (Written("Mei", "Sweet!", "https://spam.example"), CommentTrapped),
    ],
)
def test_what_is_refused(written: Written, error: type[Exception]) -> None:
    """Nothing, too much, and what only a program fills in."""
    with pytest.raises(error):
        tidied(written)


def test_chinese_and_line_breaks_stay() -> None:
    """Only what can't be seen goes."""
    assert tidied(Written(" 小梅 ", "很甜！\r\n\r\n\r\n\r\n还要买。\u202e")) == Written(
        "小梅", "很甜！\n\n还要买。"
    )


def test_a_video_takes_only_so_many() -> None:
    """One more than the window holds is refused."""
    check_rate(MOST_IN_WINDOW - 1)
    with pytest.raises(CommentsTooMany):
        check_rate(MOST_IN_WINDOW)


@given(st.lists(st.sampled_from(Event)))
def test_nothing_is_shown_that_nobody_let_through(events: list[Event]) -> None:
    """From held on, only a person's yes leads to where others see it."""
    state, last = State.HELD, None
    for event in events:
        try:
            state, last = follow(state, event), event
        except CommentDecided:
            continue
    assert (state is State.SHOWN) == (last is Event.LET_THROUGH)


def test_every_state_can_be_said_and_reached() -> None:
    """A state without words or a way in would be a hole."""
    assert set(STATE_WORDS) == set(State)
    assert set(TRANSITIONS.values()) | {State.HELD} == set(State)
