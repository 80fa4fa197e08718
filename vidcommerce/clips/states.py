"""The states of a clip and the one table of how they follow each other. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


class State(StrEnum):
    """Where a clip stands."""

    RECEIVED = "received"
    ANALYSING = "analysing"
    RENDERING = "rendering"
    READY = "ready"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"


class Event(StrEnum):
    """What moves a clip from state to state."""

    TAKEN_UP = "taken_up"
    DRAFTED = "drafted"
    RENDERED = "rendered"
    CORRECTED = "corrected"
    APPROVED = "approved"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    GAVE_UP = "gave_up"
    RUN_AGAIN = "run_again"
    REOPENED = "reopened"


_S, _E = State, Event

TRANSITIONS: Final[Mapping[tuple[State, Event], State]] = {
    (_S.RECEIVED, _E.TAKEN_UP): _S.ANALYSING,
    (_S.ANALYSING, _E.TAKEN_UP): _S.ANALYSING,  # by another worker, after a lease ran out
    (_S.ANALYSING, _E.DRAFTED): _S.RENDERING,
    (_S.RENDERING, _E.RENDERED): _S.READY,
    (_S.READY, _E.CORRECTED): _S.RENDERING,
    (_S.RENDERING, _E.CORRECTED): _S.RENDERING,  # before the last correction was drawn
    (_S.READY, _E.APPROVED): _S.PUBLISHING,
    (_S.READY, _E.SENT_BACK): _S.SENT_BACK,
    (_S.READY, _E.REJECTED): _S.REJECTED,
    (_S.SENT_BACK, _E.REOPENED): _S.READY,  # the farmer has answered
    (_S.REJECTED, _E.REOPENED): _S.READY,  # somebody else thinks otherwise
    (_S.PUBLISHING, _E.PUBLISHED): _S.PUBLISHED,
    (_S.PUBLISHED, _E.CORRECTED): _S.RENDERING,
    (_S.PUBLISHED, _E.WITHDRAWN): _S.WITHDRAWN,
    (_S.RECEIVED, _E.REFUSED): _S.REFUSED,
    (_S.ANALYSING, _E.REFUSED): _S.REFUSED,
    (_S.RENDERING, _E.REFUSED): _S.REFUSED,
    (_S.RECEIVED, _E.GAVE_UP): _S.ASIDE,
    (_S.ANALYSING, _E.GAVE_UP): _S.ASIDE,
    (_S.RENDERING, _E.GAVE_UP): _S.ASIDE,
    (_S.PUBLISHING, _E.GAVE_UP): _S.ASIDE,
    (_S.ASIDE, _E.RUN_AGAIN): _S.RECEIVED,
    **{
        (state, _E.CANCELLED): _S.CANCELLED
        for state in (_S.RECEIVED, _S.ANALYSING, _S.RENDERING, _S.READY, _S.SENT_BACK, _S.ASIDE)
    },
}
"""What is not here does not happen. After RUN_AGAIN a clip begins at its start: whatever it had
done is kept under its name and costs nothing to do again."""


@dataclass(eq=False)
class NotNow(InputRejected):
    """The clip's state does not allow this; somebody else may have been quicker."""

    state: str
    event: str
    sentence = N_("That can't be done now: the clip has moved on. Look at it again.")


def transition(state: State, event: Event) -> State:
    """Return the state that follows. Raises NotNow."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise NotNow(state.value, event.value)
    return after
