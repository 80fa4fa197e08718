"""The confined half of the probe: reads standard input, answers with one JSON object.

Started by :mod:`vidcommerce.media.probe` as ``python -m``; nothing else may run it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, BinaryIO, Final

import av
import av.subtitles.stream  # PyAV imports it late, when nothing can be opened any more
from av.container import InputContainer
from av.stream import Discard, Disposition, Stream

from vidcommerce.media.clip import PictureFacts, Problem
from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.ffmpeg import MAX_PIXELS
from vidcommerce.media.probe_boxes import Hints, hints
from vidcommerce.media.probe_frames import (
    BREAKS_OFF,
    Seen,
    first_picture,
    first_sound,
    opened,
    transfer,
)
from vidcommerce.media.probe_timing import Packets, end, keyframes, rate
from vidcommerce.media.refusals import LARGEST_SIDE, Fault

_STILL: Final = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
_MICROSECONDS: Final = 1_000_000
_BLANK: Final = bytes(16)
"""What no packet of any codec begins with; disks and downloads that broke off leave it."""

_SMALL_SIDE: Final = 360
"""Upright pixels of the short side below which a phone's screen shows the clip visibly blurred."""

_SLACK: Final = Fraction(1, 20)
"""Share of a clip's length that a header may be off; players' own rounding stays far below."""

_MOST_TAGS: Final = 100
_LONGEST_TAG: Final = 500


class _Refused(Exception):
    """The clip can't be used; the facts go to the parent as they are."""

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(why)
        self.facts = {"refused": why, **facts}


@dataclass(frozen=True, slots=True)
class _Track:
    """A stream of the container and its packets; ``id`` is the container's own number of it."""

    index: int
    id: int
    codec: str
    size: tuple[int, int]
    guess: Fraction | None
    packets: Packets


@dataclass(frozen=True, slots=True)
class _Contents:
    """The container as it was read through once; ``claimed`` is its header's length in seconds.

    ``recorded`` counts the streams of sound, of which ``sounds`` have packets of a known codec.
    ``short`` means that its index names bytes after the end of the file.
    """

    kind: str
    origin: Fraction
    claimed: Fraction | None
    tags: dict[str, str]
    pictures: tuple[_Track, ...]
    sounds: tuple[_Track, ...]
    recorded: int
    short: bool


def main() -> None:
    """Answer for the file on standard input."""
    give_up_everything()
    try:
        with open(0, "rb", buffering=0, closefd=False) as file:
            answer = _answer(file)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    json.dump(answer, sys.stdout)


def _answer(file: BinaryIO) -> dict[str, Any]:
    try:
        return _facts(file)
    except _Refused as refused:
        return refused.facts


def _facts(file: BinaryIO) -> dict[str, Any]:
    size = os.fstat(file.fileno()).st_size
    bytes_say = hints(file, size)
    contents = _contents(file, size, bytes_say)
    track, frame = _picture(file, contents)
    sound = next(filter(None, (first_sound(file, t.index) for t in contents.sounds)), None)
    picture = _picture_facts(track, frame, contents.origin)
    tagged = dict(bytes_say.transfers).get(track.id)
    odd = {
        Problem.NO_SOUND: contents.recorded == 0,
        Problem.SOUND_UNREADABLE: contents.recorded > 0 and sound is None,
        Problem.TRUNCATED: contents.short or bytes_say.missing or track.packets.lost > 0,
        Problem.SECOND_PICTURE: len(contents.pictures) > 1,
        Problem.WRONG_COLOUR_TAGS: tagged is not None and transfer(tagged) is not frame.transfer,
        Problem.WRONG_DURATION: _boasts(contents, track),
        Problem.SMALL_PICTURE: min(picture.upright_width, picture.upright_height) < _SMALL_SIDE,
    }
    return {
        "container": contents.kind,
        "origin": round(contents.origin * _MICROSECONDS),
        "duration": max(0, round((end(track.packets) - contents.origin) * 1000)),
        "picture": dataclasses.asdict(picture),
        "sound": dataclasses.asdict(sound) if sound else None,
        "tags": _printable(contents.tags),
        "problems": [problem for problem, there in odd.items() if there],
    }


def _contents(file: BinaryIO, size: int, bytes_say: Hints) -> _Contents:
    """Read the container through, or say why it can't be."""
    plain = {
        Fault.PROTECTED: bytes_say.protected,
        Fault.PHOTO: bytes_say.photo,
        Fault.TEXT: bytes_say.text,
    }
    for fault, there in plain.items():
        if there:
            raise _Refused(fault.name)
    try:
        with opened(file) as container:
            return _read(container, size)
    except MemoryError as error:
        raise MemoryError from error
    except av.FFmpegError as error:
        fault = Fault.DAMAGED if bytes_say.known else Fault.UNKNOWN
        raise _Refused(fault.name) from error


def _read(container: InputContainer, size: int) -> _Contents:
    pictures = [_track(s, (s.width, s.height), s.guessed_rate) for s in _moving(container)]
    sounds = [_track(s, (0, 0), None) for s in container.streams.audio if s.codec_context]
    tracks = {track.index: track for track in (*pictures, *sounds)}
    for stream in container.streams:
        if stream.index not in tracks:
            stream.discard = Discard.all
    _take_packets(container, tracks)
    return _Contents(
        kind=container.format.name,
        origin=Fraction(container.start_time or 0, _MICROSECONDS),
        claimed=Fraction(container.duration, _MICROSECONDS) if container.duration else None,
        tags=container.metadata,
        pictures=tuple(t for t in pictures if t.packets.shown),
        sounds=tuple(t for t in sounds if t.packets.shown),
        recorded=len(container.streams.audio),
        short=any(_beyond(container.streams[index], size) for index in tracks),
    )


def _moving(container: InputContainer) -> list[av.VideoStream]:
    """Return the streams of moving pictures: no cover, no preview."""
    return [s for s in container.streams.video if s.codec_context and not s.disposition & _STILL]


def _track(
    stream: av.VideoStream | av.AudioStream, size: tuple[int, int], guess: Fraction | None
) -> _Track:
    codec = stream.codec_context.codec.canonical_name
    base = stream.time_base or Fraction(1, _MICROSECONDS)
    return _Track(stream.index, stream.id, codec, size, guess, Packets(base))


def _take_packets(container: InputContainer, tracks: Mapping[int, _Track]) -> None:
    """Read every packet once; where the container breaks off, the clip ends."""
    with contextlib.suppress(*BREAKS_OFF):
        for packet in container.demux():
            time = packet.dts if packet.pts is None else packet.pts
            if time is None:  # the end of a stream, which is no packet of it
                continue
            track = tracks.get(packet.stream_index)
            if track is None:  # not every container leaves out what it was told to
                continue
            blank = track.size != (0, 0) and bytes(memoryview(packet)[:16]) == _BLANK
            if packet.is_corrupt or blank:
                track.packets.lost += 1
                continue
            track.packets.add(
                time, packet.duration or 0, key=packet.is_keyframe, hidden=packet.is_discard
            )


def _beyond(stream: Stream, size: int) -> bool:
    """Tell whether the index names a packet that the file is too short for."""
    return any(entry.pos + entry.size > size for entry in stream.index_entries)


def _picture(file: BinaryIO, contents: _Contents) -> tuple[_Track, Seen]:
    """Return the real picture: of the streams that decode, the one with the most frames.

    A phone's motion photo has two, and its still one has a frame a second or less.
    """
    if not contents.pictures:
        raise _Refused("NO_PICTURE")
    by_frames = sorted(contents.pictures, key=lambda t: (len(t.packets.shown), t.size))
    for track in reversed(by_frames):
        _check_size(*track.size)
        middle = sum(track.packets.shown) // len(track.packets.shown) * track.packets.base
        frame = first_picture(file, track.index, middle)
        if frame is not None:
            _check_size(frame.width, frame.height)
            return track, frame
    raise _Refused(Fault.DAMAGED.name)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > LARGEST_SIDE:
        raise _Refused("TOO_LARGE", width=width, height=height)


def _picture_facts(track: _Track, frame: Seen, origin: Fraction) -> PictureFacts:
    across = max(1, round(Fraction(frame.width) * Fraction(*frame.sample_aspect)))
    lying = frame.turn % 180 != 0
    frame_rate, mode = rate(track.packets, track.guess)
    return PictureFacts(
        stream=track.index,
        codec=track.codec,
        width=frame.width,
        height=frame.height,
        sample_aspect=frame.sample_aspect,
        turn=frame.turn,
        mirrored=frame.mirrored,
        upright_width=frame.height if lying else across,
        upright_height=across if lying else frame.height,
        pixel_format=frame.pixel_format,
        bits=frame.bits,
        transfer=frame.transfer,
        matrix=frame.matrix,
        full_range=frame.full_range,
        rate=frame_rate,
        rate_mode=mode,
        frames=len(track.packets.shown),
        keyframes=keyframes(track.packets, origin),
    )


def _boasts(contents: _Contents, picture: _Track) -> bool:
    """Tell whether the header's length is far from that of the packets which are there."""
    if contents.claimed is None:
        return False
    ends = [end(track.packets) for track in (picture, *contents.sounds)]
    real = max(ends) - contents.origin
    return abs(contents.claimed - real) > max(Fraction(1), real * _SLACK)


def _printable(tags: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the tags in order, without what could steer a terminal, and not without end."""

    def clean(text: str) -> str:
        return "".join(sign if sign.isprintable() else " " for sign in text[:_LONGEST_TAG])

    return [(clean(key), clean(value)) for key, value in sorted(tags.items())[:_MOST_TAGS]]


if __name__ == "__main__":
    main()
