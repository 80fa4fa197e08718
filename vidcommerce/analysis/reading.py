"""Reads the frames of a clip that must be seen, and as few others as can be.

Decoding costs more than everything else: full HD decodes at four times real time on one core.
A phone writes a keyframe every second and refers back in between, so a moment is looked at where
a keyframe is: the keyframe and the three frames after it. Runs in the confined child only.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from typing import Any, Final, cast

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.packet import Packet

from vidcommerce.analysis.seeing import LONG_SIDE, Frame, Picture
from vidcommerce.analysis.stretches import (
    EVERY,
    GLANCE,
    LONGEST,
    Stretch,
    packets_needed,
)
from vidcommerce.media.clip import PictureFacts, Transfer
from vidcommerce.media.ffmpeg import MAX_PIXELS

_REORDERED: Final = 4
"""Frames that a time may come too late by; H.264 allows 16, cameras use up to 3."""

_TURNS: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class Reader:
    """The frames of one video stream, small, upright and in standard range."""

    def __init__(
        self, container: InputContainer, facts: PictureFacts, origin: int, *, rough: bool
    ) -> None:
        """Prepare to read; ``origin`` is the container's start in microseconds.

        ``rough`` leaves out the loop filter, a sixth of the work: it smooths the edges of blocks,
        which a small picture does not show, but without it long chains of frames drift.
        """
        self._container = container
        self._stream = cast("av.VideoStream", container.streams[facts.stream])
        self._decoder = self._stream.codec_context
        self._decoder.thread_count = 1
        self._decoder.options = {
            "max_pixels": str(MAX_PIXELS),
            "skip_loop_filter": "all" if rough else "default",
        }
        self._facts = facts
        self._base = (self._stream.time_base or Fraction(1, 1000)) * 1000
        self._origin = Fraction(origin, 1000)
        self._size = coded_size(facts)
        self._light = light(facts.transfer)
        self._order = InOrder()

    def stretches(self) -> Iterator[Stretch]:
        """Yield the whole clip in stretches that begin at keyframes, where there are enough."""
        packets: list[Packet[Any]] = []
        fresh = True
        for packet in self._packets():
            length = self._time(packet) - self._time(packets[0]) if packets else 0
            if packet.is_keyframe and length >= EVERY:
                yield self._stretch(packets, fresh=fresh, ended=True)
                packets, fresh = [], True
            elif length >= LONGEST:
                yield self._stretch(packets, fresh=fresh, ended=False)
                packets, fresh = [], False
            packets.append(packet)
        if packets:
            yield self._stretch(packets, fresh=fresh, ended=True)

    def burst(self, stretch: Stretch) -> list[Frame]:
        """Return the first few consecutive frames of a fresh stretch."""
        count = packets_needed(stretch.times, GLANCE)
        self._decoder.flush_buffers()
        frames = list(self.every(replace(stretch, packets=stretch.packets[:count]), follows=False))
        frames += self.rest()
        shown = sorted(time for time in stretch.times[:count] if time >= max(0, stretch.times[0]))
        return consecutive(frames, shown, GLANCE)

    def every(self, stretch: Stretch, *, follows: bool) -> Iterator[Frame]:
        """Yield the frames of a stretch; of the one before as well when it ``follows`` that."""
        if not follows:
            self._decoder.flush_buffers()
            self._order = InOrder()
        for frame in self._decoded(stretch.packets):
            yield from self._order.put(frame)

    def rest(self) -> Iterator[Frame]:
        """Yield the frames that are still held back, and end what :meth:`every` began."""
        for frame in self._drained():
            yield from self._order.put(frame)
        yield from self._order.end()

    def _packets(self) -> Iterator[Packet[Any]]:
        try:
            for packet in self._container.demux(self._stream):
                if packet.pts is not None and packet.size > 0:
                    yield packet
        except (av.FFmpegError, IndexError):
            return  # where the container breaks off, the clip ends

    def _time(self, packet: Packet[Any]) -> int:
        return self._milliseconds(packet.pts or 0)

    def _milliseconds(self, ticks: int) -> int:
        # Frames that were held back name no time base of their own, or a wrong one.
        return round(ticks * self._base - self._origin)

    def _stretch(self, packets: Sequence[Packet[Any]], *, fresh: bool, ended: bool) -> Stretch:
        times = tuple(self._time(packet) for packet in packets)
        sizes = tuple(packet.size for packet in packets)
        keys = tuple(packet.is_keyframe for packet in packets)
        return Stretch(tuple(packets), times, sizes, keys, fresh, ended)

    def _decoded(self, packets: Sequence[Packet[Any]]) -> Iterator[Frame]:
        for packet in packets:
            yield from self._frames(packet)

    def _drained(self) -> Iterator[Frame]:
        yield from self._frames(None)
        self._decoder.flush_buffers()

    def _frames(self, packet: Packet[Any] | None) -> Iterator[Frame]:
        try:
            frames = self._decoder.decode(packet)
        except MemoryError as error:  # not the packet's fault
            raise MemoryError from error
        except av.FFmpegError:
            return  # a damaged packet shows nothing
        for frame in frames:
            if frame.pts is None or frame.width * frame.height > MAX_PIXELS:
                continue
            at = self._milliseconds(frame.pts)
            if at >= 0:  # what an edit list hides comes before
                yield Frame(at, self._upright(frame))

    def _upright(self, frame: av.VideoFrame) -> Picture:
        """Return the frame as a viewer sees it, small: aspect, then mirror, turn and light."""
        width, height = self._size
        small: Any = frame.reformat(width, height, "bgr24", interpolation="AREA").to_ndarray()
        if self._facts.mirrored:
            small = cv2.flip(small, 1)
        if self._facts.turn:
            small = cv2.rotate(small, _TURNS[self._facts.turn])
        return np.asarray(cv2.LUT(small, self._light) if self._light is not None else small)


class InOrder:
    """Gives frames rising times in the order in which they were decoded, which is that of showing.

    In files whose table of times is wrong the two disagree, and ffmpeg follows the decoder too.
    """

    def __init__(self) -> None:
        """Begin with no frame."""
        self._pictures: deque[Picture] = deque()
        self._times: list[int] = []
        self._last = -1

    def put(self, frame: Frame) -> Iterator[Frame]:
        """Take a frame, and give the first of those held back when there are enough."""
        self._pictures.append(frame.picture)
        insort(self._times, frame.at)
        if len(self._times) > _REORDERED:
            yield from self._first()

    def end(self) -> Iterator[Frame]:
        """Give the rest."""
        while self._times:
            yield from self._first()

    def _first(self) -> Iterator[Frame]:
        at, picture = self._times.pop(0), self._pictures.popleft()
        if at > self._last:
            self._last = at
            yield Frame(at, picture)


def coded_size(facts: PictureFacts) -> tuple[int, int]:
    """Return width and height to which coded frames are shrunk, so that they turn out upright."""
    factor = min(1.0, LONG_SIDE / max(facts.upright_width, facts.upright_height))
    width = max(16, round(facts.upright_width * factor))
    height = max(16, round(facts.upright_height * factor))
    return (width, height) if facts.turn % 180 == 0 else (height, width)


def consecutive(frames: Sequence[Frame], shown: Sequence[int], count: int) -> list[Frame]:
    """Return the first frames, as long as each is the very next that the clip shows."""
    pairs = zip(frames, shown, strict=False)
    return [frame for frame, _ in takewhile(lambda pair: pair[0].at == pair[1], pairs)][:count]


def light(transfer: Transfer) -> Picture | None:
    """Return what 8-bit HDR codes look like in SDR, to measure by; None for SDR itself.

    ITU-R BT.2100 to light, where 1 is the white of a sheet of paper (203 cd/m2, BT.2408), a soft
    shoulder up to 1000 cd/m2 (Reinhard's), and gamma 2.4. Not for people to look at.
    """
    if transfer is Transfer.SDR:
        return None
    codes = np.linspace(0.0, 1.0, 256)
    linear = _pq(codes) if transfer is Transfer.PQ else _hlg(codes)
    shown = linear * (1 + linear / (1000 / 203) ** 2) / (1 + linear)
    return np.asarray(np.round(255 * np.clip(shown, 0, 1) ** (1 / 2.4)), np.uint8)


def _pq(codes: Any) -> Any:  # noqa: ANN401 - arrays of floats in and out
    power = codes ** (1 / 78.84375)
    return (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    ) * (10_000 / 203)


def _hlg(codes: Any) -> Any:  # noqa: ANN401 - arrays of floats in and out
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - c) / a) + b) / 12)  # noqa: PLR2004 - BT.2100's break point
    return scene**1.2 * (1000 / 203)
