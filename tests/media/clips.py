"""Computes clips that are awkward in one way each, as phones and messengers make them.

Every maker writes one small clip beside the given path (its suffix becomes the container's) and
returns what is true of it. The picture is that of :mod:`tests.media.marks`: shown right, every
clip looks the same. Sound is silence with 100 ms beeps of 1 kHz, in time with the white patch.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.packet import Packet
from PIL import Image

from tests.media import marks
from tests.media.recipes import Made, Recipe, copy, make, patch, remux
from vidcommerce.media.clip import Transfer

_PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def plain(path: Path) -> Made:
    """Two seconds at 30 frames a second with stereo sound: nothing awkward."""
    return make(path, Recipe())


def turned(path: Path, degrees: int, mirrored: bool = False) -> Made:  # noqa: FBT001, FBT002 - makers take plain arguments, which the fixture caches by
    """The picture is coded lying and shown upright by the display matrix, clockwise degrees."""
    upright = (180, 320) if degrees % 180 == 0 else (320, 180)
    return make(path, Recipe(*upright, turn=degrees, mirrored=mirrored))


def anamorphic(path: Path, degrees: int = 0) -> Made:
    """Pixels are 4:3: 240x180 coded, 320x180 seen (and 180x320 when turned)."""
    return make(path, Recipe(240, 180, sample_aspect=(4, 3), turn=degrees))


def variable_rate(path: Path) -> Made:
    """Frames come after 33, 67 or 200 ms, as a phone's do in the dark."""
    steps = (33, 33, 67, 33, 200, 67) * 6
    ticks = tuple(int(tick) for tick in np.cumsum((0, *steps)))
    return make(path, Recipe(ticks=ticks, base=Fraction(1, 1000)))


def millisecond_stamps(path: Path) -> Made:
    """A constant 29.97 frames a second whose times Matroska rounds to milliseconds."""
    return make(path, Recipe(base=Fraction(1001, 30_000), container="matroska"))


def high_rate(path: Path) -> Made:
    """One second at 60 frames a second."""
    return make(path, Recipe(base=Fraction(1, 60)))


def hdr(path: Path, transfer: Transfer, tags: str = "right") -> Made:
    """10-bit HEVC as newer phones film; the container's tags are "right", "wrong" or "none"."""
    recipe = Recipe(
        codec="libx265",
        pixel_format="yuv420p10le",
        options=(("preset", "ultrafast"), ("x265-params", "log-level=none:scenecut=0")),
        transfer=transfer,
    )
    made = make(path, recipe)
    if tags == "wrong":
        patch(made.path, b"colrnclx", b"colrnclx" + bytes((0, 1, 0, 1, 0, 1)))
    if tags == "none":
        patch(made.path, b"colrnclx", b"freenclx")
    return made


def odd_size(path: Path) -> Made:
    """321x181 pixels in WebM (VP8 and Opus), which no H.264 encoder takes as it is."""
    options = (("deadline", "realtime"), ("cpu-used", "8"), ("b", "600k"))
    recipe = Recipe(321, 181, container="webm", codec="libvpx", options=options, sound="libopus")
    return make(path, recipe)


def mono(path: Path) -> Made:
    """One channel at 44.1 kHz."""
    return make(path, Recipe(channels=1, sample_rate=44_100))


def surround(path: Path) -> Made:
    """Six channels, 5.1."""
    return make(path, Recipe(channels=6))


def silent(path: Path) -> Made:
    """No audio stream at all."""
    return make(path, Recipe(sound=None))


def late_sound(path: Path) -> Made:
    """The sound's stream begins 300 ms after the picture's."""
    return make(path, Recipe(sound_delay=Fraction(3, 10)))


def reordered(path: Path) -> Made:
    """B-frames: packets are stored in another order than they are shown."""
    options = (("preset", "veryfast"), ("sc_threshold", "0"), ("bf", "3"), ("b_strategy", "0"))
    return make(path, Recipe(options=options))


def long_gop(path: Path) -> Made:
    """Six seconds with a single keyframe."""
    return make(path, Recipe(ticks=tuple(range(180)), every=600))


def short(path: Path) -> Made:
    """Half a second."""
    return make(path, Recipe(ticks=tuple(range(15))))


def transport_stream(path: Path) -> Made:
    """MPEG-TS, whose clock begins at 1.4 s, as ffmpeg and broadcasters have it."""
    return make(path, Recipe(container="mpegts", mux=(("output_ts_offset", "1.4"),)))


def old_avi(path: Path) -> Made:
    """AVI with MPEG-4 part 2 and PCM, as old cameras write."""
    recipe = Recipe(container="avi", codec="mpeg4", options=(("b", "600k"),), sound="pcm_s16le")
    return make(path, recipe)


def edited(path: Path) -> Made:
    """An edit list hides the first half second, which the phone's owner trimmed away."""
    whole = make(path.with_name(path.stem + "-whole.mp4"), Recipe(ticks=tuple(range(75))))
    target = path.with_suffix(".mp4")
    remux([whole.path], target, shift=Fraction(-1, 2))
    times = tuple(time - 500 for time in whole.times[15:])
    beeps = tuple(beep - 500 for beep in whole.beeps)
    return replace(
        whole,
        path=target,
        times=times,
        numbers=whole.numbers[15:],
        duration=2000,
        keyframes=(0, 15, 45),
        beeps=beeps,
    )


def two_pictures(path: Path) -> Made:
    """A motion photo: a larger second video track with one still a second stands first."""
    still = Recipe(480, 270, ticks=(0, 1), base=Fraction(1), sound=None, every=1)
    larger = make(path.with_name(path.stem + "-still.mp4"), still)
    real = make(path.with_name(path.stem + "-real.mp4"), Recipe())
    target = path.with_suffix(".mp4")
    remux([larger.path, real.path], target)
    return replace(real, path=target)


def with_cover(path: Path) -> Made:
    """A Matroska file with an attached cover picture."""
    real = make(path.with_name(path.stem + "-real.mp4"), Recipe())
    target = path.with_suffix(".mkv")
    with av.open(str(real.path)) as source, av.open(str(target), "w", format="matroska") as made:
        outs = {s.index: made.add_stream_from_template(s) for s in source.streams}
        made.add_attachment("cover.png", "image/png", _PNG)
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = outs[packet.stream.index]
                made.mux(packet)
    return replace(real, path=target, container="matroska")


def placed(path: Path) -> Made:
    """Carries a place and a device in its tags, as phones write them."""
    real = make(path.with_name(path.stem + "-real.mp4"), Recipe())
    target = path.with_suffix(".mp4")
    tags = {"location": "+30.2741+120.1551/", "make": "Farmphone", "model": "F1"}
    with (
        av.open(str(real.path)) as source,
        av.open(str(target), "w", options={"movflags": "use_metadata_tags"}) as made,
    ):
        made.metadata.update(tags)
        copy(source, made)
    return replace(real, path=target)


def header_only(path: Path) -> Made:
    """A header that promises a picture, and not one frame."""
    made = make(path, Recipe(mux=(("movflags", "frag_keyframe+empty_moov"),), sound=None))
    data = made.path.read_bytes()
    made.path.write_bytes(data[: data.index(b"moof") - 4])
    return replace(made, times=(), numbers=(), duration=0, keyframes=(), channels=0)


def cut_off(path: Path) -> Made:
    """An upload that broke off: the index stands first, the last 40% of the bytes are missing.

    ``times``, ``numbers`` and ``duration`` are those of the whole clip.
    """
    made = make(path, Recipe(ticks=tuple(range(90)), mux=(("movflags", "faststart"),)))
    data = made.path.read_bytes()
    made.path.write_bytes(data[: len(data) * 6 // 10])
    return made


def boastful(path: Path) -> Made:
    """The header of a Matroska file claims 40 hours; two seconds are there."""
    made = make(path, Recipe(container="matroska"))
    data = bytearray(made.path.read_bytes())
    duration = data.index(b"\x44\x89\x88") + 3  # Duration, a double of 8 bytes, in milliseconds
    data[duration : duration + 8] = struct.pack(">d", 40 * 3_600_000)
    made.path.write_bytes(data)
    return made


def zeroed_tail(path: Path) -> Made:
    """A download that broke off in a file of full length: the last 40% of the bytes are zeros.

    ``times``, ``numbers`` and ``duration`` are those of the whole clip.
    """
    made = make(path, Recipe(ticks=tuple(range(90)), mux=(("movflags", "faststart"),)))
    data = made.path.read_bytes()
    whole = len(data) * 6 // 10
    made.path.write_bytes(data[:whole] + bytes(len(data) - whole))
    return made


def photo_frames(path: Path) -> Made:
    """Motion JPEG whose every frame says by EXIF that it wants a quarter turn, as cameras do."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to show
    times = tuple(range(12))
    target = path.with_suffix(".mkv")
    with av.open(str(target), "w", format="matroska") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuvj420p"
        for number in times:
            jpeg = io.BytesIO()
            lying = np.rot90(marks.draw(180, 320, number, lit=False))
            Image.fromarray(np.ascontiguousarray(lying)).save(jpeg, "JPEG", exif=exif)
            packet = Packet(jpeg.getvalue())
            packet.pts = packet.dts = number
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 10), True
            container.mux(packet)
    return Made(target, "matroska", "mjpeg", 320, 180, tuple(time * 100.0 for time in times), times,
                1200, times, turn=90, channels=0, beeps=())  # fmt: skip


def many_pixels(path: Path, honest: bool = True) -> Made:  # noqa: FBT001, FBT002 - as in turned
    """Three frames of 4608x2592; not ``honest``: the container says that they are 320x180."""
    made = make(path, Recipe(4608, 2592, ticks=(0, 1, 2), sound=None))
    if not honest:
        data = bytearray(made.path.read_bytes())
        entry = data.index(b"avc1", data.index(b"stsd")) + 28
        data[entry : entry + 4] = (320).to_bytes(2, "big") + (180).to_bytes(2, "big")
        made.path.write_bytes(data)
    return made


def strip(path: Path) -> Made:
    """One frame of 16384x64: few pixels, in a shape that breaks scalers."""
    return make(path, Recipe(16_384, 64, ticks=(0, 1), sound=None))


def only_sound(path: Path) -> Path:
    """Sound without a picture; returns the path."""
    target = path.with_suffix(".m4a")
    made = make(path.with_name(path.stem + "-real.mp4"), Recipe())
    with av.open(str(made.path)) as source, av.open(str(target), "w", format="mp4") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    return target
