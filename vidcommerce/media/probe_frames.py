"""Decodes the first frames of a clip, because headers can lie and bitstreams can't.

Runs in the confined child only.
"""

from __future__ import annotations

import contextlib
import math
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, BinaryIO, Final, cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from vidcommerce.media.clip import SoundFacts, Transfer
from vidcommerce.media.ffmpeg import CONTAINERS, MAX_PIXELS

_TRIED: Final = 300
"""Packets that are tried before a stream counts as undecodable: ten seconds of a damaged start."""

BREAKS_OFF: Final = (av.FFmpegError, IndexError)
"""What PyAV raises where a container breaks off; the second when a stream began in the middle."""

_NARROWEST: Final = 4
"""Pixels of DV, DVD and anamorphic lenses lie between 1:2 and 2:1; twice that is left as room."""

_TRANSFERS: Final = {18: Transfer.HLG, 16: Transfer.PQ}
"""ITU-T H.273, table 3. Everything else that cameras write is shown as SDR."""

_MATRICES: Final = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m",
                    9: "bt2020", 10: "bt2020"}  # fmt: skip
"""ITU-T H.273, table 4, as ffmpeg's scale filter calls them."""


_FULL: Final = 2
"""ffmpeg's AVCOL_RANGE_JPEG; the ``yuvj`` formats say the same by their name."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One decoded frame; every field means what it means in PictureFacts."""

    width: int
    height: int
    sample_aspect: tuple[int, int]
    turn: int
    mirrored: bool
    pixel_format: str
    bits: int
    transfer: Transfer
    matrix: str
    full_range: bool


class _Reader:
    """The clip's bytes for PyAV, which is given no name: by a name it could open a file again."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


@contextmanager
def opened(file: BinaryIO) -> Iterator[InputContainer]:
    """Open the container: of a known kind, with no other file, and from its first byte."""
    options = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
    with av.open(_Reader(file), "r", options=options, metadata_errors="replace") as container:
        yield container


def first_picture(file: BinaryIO, stream: int, middle: Fraction) -> Seen | None:
    """Return the first frame that decodes, from the start or else from ``middle`` seconds.

    None where no packet of either place gives a frame.
    """
    for seconds in (None, middle):
        with contextlib.suppress(*BREAKS_OFF), opened(file) as container:
            video = cast("av.VideoStream", container.streams[stream])
            video.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
            if seconds is not None and video.time_base:
                container.seek(round(seconds / video.time_base), stream=video)
            frame = _first_frame(container, video)
            if isinstance(frame, av.VideoFrame):
                return _seen(frame, video.sample_aspect_ratio)
    return None


def first_sound(file: BinaryIO, stream: int) -> SoundFacts | None:
    """Return what the first decoded samples of an audio stream are like; None without any."""
    with contextlib.suppress(*BREAKS_OFF), opened(file) as container:
        audio = cast("av.AudioStream", container.streams[stream])
        frame = _first_frame(container, audio)
        if not isinstance(frame, av.AudioFrame):
            return None
        codec = audio.codec_context.codec.canonical_name
        return SoundFacts(stream, codec, frame.sample_rate, frame.layout.nb_channels)
    return None


def _first_frame(container: InputContainer, source: Stream) -> object:
    """Decode until the first frame comes, on one thread; None where none does."""
    source.codec_context.thread_count = 1
    for packet in islice(container.demux(source), _TRIED):
        frames = _decoded(packet)
        if frames:
            return frames[0]
    return None


def _decoded(packet: Packet[Any]) -> list[Any]:
    """Return the frames that a packet gives; a damaged one gives none."""
    try:
        return packet.decode()
    except MemoryError as error:  # not the packet's fault
        raise MemoryError from error
    except av.FFmpegError:
        return []


def _seen(frame: av.VideoFrame, aspect: Fraction | None) -> Seen:
    turn, mirrored = _orientation(frame)
    return Seen(
        width=frame.width,
        height=frame.height,
        sample_aspect=_sample_aspect(aspect),
        turn=turn,
        mirrored=mirrored,
        pixel_format=frame.format.name,
        bits=max(component.bits for component in frame.format.components),
        transfer=_TRANSFERS.get(frame.color_trc, Transfer.SDR),
        matrix=_matrix(frame),
        full_range=_full_range(frame),
    )


def _sample_aspect(aspect: Fraction | None) -> tuple[int, int]:
    """Return the width to height of a pixel; one that no camera has is taken for damage."""
    if aspect is None or not Fraction(1, _NARROWEST) <= aspect <= _NARROWEST:
        return 1, 1
    return aspect.numerator, aspect.denominator


def transfer(code: int) -> Transfer:
    """Return what a transfer characteristic of ITU-T H.273 means."""
    return _TRANSFERS.get(code, Transfer.SDR)


def _matrix(frame: av.VideoFrame) -> str:
    """Return the matrix; where the bitstream names none, HD is BT.709 and less is BT.601."""
    large = frame.width >= 1280 or frame.height > 576  # noqa: PLR2004 - as mpv and browsers guess
    return _MATRICES.get(frame.colorspace, "bt709" if large else "bt601")


def _full_range(frame: av.VideoFrame) -> bool:
    return frame.color_range == _FULL or frame.format.name.startswith("yuvj")


def _orientation(frame: av.VideoFrame) -> tuple[int, bool]:
    try:
        matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    except ValueError:  # a kind of side data that PyAV has no name for; the turn it knows
        return round(-frame.rotation / 90) % 4 * 90, False
    return orientation(struct.unpack("=9i", bytes(matrix))) if matrix else (0, False)


def orientation(matrix: tuple[int, ...]) -> tuple[int, bool]:
    """Return the clockwise degrees (0, 90, 180, 270) after an optional left-right flip.

    ``matrix`` is a display matrix (ISO/IEC 14496-12, 8.3.2), row by row: x' = a x + c y and
    y' = b x + d y, y pointing down. The nearest quarter turn is taken, and a matrix that maps the
    picture onto a line, which only a damaged file has, turns nothing.
    """
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    determinant = a * d - b * c
    if determinant == 0:
        return 0, False
    quarter = round(math.degrees(math.atan2(-c, d)) / 90)
    return quarter % 4 * 90, determinant < 0
