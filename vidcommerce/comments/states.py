"""The states of a comment and the one table of how they follow each other. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.comments.signals import Decision
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


class State(StrEnum):
    """Where a comment stands. Only one that is SHOWN is seen by others."""

    HELD = "held"
    """A person reads it first."""
    SHOWN = "shown"
    WITHHELD = "withheld"
    """A rule keeps it back; a person reads it when its writer appeals."""
    REJECTED = "rejected"
    """A person keeps it back."""
    DELETED = "deleted"
    """By its writer, for ever."""


class Event(StrEnum):
    """What moves a comment from state to state."""

    LET_THROUGH = "let_through"
    REJECTED = "rejected"
    HELD = "held"
    """What was shown, or is new again because its writer changed it, waits for a person."""
    WITHHELD = "withheld"
    DELETED = "deleted"


TRANSITIONS: Final[Mapping[tuple[State, Event], State]] = {
    (State.HELD, Event.LET_THROUGH): State.SHOWN,
    (State.HELD, Event.REJECTED): State.REJECTED,
    (State.HELD, Event.HELD): State.HELD,  # changed by its writer
    (State.HELD, Event.WITHHELD): State.WITHHELD,
    (State.SHOWN, Event.LET_THROUGH): State.SHOWN,  # shown by a rule, and a person agrees
    (State.SHOWN, Event.REJECTED): State.REJECTED,  # taken down after all
    (State.SHOWN, Event.HELD): State.HELD,
    (State.SHOWN, Event.WITHHELD): State.WITHHELD,
    (State.WITHHELD, Event.LET_THROUGH): State.SHOWN,
    (State.WITHHELD, Event.REJECTED): State.REJECTED,  # a person agrees with the rule
    (State.WITHHELD, Event.HELD): State.HELD,
    (State.WITHHELD, Event.WITHHELD): State.WITHHELD,
    (State.REJECTED, Event.LET_THROUGH): State.SHOWN,  # a mistake mended
    (State.HELD, Event.DELETED): State.DELETED,
    (State.SHOWN, Event.DELETED): State.DELETED,
    (State.WITHHELD, Event.DELETED): State.DELETED,
    (State.REJECTED, Event.DELETED): State.DELETED,
}
"""What is not here does not happen. A person's word can't be undone by a rule, only by a person."""

BY_RULE: Final[Mapping[Decision, Event]] = {
    Decision.PUBLISH: Event.LET_THROUGH,
    Decision.PUBLISH_LOOK: Event.LET_THROUGH,
    Decision.HOLD: Event.HELD,
    Decision.WITHHOLD: Event.WITHHELD,
}
"""What each decision of the policy does to a comment; one that it rejects is not kept at all."""

STATE_WORDS: Final[Mapping[State, str]] = {
    State.HELD: N_("Waiting: somebody at the station reads it first."),
    State.SHOWN: N_("It is shown."),
    State.WITHHELD: N_("A program keeps it back, so it is not shown. You can ask a person."),
    State.REJECTED: N_("It is not shown."),
    State.DELETED: N_("You have deleted it."),
}
"""What its writer reads."""


@dataclass(eq=False)
class CommentUnknown(InputRejected):
    """There is no such comment, or this person may not know of it."""

    sentence = N_("There is no such comment.")


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
