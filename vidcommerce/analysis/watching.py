"""Decides what of a clip is decoded, and turns frames into looks and cuts.

Runs in the confined child only; what it yields is small and plain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vidcommerce.analysis import seeing
from vidcommerce.analysis.attention import subject
from vidcommerce.analysis.faces import FaceFinder
from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.reading import Reader
from vidcommerce.analysis.seeing import Frame
from vidcommerce.analysis.shots import APART, NEAR, CutFinder, Signature, distance, signature
from vidcommerce.analysis.stretches import EVERY, GLANCE, Stretch
from vidcommerce.media.clip import PictureFacts

CHEAP: Final = 10_000_000
"""Pixels a second up to which every frame is decoded: 640x480 at 30 a second."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A new shot begins ``at`` milliseconds."""

    at: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The clip has been looked at up to ``at`` milliseconds."""

    at: int


def watch(
    reader: Reader, faces: FaceFinder, surprises: Sequence[int], *, decode_all: bool
) -> Iterator[Look | Shot | Seen]:
    """Yield what there is to see, in order of time but for shots, which come when they are sure.

    ``surprises`` are the milliseconds of keyframes that came earlier than usual.
    """
    watcher = _Watcher(reader, faces, surprises)
    for stretch in reader.stretches():
        yield from watcher.take(stretch, whole=decode_all or not (stretch.fresh and stretch.ended))
        yield Seen(max(0, *stretch.times))
    yield from watcher.finish()


def is_cheap(facts: PictureFacts) -> bool:
    """Tell whether decoding every frame takes little time."""
    rate = facts.rate.numerator / facts.rate.denominator
    return facts.width * facts.height * rate <= CHEAP


class _Watcher:
    """What is known between one stretch and the next."""

    def __init__(self, reader: Reader, faces: FaceFinder, surprises: Sequence[int]) -> None:
        self._reader = reader
        self._surprises = surprises
        self._faces = faces
        self._unsure: tuple[Stretch, list[Frame]] | None = None
        """A stretch of which only the first frames were seen, and those."""
        self._running: _Running | None = None
        """The frames since the stretches are decoded whole."""

    def take(self, stretch: Stretch, *, whole: bool) -> Iterator[Look | Shot]:
        if not whole:
            yield from self._stop()
            yield from self._glance(stretch)
            return
        if self._unsure is not None and stretch.fresh:
            yield from self._settle(self._reader.burst(stretch))
        self._unsure = None
        follows = self._running is not None
        running = self._running = self._running or _Running(self._faces)
        for frame in self._reader.every(stretch, follows=follows):
            yield from running.take(frame)

    def finish(self) -> Iterator[Look | Shot]:
        yield from self._settle([])
        yield from self._stop()

    def _stop(self) -> Iterator[Look | Shot]:
        if self._running is not None:
            for frame in self._reader.rest():
                yield from self._running.take(frame)
            yield from self._running.finish()
            self._running = None

    def _glance(self, stretch: Stretch) -> Iterator[Look | Shot]:
        frames = self._reader.burst(stretch)
        yield from self._settle(frames)
        if frames:
            yield look(frames, self._faces)
            self._unsure = (stretch, frames)

    def _settle(self, following: list[Frame]) -> Iterator[Look | Shot]:
        """Decode the whole of the stretch before when a cut may be in it."""
        if self._unsure is None:
            return
        stretch, burst = self._unsure
        self._unsure = None
        if not (stretch.outstanding or self._changes(stretch, burst, following)):
            return
        frames = [*self._reader.every(stretch, follows=False), *self._reader.rest(), *following]
        finder = CutFinder()
        found = [cut for frame in frames for cut in finder.feed(_signature(frame))]
        for cut in (*found, *finder.finish()):
            yield Shot(cut)
            if not following or cut < following[0].at:
                after = [frame for frame in frames if frame.at >= cut]
                yield look(after[:GLANCE], self._faces)

    def _changes(
        self, stretch: Stretch, burst: Sequence[Frame], following: Sequence[Frame]
    ) -> bool:
        """Tell whether what follows a stretch may be another shot than its beginning."""
        if _apart(burst[0], burst[-1]):
            return True
        if not following:
            return False
        # The probe rounds a keyframe's time up, a frame's is rounded to the nearest.
        edges = (stretch.times[0] + 1, following[0].at + 1)
        before, until = (bisect_right(self._surprises, edge) for edge in edges)
        return until > before or _apart(burst[-1], following[0])


class _Running:
    """Every frame of some seconds, one after the other."""

    def __init__(self, faces: FaceFinder) -> None:
        self._faces = faces
        self._finder = CutFinder()
        self._frames: list[Frame] = []
        self._due = 0

    def take(self, frame: Frame) -> Iterator[Look | Shot]:
        """Take the next frame; look where it is time to."""
        yield from self._cuts(self._finder.feed(_signature(frame)))
        if self._frames or frame.at >= self._due:
            self._frames.append(frame)
        if len(self._frames) >= GLANCE + NEAR:  # by now it is known whether a cut is in between
            yield self._look()

    def finish(self) -> Iterator[Look | Shot]:
        """Look at what is left."""
        yield from self._cuts(self._finder.finish())
        if self._frames:
            yield self._look()

    def _cuts(self, cuts: Iterable[int]) -> Iterator[Shot]:
        for cut in cuts:
            yield Shot(cut)
            self._frames = [frame for frame in self._frames if frame.at >= cut]

    def _look(self) -> Look:
        frames, self._frames = self._frames[:GLANCE], []
        self._due = frames[0].at + EVERY
        return look(frames, self._faces)


def look(frames: Sequence[Frame], faces: FaceFinder) -> Look:
    """Return what consecutive frames of one shot say of the moment of the first."""
    luma = seeing.gray(frames[0].picture)
    moved = seeing.shifts(frames)
    found = faces(frames[0].picture)
    return Look(
        at=frames[0].at,
        sharpness=seeing.sharpness(luma),
        shake=seeing.shake(frames, moved),
        brightness=seeing.brightness(luma),
        clipped=seeing.clipped(luma),
        stillness=seeing.stillness(frames),
        faces=found,
        subject=subject(frames, moved, found),
    )


def _signature(frame: Frame) -> Signature:
    return signature(frame.at, frame.picture)


def _apart(one: Frame, other: Frame) -> bool:
    return distance(_signature(one), _signature(other)) > APART
