"""What is said in the whole of each clip, so that a person can bring back what was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.lines import Fits, cues
from vidcommerce.drafting.placing import runs, shown, speech
from vidcommerce.drafting.reframe import framed
from vidcommerce.drafting.script import Told
from vidcommerce.media.plan import Crop, Cue, EditPlan, Segment
from vidcommerce.media.time import FrameRange


@dataclass(frozen=True, slots=True)
class Known:
    """A clip as if all of it were shown: all times are frames of the clip at the plan's rate.

    ``crop`` is the window through which a part of it is best shown; None shows the whole picture.
    """

    source: int
    cues: tuple[Cue, ...]
    speech: tuple[FrameRange, ...]
    crop: Crop | None


def known(
    plan: EditPlan, analyses: Sequence[ClipAnalysis], fits: Fits = lambda _: True
) -> tuple[Known, ...]:
    """Return what is known of each of the plan's sources; ``analyses`` are theirs, in their order.

    A clip of no frames is left out.
    """
    return tuple(
        _whole(number, plan, analyses, fits)
        for number, one in enumerate(plan.sources)
        if one.frames
    )


def _whole(number: int, plan: EditPlan, analyses: Sequence[ClipAnalysis], fits: Fits) -> Known:
    source, rate = plan.sources[number], plan.canvas.rate
    whole = FrameRange(0, source.frames)
    parts = shown([Segment(number, whole, None)])
    said = runs(parts, [Told(analysis.words) for analysis in analyses], rate)
    return Known(
        source=number,
        cues=cues(said, plan.language, rate, fits),
        speech=tuple(speech(parts, analyses, rate)),
        crop=framed(analyses[number], source, [whole], plan.canvas)[0],
    )
