"""The confined half of measuring: reads a clip from standard input, answers with one JSON object.

Started by :mod:`vidcommerce.flags.glimpses` as ``python -m``; nothing else may run it. A few whole
pictures are measured at full size; small ones of all the clip, or of its keyframes where decoding
all of it would take long, are compared with each other.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO, Final, cast

import av
import av.subtitles.stream  # PyAV imports it late, when nothing can be opened any more
import cv2
import numpy as np

from vidcommerce.analysis.reading import light
from vidcommerce.analysis.seeing import Gray, Picture, gray
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.flags import measures, series
from vidcommerce.flags.glimpses import Glimpse, Glimpses
from vidcommerce.media.clip import PictureFacts
from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.ffmpeg import MAX_PIXELS
from vidcommerce.media.probe_frames import BREAKS_OFF, opened

_PLACES: Final = 6
"""Whole pictures that are measured."""

_BUDGET: Final = 900_000_000
"""Pixels that may be decoded to compare all frames of a clip: three to four seconds of one core.
Of longer or larger clips the keyframes are compared."""

_MOST_FRAMES: Final = 1800
_MOST_BOXES: Final = 64
_MOST_WRITERS: Final = 8


@dataclass(frozen=True, slots=True)
class _Clip:
    """The clip on standard input; ``origin`` in microseconds, ``duration`` in milliseconds."""

    file: BinaryIO
    facts: PictureFacts
    origin: int
    duration: int


def main() -> None:
    """Answer for the file on standard input.

    After the limits come the picture's facts without keyframes, the container's start in
    microseconds and the clip's length in milliseconds.
    """
    facts = read_json(PictureFacts, sys.argv[4])
    origin, duration = int(sys.argv[5]), int(sys.argv[6])
    cv2.setNumThreads(1)
    _rehearse()
    give_up_everything()
    try:
        with open(0, "rb", buffering=0, closefd=False) as file:
            answer = _measure(_Clip(file, facts, origin, duration))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.write(canonical_json(answer))


def _rehearse() -> None:
    """Measure noise once: libraries import parts of themselves when first used."""
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8)
    measures.glimpse(0, noise)
    small = [series.Small(100 * n, gray(np.roll(noise[:90, :160], n, 1))) for n in range(20)]
    series.frozen(small)
    series.gliding(small)
    series.repeats(small)


def _measure(clip: _Clip) -> Glimpses:
    keyframes, writers = _keyframes(clip)
    small = list(_small(clip, everything=_is_cheap(clip), keyframes=len(keyframes)))
    return Glimpses(
        pictures=tuple(_glimpses(clip, keyframes)),
        frozen=series.frozen(small),
        gliding=series.gliding(small),
        repeats=series.repeats(small),
        watched=len(small),
        boxes=_boxes(clip.file),
        writers=writers,
    )


def _is_cheap(clip: _Clip) -> bool:
    return clip.facts.frames * clip.facts.width * clip.facts.height <= _BUDGET


def _keyframes(clip: _Clip) -> tuple[list[int], tuple[str, ...]]:
    """Return the stream times of all keyframes, and what the tracks say of their writers."""
    times: list[int] = []
    with opened(clip.file) as container:
        said = {
            value.strip()[:100]
            for stream in container.streams
            for key, value in stream.metadata.items()
            if key.lower() in {"handler_name", "encoder", "vendor_id"} and value.isprintable()
        }
        video = container.streams[clip.facts.stream]
        with contextlib.suppress(*BREAKS_OFF):
            times.extend(
                packet.pts
                for packet in container.demux(video)
                if packet.is_keyframe and packet.pts is not None
            )
    return sorted(times), tuple(sorted(said)[:_MOST_WRITERS])


def _glimpses(clip: _Clip, keyframes: list[int]) -> Iterator[Glimpse]:
    count = len(keyframes)
    chosen = sorted({(2 * place + 1) * count // (2 * _PLACES) for place in range(_PLACES)})
    with opened(clip.file) as container:
        video = _video(container, clip)
        for number in chosen if keyframes else ():
            with contextlib.suppress(*BREAKS_OFF):
                container.seek(keyframes[number], stream=video)
                frame = next(container.decode(video), None)
                if frame is not None and frame.pts is not None:
                    yield measures.glimpse(_at(clip, video, frame.pts), _whole(clip, frame))


def _small(clip: _Clip, *, everything: bool, keyframes: int) -> Iterator[series.Small]:
    """Yield small pictures in order of time, at most a set number, evenly spaced."""
    spacing = max(1, clip.duration // _MOST_FRAMES)
    last = -spacing
    with opened(clip.file) as container:
        video = _video(container, clip)
        if not everything:
            if keyframes * clip.facts.width * clip.facts.height > _BUDGET:
                return
            video.codec_context.skip_frame = "NONKEY"
        with contextlib.suppress(*BREAKS_OFF):
            for frame in container.decode(video):
                at = -1 if frame.pts is None else _at(clip, video, frame.pts)
                if at >= last + spacing and frame.width * frame.height <= MAX_PIXELS:
                    last = at
                    yield series.Small(at, _shrunk(frame))


def _video(container: av.container.InputContainer, clip: _Clip) -> av.VideoStream:
    video = cast("av.VideoStream", container.streams[clip.facts.stream])
    video.codec_context.thread_count = 1
    video.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return video


def _at(clip: _Clip, video: av.VideoStream, ticks: int) -> int:
    base = video.time_base or Fraction(1, 1000)
    return max(0, round(ticks * base * 1000 - Fraction(clip.origin, 1000)))


def _whole(clip: _Clip, frame: av.VideoFrame) -> Picture:
    """Return the frame as it is coded: neither turned nor shrunk, in standard range."""
    picture = frame.to_ndarray(format="bgr24")
    table = light(clip.facts.transfer)
    return np.asarray(picture if table is None else cv2.LUT(picture, table), np.uint8)


def _shrunk(frame: av.VideoFrame) -> Gray:
    width, height = series.size(frame.width, frame.height)
    small = frame.reformat(width, height, "gray", interpolation="AREA").to_ndarray()
    return np.asarray(small, np.float32)


def _boxes(file: BinaryIO) -> tuple[str, ...]:
    """Return the kinds of the outermost boxes (ISO/IEC 14496-12, 4.2); none for another file."""
    size = os.fstat(file.fileno()).st_size
    kinds: list[str] = []
    at = 0
    while at + 8 <= size and len(kinds) < _MOST_BOXES:
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if not (kind.isalnum() and kind.isascii()) or (length < 8 and length != 0):  # noqa: PLR2004 - a box's header
            break
        kinds.append(kind.decode("ascii"))
        at = size if length == 0 else at + length
    return tuple(kinds) if kinds[:1] and kinds[0] in {"ftyp", "moov", "wide"} else ()


if __name__ == "__main__":
    main()
