"""Two helpers at one draft: what one typed, beside what the other has saved meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange


@dataclass(frozen=True, slots=True)
class Line:
    """A subtitle in the form: its frames, the text in the field, and what the draft says instead.

    ``other`` is None where both are the same.
    """

    frames: FrameRange
    text: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """The subtitles of the newest draft with one's own changes, and one's own that have no place.

    ``lost`` holds what was typed for subtitles that the other has taken out.
    """

    lines: tuple[Line, ...]
    lost: tuple[str, ...]


def as_it_is(plan: EditPlan) -> Both:
    """Return the subtitles of a draft, unchanged."""
    return Both(tuple(Line(cue.frames, "\n".join(cue.lines)) for cue in plan.cues), ())


def both(base: EditPlan, typed: Sequence[str], current: EditPlan) -> Both:
    """Lay what was ``typed`` over ``base`` (the draft that was seen) beside the ``current`` draft.

    A subtitle keeps its frames as long as it is there, so by them the two are matched. What was
    not touched is taken from the current draft; what was touched stays as typed.
    """
    pairs = zip(base.cues, typed, strict=False)
    mine = {cue.frames: tidy(text) for cue, text in pairs if tidy(text) != "\n".join(cue.lines)}
    lines = []
    for cue in current.cues:
        now = "\n".join(cue.lines)
        text = mine.pop(cue.frames, now)
        lines.append(Line(cue.frames, text, None if text == now else now))
    return Both(tuple(lines), tuple(text for text in mine.values() if text))


def tidy(text: str) -> str:
    """Return a subtitle's text as a plan would hold it: no empty lines, single spaces."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
