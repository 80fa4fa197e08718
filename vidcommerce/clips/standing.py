"""Where a clip stands, as a farmer reads it: a step, a share of the work, plain words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from vidcommerce.clips.states import State
from vidcommerce.language import N_


class Step(IntEnum):
    """What a clip goes through, in the order in which it really happens."""

    SENT = 0
    CHECKED = 1
    LISTENING = 2
    CUTTING = 3
    DRAWING = 4
    READY = 5


STEP_WORDS: Final[Mapping[Step, str]] = {
    Step.SENT: N_("Sent"),
    Step.CHECKED: N_("Checked"),
    Step.LISTENING: N_("Listened to"),
    Step.CUTTING: N_("Cut"),
    Step.DRAWING: N_("Drawn"),
    Step.READY: N_("Ready"),
}
"""What a finished step is called."""


class Tone(StrEnum):
    """How a state is to look: work goes on, good news, somebody has to act, or it is over."""

    WORKING = "working"
    GOOD = "good"
    TROUBLE = "trouble"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """``step`` is the one under way, ``percent`` the share of all machine work that is done.

    ``title`` and ``advice`` are marked sentences; ``advice`` may be empty.
    """

    step: Step
    percent: int
    tone: Tone
    title: str
    advice: str = ""


_STAGES: Final[Mapping[str, tuple[Step, int, int, str]]] = {
    "probe": (Step.CHECKED, 0, 5, N_("Checking your clip")),
    "fetch": (Step.LISTENING, 5, 5, N_("Listening to what you say")),
    "analyse": (Step.LISTENING, 5, 40, N_("Listening to what you say")),
    "draft": (Step.CUTTING, 40, 45, N_("Cutting out the silences")),
    "render": (Step.DRAWING, 45, 95, N_("Drawing your video")),
    "package": (Step.DRAWING, 95, 100, N_("Drawing your video")),
}
"""By stage of progress.Stage: its step, its first and last percent of the work, and its words."""

_RESTS: Final[Mapping[State, Standing]] = {
    State.READY: Standing(
        Step.READY, 100, Tone.GOOD, N_("Your video is ready"),
        N_("Watch it. Your helper looks at it too, then it goes online."),
    ),
    State.PUBLISHING: Standing(Step.READY, 100, Tone.GOOD, N_("It is going online")),
    State.PUBLISHED: Standing(
        Step.READY, 100, Tone.GOOD, N_("Online"), N_("Shoppers can see it and buy.")
    ),
    State.SENT_BACK: Standing(
        Step.READY, 100, Tone.TROUBLE, N_("Please film it again"),
        N_("Your helper says what to change."),
    ),
    State.REFUSED: Standing(
        Step.SENT, 0, Tone.TROUBLE, N_("This clip can't be used"),
        N_("Film it again, or choose another clip."),
    ),
    State.REJECTED: Standing(
        Step.READY, 100, Tone.OVER, N_("This video is not taken"), N_("Ask your helper why.")
    ),
    State.CANCELLED: Standing(Step.SENT, 0, Tone.OVER, N_("Stopped")),
    State.WITHDRAWN: Standing(Step.READY, 100, Tone.OVER, N_("Not online any more")),
    State.ASIDE: Standing(
        Step.SENT, 0, Tone.TROUBLE, N_("Something broke on our side"),
        N_("Your clip is safe. We look after it; you need do nothing."),
    ),
}  # fmt: skip
"""The states in which nothing is being worked on, as far as the farmer is concerned."""

_WAITING: Final = Standing(
    Step.SENT, 0, Tone.WORKING, N_("Arrived"), N_("It is waiting for its turn.")
)

ADVICE: Final[Mapping[str, str]] = {
    "ClipEmpty": N_("Choose the clip again from your pictures."),
    "ClipUnreadable": N_("Film it again with the phone's own camera."),
    "NoPicture": N_("Choose a clip with a picture, or film it again."),
    "PictureTooLarge": N_("Set the camera to 1080p or 4K and film it again."),
    "PictureTooSmall": N_("Set the camera to HD (1080p) and film it again."),
    "ClipTooShort": N_("Film for ten seconds or more."),
    "ClipTooLong": N_("Film only the best: one or two minutes."),
    "ClipTooHeavy": N_("Switch off slow motion and film it again."),
    "SentBefore": N_("You sent this clip before. Look for it in the list."),
}
"""What to do about a refusal, by the name of its error; others get the advice of REFUSED."""


def standing(state: State, stage: str, done: int) -> Standing:
    """Return where a clip stands; ``stage`` and ``done`` (thousandths) as in ClipRow."""
    rest = _RESTS.get(state)
    if rest is not None:
        return rest
    if state is State.RECEIVED:
        return _WAITING
    default = "render" if state is State.RENDERING else "probe"
    step, first, last, title = _STAGES.get(stage, _STAGES[default])
    share = min(max(done, 0), 1000)
    return Standing(step, first + (last - first) * share // 1000, Tone.WORKING, title)


def what_to_do(error: str, fallback: str) -> str:
    """Return the marked sentence with which to meet a refusal."""
    return ADVICE.get(error, fallback)
