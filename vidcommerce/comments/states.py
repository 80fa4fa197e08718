"""The states of a comment and the one table of how they follow each other. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


class State(StrEnum):
    """Where a comment stands. Only one that is SHOWN is seen by others."""

    HELD = "held"
    SHOWN = "shown"
    REJECTED = "rejected"


class Event(StrEnum):
    """What moves a comment from state to state."""

    LET_THROUGH = "let_through"
    REJECTED = "rejected"


TRANSITIONS: Final[Mapping[tuple[State, Event], State]] = {
    (State.HELD, Event.LET_THROUGH): State.SHOWN,
    (State.HELD, Event.REJECTED): State.REJECTED,
    (State.SHOWN, Event.REJECTED): State.REJECTED,  # taken down after all
    (State.REJECTED, Event.LET_THROUGH): State.SHOWN,  # a mistake mended
}
"""What is not here does not happen."""

STATE_WORDS: Final[Mapping[State, str]] = {
    State.HELD: N_("Waiting: somebody at the station reads it first."),
    State.SHOWN: N_("It is shown."),
    State.REJECTED: N_("It is not shown."),
}
"""What its writer reads."""


@dataclass(eq=False)
class CommentDecided(InputRejected):
    """The comment's state does not allow this; somebody else may have been quicker."""

    state: str
    event: str
    sentence = N_("Somebody else has already decided about this comment.")


def transition(state: State, event: Event) -> State:
    """Return the state that follows. Raises CommentDecided."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise CommentDecided(state.value, event.value)
    return after
