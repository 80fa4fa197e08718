"""How computed clips are made: pictures of :mod:`tests.media.marks`, beeps, PyAV's encoders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.reformatter import ColorPrimaries, ColorTrc

from tests.media import marks
from vidcommerce.media.clip import Transfer

BEEPS: Final = (500, 1500)
"""When a beep and the white patch begin, in milliseconds of the clip as it was filmed."""

_BEEP_LENGTH: Final = 100
_TRANSFERS: Final = {
    Transfer.SDR: (ColorPrimaries.BT709, ColorTrc.BT709, 1),
    Transfer.HLG: (ColorPrimaries.BT2020, ColorTrc.ARIB_STD_B67, 9),
    Transfer.PQ: (ColorPrimaries.BT2020, ColorTrc.SMPTE2084, 9),
}
_LAYOUTS: Final = {1: "mono", 2: "stereo", 6: "5.1"}
_SUFFIXES: Final = {
    "mp4": ".mp4",
    "matroska": ".mkv",
    "webm": ".webm",
    "mpegts": ".ts",
    "avi": ".avi",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What is true of a computed clip.

    ``width`` and ``height`` are coded pixels. ``times`` are the milliseconds from the clip's
    start at which the frames are shown, ``numbers`` what the cells of each show, ``duration`` the
    milliseconds until the last one ends. ``channels`` is 0 for a clip without sound.
    ``beeps`` are milliseconds from the clip's start; ``keyframes`` positions in ``times``.
    """

    path: Path
    container: str
    codec: str
    width: int
    height: int
    times: tuple[float, ...]
    numbers: tuple[int, ...]
    duration: int
    keyframes: tuple[int, ...]
    sample_aspect: tuple[int, int] = (1, 1)
    turn: int = 0
    mirrored: bool = False
    transfer: Transfer = Transfer.SDR
    bits: int = 8
    variable: bool = False
    channels: int = 2
    sample_rate: int = 48_000
    beeps: tuple[int, ...] = BEEPS

    @property
    def upright(self) -> tuple[int, int]:
        """The size that a viewer sees, the height (or the width, when lying) as it is coded."""
        width = round(self.width * self.sample_aspect[0] / self.sample_aspect[1])
        return (width, self.height) if self.turn % 180 == 0 else (self.height, width)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a clip is made; ``ticks`` are the frames' times in units of ``base`` seconds."""

    width: int = 320
    height: int = 180
    ticks: tuple[int, ...] = tuple(range(60))
    base: Fraction = Fraction(1, 30)
    container: str = "mp4"
    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    options: tuple[tuple[str, str], ...] = (("preset", "veryfast"), ("sc_threshold", "0"))
    every: int = 30
    sample_aspect: tuple[int, int] = (1, 1)
    turn: int = 0
    mirrored: bool = False
    transfer: Transfer = Transfer.SDR
    sound: str | None = "aac"
    channels: int = 2
    sample_rate: int = 48_000
    sound_delay: Fraction = Fraction(0)
    mux: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> tuple[int, ...]:
        """How many ticks each frame is shown; the last as long as the first."""
        steps = [later - earlier for earlier, later in pairwise(self.ticks)]
        return (*steps, steps[0] if steps else 1)

    @property
    def seconds(self) -> Fraction:
        """The length of the clip."""
        return (self.ticks[-1] + self.shown[-1]) * self.base


def make(path: Path, recipe: Recipe) -> Made:
    """Write the clip, named as its container wants, and return what is true of it."""
    target = path.with_suffix(_SUFFIXES[recipe.container])
    options = dict(recipe.mux)
    with av.open(str(target), "w", format=recipe.container, options=options) as container:
        video = _video_stream(container, recipe)
        audio = _audio_stream(container, recipe)
        packets = [*_picture_packets(video, recipe), *_sound_packets(audio, recipe)]
        for packet in sorted(packets, key=lambda p: (p.dts or 0) * p.time_base):
            container.mux(packet)
    return _truth(target, recipe)


def _truth(target: Path, recipe: Recipe) -> Made:
    times = tuple(float(tick * recipe.base * 1000) for tick in recipe.ticks)
    steps = set(recipe.shown)
    seconds = recipe.seconds
    return Made(
        path=target,
        container=recipe.container,
        codec={"libx264": "h264", "libx265": "hevc", "libvpx": "vp8"}.get(
            recipe.codec, recipe.codec
        ),
        width=recipe.width,
        height=recipe.height,
        times=times,
        numbers=tuple(range(len(times))),
        duration=round(seconds * 1000),
        keyframes=tuple(range(0, len(times), recipe.every)),
        sample_aspect=recipe.sample_aspect,
        turn=recipe.turn,
        mirrored=recipe.mirrored,
        transfer=recipe.transfer,
        bits=10 if "10" in recipe.pixel_format else 8,
        variable=len(steps) > 1,
        channels=recipe.channels if recipe.sound else 0,
        sample_rate=recipe.sample_rate,
        beeps=tuple(beep for beep in BEEPS if beep < seconds * 1000),
    )


def _video_stream(container: OutputContainer, recipe: Recipe) -> av.VideoStream:
    rate = 1 / (recipe.base * recipe.shown[0])
    stream = container.add_stream(recipe.codec, rate=rate, options=dict(recipe.options))
    video = cast("av.VideoStream", stream)
    video.width, video.height, video.pix_fmt = recipe.width, recipe.height, recipe.pixel_format
    video.time_base = video.codec_context.time_base = recipe.base
    context = video.codec_context
    context.gop_size = recipe.every
    context.color_primaries, context.color_trc, context.colorspace = _TRANSFERS[recipe.transfer]
    context.color_range = 1
    if recipe.sample_aspect != (1, 1):
        context.sample_aspect_ratio = Fraction(*recipe.sample_aspect)
    if recipe.turn or recipe.mirrored:
        video.set_display_matrix(display_matrix(recipe.turn, mirrored=recipe.mirrored))
    return video


def display_matrix(turn: int, *, mirrored: bool) -> tuple[int, ...]:
    """Return the nine numbers of an MP4 display matrix (16.16 and 2.30 fixed point).

    ISO/IEC 14496-12, 8.3.2: [x' y' 1] = [x y 1] [[a b 0] [c d 0] [0 0 1]], y pointing down;
    here a left-right flip, when ``mirrored``, and then a clockwise turn.
    """
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
    flip = -1 if mirrored else 1
    one = 1 << 16
    return (cosine * flip * one, sine * flip * one, 0, -sine * one, cosine * one, 0, 0, 0, 1 << 30)


def _picture_packets(video: av.VideoStream, recipe: Recipe) -> list[Packet[Any]]:
    shown = dict(zip(recipe.ticks, recipe.shown, strict=True))
    packets: list[Packet[Any]] = []
    for number, tick in enumerate(recipe.ticks):
        lit = any(0 <= tick * recipe.base * 1000 - beep < _BEEP_LENGTH for beep in BEEPS)
        frame = av.VideoFrame.from_ndarray(_coded(recipe, number, lit=lit), format="rgb24")
        frame = frame.reformat(
            format=recipe.pixel_format, dst_colorspace="ITU709", dst_color_range="MPEG"
        )
        frame.pts, frame.time_base = tick, recipe.base
        packets += video.encode(frame)
    packets += video.encode(None)
    for packet in packets:
        ticks = round(Fraction(packet.pts or 0) * packet.time_base / recipe.base)
        packet.duration = round(shown[ticks] * recipe.base / packet.time_base)
    return packets


def _coded(recipe: Recipe, number: int, *, lit: bool) -> marks.Picture:
    """Return the picture as it is stored: the opposite of what the display matrix does."""
    lying = recipe.turn % 180 != 0
    size = (recipe.height, recipe.width) if lying else (recipe.width, recipe.height)
    picture = np.rot90(marks.draw(*size, number, lit=lit), recipe.turn // 90)
    return np.ascontiguousarray(np.fliplr(picture) if recipe.mirrored else picture)


def _audio_stream(container: OutputContainer, recipe: Recipe) -> av.AudioStream | None:
    if recipe.sound is None:
        return None
    stream = container.add_stream(recipe.sound, rate=recipe.sample_rate)
    audio = cast("av.AudioStream", stream)
    audio.codec_context.layout = _LAYOUTS[recipe.channels]
    return audio


def _sound_packets(audio: av.AudioStream | None, recipe: Recipe) -> list[Packet[Any]]:
    if audio is None:
        return []
    delay = round(recipe.sound_delay * recipe.sample_rate)
    samples = _beeping(recipe)[delay:]
    layout = _LAYOUTS[recipe.channels]
    resampler = av.AudioResampler(audio.codec_context.format, layout, recipe.sample_rate, 1024)
    frame = av.AudioFrame.from_ndarray(
        np.repeat(samples[None, :], recipe.channels, axis=0), format="fltp", layout=layout
    )
    frame.sample_rate, frame.pts, frame.time_base = (
        recipe.sample_rate,
        delay,
        Fraction(1, recipe.sample_rate),
    )
    packets: list[Packet[Any]] = []
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        packets += audio.encode(piece)
    return [*packets, *audio.encode(None)]


def _beeping(recipe: Recipe) -> np.ndarray[Any, np.dtype[np.float32]]:
    times = np.arange(round(recipe.seconds * recipe.sample_rate)) / recipe.sample_rate
    loud = np.zeros_like(times)
    for beep in BEEPS:
        loud[(times >= beep / 1000) & (times < (beep + _BEEP_LENGTH) / 1000)] = 0.5
    return (loud * np.sin(2 * np.pi * 1000 * times)).astype(np.float32)


def patch(path: Path, old: bytes, new: bytes) -> None:
    """Overwrite the bytes at ``old`` with ``new``; the file keeps its length."""
    data = path.read_bytes()
    at = data.index(old)
    path.write_bytes(data[:at] + new + data[at + len(new) :])


def remux(sources: Sequence[Path], target: Path, shift: Fraction = Fraction(0)) -> None:
    """Write the streams of all sources, in order, every time moved by ``shift`` seconds."""
    opened = [av.open(str(source)) for source in sources]
    with av.open(str(target), "w", format="mp4") as made:
        pairs = [
            (source, {s.index: made.add_stream_from_template(s) for s in source.streams})
            for source in opened
        ]
        packets: list[Packet[Any]] = []
        for source, streams in pairs:
            for packet in source.demux():
                if packet.dts is None or packet.pts is None:
                    continue
                moved = round(shift / packet.time_base)
                packet.pts, packet.dts = packet.pts + moved, packet.dts + moved
                packet.stream = streams[packet.stream.index]
                packets.append(packet)
        for packet in sorted(packets, key=lambda p: (p.dts or 0) * p.time_base):
            made.mux(packet)
    for source in opened:
        source.close()


def copy(source: InputContainer, made: OutputContainer) -> None:
    """Copy every stream and packet as it is."""
    streams = {s.index: made.add_stream_from_template(s) for s in source.streams}
    for packet in source.demux():
        if packet.dts is not None:
            packet.stream = streams[packet.stream.index]
            made.mux(packet)
