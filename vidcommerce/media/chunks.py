"""Cuts a plan's timeline into chunks and names each by exactly what it shows.

A chunk whose name is already kept is not rendered again: that is all there is to caching,
to going on after a crash, and to rendering only what an edit touched.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from pydantic import Field, with_config

from vidcommerce.documents import STRICT, digest
from vidcommerce.media.ladder import Rung, ladder
from vidcommerce.media.layout import label_box
from vidcommerce.media.plan import Box, Canvas, Card, Crop, Cue, EditPlan, ProductFacts
from vidcommerce.media.time import FrameRange, FrameRate

RENDERER = 2
"""Raise it when the same plan gives other pixels or samples: every name changes with it."""

ENTRANCE_FRAMES = 12
"""How long the card slides in: 0.4 s at 30 frames a second, quick and yet seen."""

_SHORTEST, _TARGET, _LONGEST = 2.0, 4.0, 6.0
"""Seconds of a chunk. Each start of a process, its encoders and a GOP costs a third of a second of
CPU, so short chunks make a render dear and long ones a fixed typo; 6 s is the longest segment that
HLS players are promised (RFC 8216bis). Measured: see docs/decisions/0017."""


_LABELLED: Final = 3000
"""Milliseconds for which a label is shown from the first frame on: two at least are asked for
(GB 45438-2025, 4.2: explicit labels of video)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames of one clip that follow each other, as a chunk shows them."""

    clip: str
    frames: FrameRange
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card within a chunk: ``frames`` count from the chunk's start.

    ``entered`` is how many frames of its entrance have gone by at the first of them, at most
    ENTRANCE_FRAMES: from then on all moments of a card look the same and share a name.
    """

    frames: FrameRange
    entered: int
    box: Box
    product: ProductFacts
    image: str


@dataclass(frozen=True, slots=True)
class ShownLabel:
    """The plan's label within a chunk: ``frames`` count from the chunk's start."""

    frames: FrameRange
    box: Box
    text: str


def _missing(label: ShownLabel | None) -> bool:
    return label is None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Content:
    """All that decides the pixels of a chunk; nothing else may.

    Without a label its name is what it was before there were labels.
    """

    renderer: int
    encoder: str
    fonts: str
    language: str
    canvas: Canvas
    rungs: tuple[Rung, ...]
    pieces: tuple[Piece, ...]
    cues: tuple[Cue, ...]
    cards: tuple[ShownCard, ...]
    label: Annotated[ShownLabel | None, Field(exclude_if=_missing)] = None


@dataclass(frozen=True, slots=True)
class Entrance:
    """All that decides how a card slides in: what it says and how large, not where or when."""

    renderer: int
    fonts: str
    language: str
    rate: FrameRate
    width: int
    height: int
    product: ProductFacts
    image: str

    def blob(self) -> str:
        """Return the name under which the animated layer is kept."""
        return f"cards/{digest(self)}.mov"


@dataclass(frozen=True, slots=True)
class Still:
    """All that decides a cover."""

    renderer: int
    encoder: str
    canvas: Canvas
    piece: Piece

    def blob(self) -> str:
        """Return the name under which the picture is kept."""
        return f"covers/{digest(self)}.jpg"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the timeline and what it shows; ``name`` is the digest of the content."""

    frames: FrameRange
    content: Content
    name: str

    def blob(self, rung: Rung) -> str:
        """Return the name under which a rendition of this chunk is kept."""
        return f"chunks/{self.name}/{rung.name}.mp4"

    def entrances(self) -> tuple[Entrance, ...]:
        """Return the entrance of each of the chunk's cards."""
        content = self.content
        return tuple(
            Entrance(
                renderer=content.renderer,
                fonts=content.fonts,
                language=content.language,
                rate=content.canvas.rate,
                width=card.box.width,
                height=card.box.height,
                product=card.product,
                image=card.image,
            )
            for card in content.cards
        )


@dataclass(frozen=True, slots=True)
class Tools:
    """What renders, as far as it shows: ffmpeg's version, and the digest of the fonts."""

    encoder: str
    fonts: str


def chunks(plan: EditPlan, keyframes: Mapping[str, Sequence[int]], tools: Tools) -> list[Chunk]:
    """Return the chunks of a plan, in order and without gaps.

    ``keyframes`` are the frames, by clip and on the canvas's rate, from which decoding can start.
    """
    return [_chunk(plan, frames, tools) for frames in ranges(plan, keyframes)]


def still(plan: EditPlan, tools: Tools) -> Still:
    """Return what the plan's cover shows."""
    cover = plan.cover
    frames = FrameRange(cover.frame, cover.frame + 1)
    piece = Piece(plan.sources[cover.source].sha256, frames, _crop_of(cover.crop, frames))
    return Still(RENDERER, tools.encoder, plan.canvas, piece)


def ranges(plan: EditPlan, keyframes: Mapping[str, Sequence[int]]) -> list[FrameRange]:
    """Cut the timeline: at cuts of the edit where possible, else between lines and at keyframes.

    A boundary at a cut costs nothing (the decoder starts there anyway) and does not move when
    something changes elsewhere, so that the names after it stay as they are. Otherwise it keeps
    out of the subtitles, so that a changed line touches one chunk and not two.
    """
    rate = plan.canvas.rate
    shortest, target, longest = (_frames(rate, s) for s in (_SHORTEST, _TARGET, _LONGEST))
    cuts = {frames.start for frames, _ in plan.placed()}
    easy = _decodable(plan, keyframes)
    busy = {f for cue in plan.cues for f in range(cue.frames.start + 1, cue.frames.stop)}
    found, start = [], 0
    while plan.frames - start > longest:
        latest = min(start + longest, plan.frames - shortest)
        window = range(start + shortest, latest + 1)
        costs = [
            (0 if f in cuts else 1 + 2 * (f in busy) + (f not in easy), abs(f - start - target), f)
            for f in window
        ]
        stop = min(costs)[2]
        found.append(FrameRange(start, stop))
        start = stop
    return [*found, FrameRange(start, plan.frames)]


def _decodable(plan: EditPlan, keyframes: Mapping[str, Sequence[int]]) -> set[int]:
    """Return the output frames at which a source has a keyframe."""
    easy: set[int] = set()
    for frames, segment in plan.placed():
        keys = keyframes.get(plan.sources[segment.source].sha256, ())
        first = bisect_left(keys, segment.source_range.start)
        last = bisect_left(keys, segment.source_range.stop)
        shift = frames.start - segment.source_range.start
        easy.update(key + shift for key in keys[first:last])
    return easy


def _frames(rate: FrameRate, seconds: float) -> int:
    return rate.frame_at(round(seconds * 1000))


def _chunk(plan: EditPlan, frames: FrameRange, tools: Tools) -> Chunk:
    content = Content(
        renderer=RENDERER,
        encoder=tools.encoder,
        fonts=tools.fonts,
        language=plan.language,
        canvas=plan.canvas,
        rungs=ladder(plan.canvas),
        pieces=_pieces(plan, frames),
        cues=_cues(plan.cues, frames),
        cards=_cards(plan.cards, frames),
        label=_label(plan, frames),
    )
    return Chunk(frames, content, digest(content))


def _pieces(plan: EditPlan, frames: FrameRange) -> tuple[Piece, ...]:
    pieces = []
    for placed, segment in plan.placed():
        shown = placed.intersection(frames)
        if len(shown):
            source = shown.shifted(segment.source_range.start - placed.start)
            clip = plan.sources[segment.source].sha256
            pieces.append(Piece(clip, source, _crop_of(segment.crop, source)))
    return tuple(pieces)


def _crop_of(crop: Crop | None, frames: FrameRange) -> Crop | None:
    """Keep only the points of a path that these frames can see, so that others don't matter."""
    if crop is None:
        return None
    keys = [point.frame for point in crop.path]
    first = max(0, bisect_left(keys, frames.start + 1) - 1)
    last = min(len(keys), bisect_left(keys, frames.stop - 1) + 1)
    return Crop(crop.width, crop.height, crop.path[first:last])


def _cues(cues: Sequence[Cue], frames: FrameRange) -> tuple[Cue, ...]:
    """Return the cues of a chunk, counted from its start; their words are not drawn."""
    return tuple(
        Cue(shown.shifted(-frames.start), cue.lines, ())
        for cue in cues
        if len(shown := cue.frames.intersection(frames))
    )


def _label(plan: EditPlan, frames: FrameRange) -> ShownLabel | None:
    whole = FrameRange(0, min(plan.frames, plan.canvas.rate.frame_at(_LABELLED)))
    shown = whole.intersection(frames)
    if not plan.label or not len(shown):
        return None
    taken = [card.box for card in plan.cards if len(card.frames.intersection(whole))]
    return ShownLabel(shown.shifted(-frames.start), label_box(plan.canvas, taken), plan.label)


def _cards(cards: Sequence[Card], frames: FrameRange) -> tuple[ShownCard, ...]:
    return tuple(
        ShownCard(
            frames=shown.shifted(-frames.start),
            entered=min(shown.start - card.frames.start, ENTRANCE_FRAMES),
            box=card.box,
            product=replace(card.product, cart_url=""),  # led to, never drawn
            image=card.image,
        )
        for card in cards
        if len(shown := card.frames.intersection(frames))
    )
