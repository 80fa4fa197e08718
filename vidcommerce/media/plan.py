"""The edit as data: what the finished video is, never how it is made.

A plan knows neither paths nor rows: clips, pictures and music are named by the sha256 of their
bytes. All times are integers: output frames on the canvas's rate, and source frames counted on
that same rate from the clip's start, so that a kept second is exactly as long as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import Field, with_config

from vidcommerce.documents import STRICT
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.time import AUDIO_RATE, FrameRange, FrameRate

PLAN_VERSION = 1
LONGEST_LABEL = 40
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The languages of RFC 5646 that subtitles come in: a language, perhaps a script and a region."""

_ASPECT_SLACK = 0.02
"""How far a crop's aspect may be from the canvas's: even sizes can't be nearer on small clips."""


@dataclass(eq=False)
class PlanRejected(InputRejected):
    """A plan that contradicts itself: ``place`` is the key, ``fault`` what is wrong there."""

    place: str
    fault: str
    sentence = N_("The plan can't be used: {place}: {fault}")


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Canvas:
    """The finished picture in pixels, and its frame rate."""

    width: int
    height: int
    rate: FrameRate


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of canvas pixels."""

    left: int
    top: int
    width: int
    height: int

    def inside(self, width: int, height: int) -> bool:
        """Tell whether the box has an area and lies wholly in a picture of this size."""
        return (
            min(self.left, self.top) >= 0
            and min(self.width, self.height) > 0
            and self.left + self.width <= width
            and self.top + self.height <= height
        )

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two boxes share a pixel."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Source:
    """A raw clip: ``frames`` long on the canvas's rate, ``width`` x ``height`` upright pixels."""

    sha256: str
    frames: int
    width: int
    height: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class CropPoint:
    """Where the crop's top left corner is at a source frame, in upright source pixels."""

    frame: int
    left: int
    top: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Crop:
    """A window of upright source pixels that moves in straight lines from point to point.

    Before the first point and after the last it rests.
    """

    width: int
    height: int
    path: tuple[CropPoint, ...]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a source that is shown; one after the other they are the video.

    ``source`` counts in the plan's sources. Without a crop the whole picture is shown, over a
    blurred copy of itself where its aspect leaves room.
    """

    source: int
    source_range: FrameRange
    crop: Crop | None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Word:
    """A word of a cue: output frames, and the recogniser's confidence in thousandths."""

    text: str
    frames: FrameRange
    confidence: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Cue:
    """Subtitle lines shown together; ``words`` may be empty (a person typed the lines)."""

    frames: FrameRange
    lines: tuple[str, ...]
    words: tuple[Word, ...]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What the card says and where it leads. ``currency`` is an ISO 4217 code."""

    name: str
    price: Decimal
    currency: str
    unit: str
    origin: str
    seller: str
    cart_url: str
    old_price: Decimal | None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Card:
    """The product card: when and where it is in the picture, and so where a tap counts.

    ``image`` is the sha256 of the product picture's bytes.
    """

    frames: FrameRange
    box: Box
    product: ProductFacts
    image: str


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class MusicBed:
    """Music under the whole video, looped as needed. Gains in hundredths of a decibel.

    ``track`` is the sha256 of the file, ``title`` what people call it. ``duck`` is how much
    quieter (a positive number) it is while somebody speaks.
    """

    track: str
    title: str
    gain: int
    duck: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Cover:
    """The frame of a source that stands for the video, and the window of it."""

    source: int
    frame: int
    crop: Crop | None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Sound:
    """The clips' own sound: ``gain`` in hundredths of a decibel.

    ``speech`` holds the output frames in which somebody speaks, in order: there the music ducks.
    """

    gain: int
    speech: tuple[FrameRange, ...]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Translation:
    """The subtitles in another language: a track beside the video, never drawn into it.

    They have times of their own: what is said may be parted differently in another language.
    """

    language: str
    cues: tuple[Cue, ...]


def _none(said: str | tuple[Translation, ...]) -> bool:
    return not said


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class EditPlan:
    """A whole video. Construction checks it: a plan that exists can be rendered.

    ``label`` says that pictures or voices were made by a computer; it is drawn over the video's
    first seconds. Without a label or ``translations`` its JSON does not name them: plans from
    before there were any keep their text, and so their name.
    """

    version: int
    language: str
    canvas: Canvas
    sources: tuple[Source, ...]
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    cards: tuple[Card, ...]
    music: MusicBed | None
    cover: Cover
    audio: Sound
    translations: Annotated[tuple[Translation, ...], Field(exclude_if=_none)] = ()
    label: Annotated[str, Field(exclude_if=_none)] = ""

    def __post_init__(self) -> None:
        """Raise PlanRejected at the first contradiction."""
        for place, good, fault in _checks(self):
            if not good:
                raise PlanRejected(place, fault)

    @property
    def frames(self) -> int:
        """The length of the video in frames."""
        return sum(len(segment.source_range) for segment in self.segments)

    def placed(self) -> tuple[tuple[FrameRange, Segment], ...]:
        """Return every segment with the output frames that it fills."""
        placed, start = [], 0
        for segment in self.segments:
            frames = FrameRange(start, start + len(segment.source_range))
            placed.append((frames, segment))
            start = frames.stop
        return tuple(placed)

    def spoken(self) -> dict[str, tuple[Cue, ...]]:
        """Return the subtitles by language, the video's own first; none of a language without."""
        other = {one.language: one.cues for one in self.translations}
        return {tag: cues for tag, cues in ({self.language: self.cues} | other).items() if cues}

    def with_cues(self, cues: tuple[Cue, ...]) -> EditPlan:
        """Return the same plan with other subtitles."""
        return replace(self, cues=cues)


_Check: TypeAlias = tuple[str, bool, str]


def _checks(plan: EditPlan) -> Iterator[_Check]:
    """Yield (place, whether it is good, what is wrong otherwise), cheapest first."""
    yield "version", plan.version == PLAN_VERSION, N_("made by another version of vidcommerce")
    yield from _canvas_checks(plan.canvas)
    yield from _name_checks(plan)
    yield "segments", bool(plan.segments), N_("nothing is left of the clips")
    for number, segment in enumerate(plan.segments):
        yield from _segment_checks(f"segments.{number}", segment, plan)
    ranges = [cue.frames for cue in plan.cues]
    yield from _order_checks("cues", ranges, plan.frames)
    yield from _order_checks("cards", [card.frames for card in plan.cards], plan.frames)
    yield from _order_checks("audio.speech", list(plan.audio.speech), plan.frames)
    yield from _cue_checks("cues", plan.cues)
    yield from _translation_checks(plan)
    yield from _card_checks(plan)
    yield from _cover_checks(plan)
    tidy = plan.label == " ".join(plan.label.split()) and len(plan.label) <= LONGEST_LABEL
    yield "label", tidy, N_("too long, or more than a line")
    if plan.music is not None:
        yield "music.duck", plan.music.duck >= 0, N_("ducking makes music quieter, never louder")


def _canvas_checks(canvas: Canvas) -> Iterator[_Check]:
    even = canvas.width % 2 == 0 and canvas.height % 2 == 0
    large = min(canvas.width, canvas.height) >= 16  # noqa: PLR2004 - one macroblock
    yield "canvas", even and large, N_("width and height are even numbers, 16 at least")
    exact = (AUDIO_RATE * canvas.rate.denominator) % canvas.rate.numerator == 0
    yield "canvas.rate", exact, N_("a frame must last a whole number of audio samples")


def _name_checks(plan: EditPlan) -> Iterator[_Check]:
    """Names become file names: whoever edits a plan must not reach another file with one."""
    names = {f"sources.{n}.sha256": source.sha256 for n, source in enumerate(plan.sources)}
    names |= {f"cards.{n}.image": card.image for n, card in enumerate(plan.cards)}
    if plan.music is not None:
        names["music.track"] = plan.music.track
    for place, name in names.items():
        yield place, bool(_SHA256.fullmatch(name)), N_("not a sha256 in lower-case hex")


def _segment_checks(place: str, segment: Segment, plan: EditPlan) -> Iterator[_Check]:
    known = 0 <= segment.source < len(plan.sources)
    yield f"{place}.source", known, N_("there is no such clip")
    source = plan.sources[segment.source]
    shown = segment.source_range
    inside = len(shown) > 0 and shown.stop <= source.frames
    yield f"{place}.source_range", inside, N_("outside the clip, or empty")
    if segment.crop is not None:
        yield from _crop_checks(f"{place}.crop", segment.crop, source, plan.canvas)


def _crop_checks(place: str, crop: Crop, source: Source, canvas: Canvas) -> Iterator[_Check]:
    frames = [point.frame for point in crop.path]
    ordered = bool(frames) and all(a < b for a, b in pairwise(frames))
    yield f"{place}.path", ordered, N_("points in order of time, one at least")
    boxes = [Box(point.left, point.top, crop.width, crop.height) for point in crop.path]
    inside = all(box.inside(source.width, source.height) for box in boxes)
    yield place, inside, N_("outside the picture")
    skew = (crop.width * canvas.height) / (crop.height * canvas.width)
    yield place, abs(skew - 1) <= _ASPECT_SLACK, N_("not the shape of the canvas")


def _order_checks(place: str, ranges: list[FrameRange], frames: int) -> Iterator[_Check]:
    for number, current in enumerate(ranges):
        within = len(current) > 0 and current.stop <= frames
        yield f"{place}.{number}", within, N_("outside the video, or empty")
        after = number == 0 or ranges[number - 1].stop <= current.start
        yield f"{place}.{number}", after, N_("begins before the one before it has ended")


def _cue_checks(place: str, cues: tuple[Cue, ...]) -> Iterator[_Check]:
    for number, cue in enumerate(cues):
        text = bool(cue.lines) and all(line.strip() for line in cue.lines)
        yield f"{place}.{number}.lines", text, N_("an empty line")


def _translation_checks(plan: EditPlan) -> Iterator[_Check]:
    """Each has a language of its own, which becomes part of a file's name."""
    taken = {plan.language}
    for number, translation in enumerate(plan.translations):
        place, language = f"translations.{number}", translation.language
        yield f"{place}.language", bool(_LANGUAGE.fullmatch(language)), N_("no language")
        yield f"{place}.language", language not in taken, N_("there are subtitles in it already")
        taken.add(language)
        ranges = [cue.frames for cue in translation.cues]
        yield from _order_checks(f"{place}.cues", ranges, plan.frames)
        yield from _cue_checks(f"{place}.cues", translation.cues)


def _card_checks(plan: EditPlan) -> Iterator[_Check]:
    for number, card in enumerate(plan.cards):
        inside = card.box.inside(plan.canvas.width, plan.canvas.height)
        yield f"cards.{number}.box", inside, N_("outside the picture")


def _cover_checks(plan: EditPlan) -> Iterator[_Check]:
    known = 0 <= plan.cover.source < len(plan.sources)
    yield "cover.source", known, N_("there is no such clip")
    source = plan.sources[plan.cover.source]
    yield "cover.frame", 0 <= plan.cover.frame < source.frames, N_("outside the clip, or empty")
    if plan.cover.crop is not None:
        yield from _crop_checks("cover.crop", plan.cover.crop, source, plan.canvas)
