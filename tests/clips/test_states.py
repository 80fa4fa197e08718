"""The states of a clip: every way leads somewhere, and nothing that is over goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.clips.states import TRANSITIONS, Event, NotNow, State, transition

_OVER = {State.REFUSED, State.CANCELLED, State.WITHDRAWN}


def test_every_state_can_be_reached_and_left_or_is_over() -> None:
    """From RECEIVED every state can come about; only the ends have no way out."""
    reached, frontier = set(), {State.RECEIVED}
    while frontier:
        reached |= frontier
        frontier = {b for (a, _), b in TRANSITIONS.items() if a in reached} - reached
    assert reached == set(State)
    assert {state for state in State if not any(a is state for a, _ in TRANSITIONS)} == _OVER


@given(st.lists(st.sampled_from(Event), max_size=30))
def test_nothing_is_published_unapproved(events: list[Event]) -> None:
    """Whatever happens in whatever order, PUBLISHED comes only after APPROVED."""
    state, approved = State.RECEIVED, False
    for event in events:
        try:
            state = transition(state, event)
        except NotNow:
            continue
        approved |= event is Event.APPROVED
        assert state is not State.PUBLISHED or approved


def test_what_is_over_says_so() -> None:
    """A refused clip can't be approved."""
    with pytest.raises(NotNow):
        transition(State.REFUSED, Event.APPROVED)
