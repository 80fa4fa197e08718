"""The ffmpeg graph of a chunk: from raw clips to every rendition in one pass.

Pure: it builds arguments with ffmpeg-python and touches nothing. One decode, one lossy encode.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import ffmpeg

from vidcommerce.media.chunks import ENTRANCE_FRAMES, Content, Piece, ShownCard
from vidcommerce.media.clip import ClipFacts, PictureFacts, Transfer
from vidcommerce.media.ffmpeg import CONTAINERS, MAX_PIXELS
from vidcommerce.media.framing import Window, window
from vidcommerce.media.ladder import Rung
from vidcommerce.media.plan import Canvas
from vidcommerce.media.time import AUDIO_RATE, FrameRange, FrameRate

Stream: TypeAlias = Any
"""A node's output in ffmpeg-python, which ships no types."""

_QUEUE: Final = 8
"""Packets that ffmpeg reads ahead; its default."""

_ALMOST_HALF: Final = Fraction(49, 100)
"""Of a frame: a keyframe this near is still shown in the slot before it."""

_BLUR_SHARE: Final = 8
"""The backdrop is blurred at an eighth of the size: the same look for 1/64 of the work."""

_CATMULL_ROM: Final = {"filter": "bicubic", "param_a": 0, "param_b": 0.5}
"""How renditions are scaled: as sharp as swscale's bicubic for a third of its time."""

_X264: Final = {
    "c:v": "libx264",
    "preset": "veryfast",
    "profile:v": "high",
    "pix_fmt": "yuv420p",
    # One closed GOP a chunk: the chunk is the HLS segment. A cut inside gets a plain I-frame.
    "g": 600,
    "keyint_min": 300,
    "flags": "+cgop",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
    "map_metadata": -1,
    "map_chapters": -1,
    # Every frame lasts a whole number of audio samples, so every duration is exact in them; in the
    # default, milliseconds, joined chunks would drift by a third of one here and there.
    "movie_timescale": AUDIO_RATE,
}


@dataclass(frozen=True, slots=True)
class ClipFile:
    """The bytes of a clip on this machine, and what the probe said of them."""

    path: Path
    facts: ClipFacts


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn over the clips: the subtitle script, and the entrance of each card."""

    subtitles: str | None
    fonts: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rung goes: a file name."""

    rung: Rung
    file: str


def chunk_arguments(
    content: Content,
    clips: Mapping[str, ClipFile],
    layers: Layers,
    targets: Sequence[Target],
    threads: int,
) -> list[str]:
    """Return ffmpeg's arguments that render one chunk to all of its renditions."""
    picture = composed(content, clips, layers)
    scaled = _renditions(picture, content.canvas, [target.rung for target in targets])
    outputs = [
        ffmpeg.output(
            stream, target.file, format="mp4", threads=threads, **encoder_options(target.rung)
        )
        for stream, target in zip(scaled, targets, strict=True)
    ]
    graph = ffmpeg.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return ["-filter_complex_threads", str(threads), *ffmpeg.get_args(graph)]


def composed(content: Content, clips: Mapping[str, ClipFile], layers: Layers) -> Stream:
    """Return the finished picture of a chunk, before it is scaled and encoded."""
    canvas = content.canvas
    shown = [_piece(piece, clips[piece.clip], n, canvas) for n, piece in enumerate(content.pieces)]
    picture = ffmpeg.concat(*shown, v=1, a=0) if len(shown) > 1 else shown[0]
    for card, layer in zip(content.cards, layers.cards, strict=True):
        picture = _with_card(picture, card, layer, canvas.rate)
    if layers.subtitles is not None:
        picture = picture.filter("ass", layers.subtitles, fontsdir=layers.fonts)
    return picture


def cover_arguments(piece: Piece, clip: ClipFile, canvas: Canvas, file: str) -> list[str]:
    """Return the arguments that write one frame of a clip, framed, as a JPEG."""
    picture = _piece(piece, clip, 0, canvas)
    # JPEG is full range by definition.
    picture = picture.filter("scale", out_range="pc", out_color_matrix="bt601")
    picture = picture.filter("format", "yuvj420p")
    graph = ffmpeg.output(picture, file, format="image2", vframes=1, update=1, map_metadata=-1,
                          **{"q:v": 3})  # fmt: skip
    return list(ffmpeg.get_args(graph))


def clip_input(clip: ClipFile, number: int, **options: str | None) -> Stream:
    """Open a raw clip, guarded: only this file, only as a container of known kind.

    ``number`` counts the inputs of a graph: ffmpeg-python takes two nodes that are equal for one,
    and a plan may show the same second twice. It ends up in an option that changes nothing.
    """
    return ffmpeg.input(
        f"file:{clip.path}",
        thread_queue_size=_QUEUE + number,
        protocol_whitelist="file",
        format_whitelist=",".join(CONTAINERS),
        max_pixels=MAX_PIXELS,
        threads=1,
        **options,
    )


def _piece(piece: Piece, clip: ClipFile, number: int, canvas: Canvas) -> Stream:
    """Return exactly the frames of a piece, upright, framed, in BT.709, on the canvas."""
    picture = _upright(_exact_frames(piece, clip, number, canvas.rate), clip.facts.picture)
    if piece.crop is None:
        picture = _padded(picture, clip.facts, canvas)
    else:
        view = window(piece.crop, piece.frames, canvas)
        picture = _graded(_cropped(picture, view, clip.facts), clip.facts)
        picture = _followed(picture, view, canvas)
    return picture.filter("setsar", 1)


def whole_picture(clip: ClipFile, frames: int, rate: FrameRate, size: tuple[int, int]) -> Stream:
    """Return all of a clip, frame by frame of ``rate``, upright, in BT.709, scaled to ``size``."""
    piece = Piece(clip.facts.sha256, FrameRange(0, frames), None)
    facts = clip.facts.picture
    picture = _upright(_exact_frames(piece, clip, 0, rate), facts)
    before = (facts.upright_width, facts.upright_height)
    return _graded(_scaled(picture, before, size, clip.facts), clip.facts).filter("setsar", 1)


def _upright(picture: Stream, facts: PictureFacts) -> Stream:
    """Make pixels square; ffmpeg itself has turned the picture."""
    if facts.sample_aspect[0] == facts.sample_aspect[1]:
        return picture
    return picture.filter("scale", facts.upright_width, facts.upright_height)


def _exact_frames(piece: Piece, clip: ClipFile, number: int, rate: FrameRate) -> Stream:
    """Put the piece's frames on the canvas's grid, none missing and none more.

    Decoding begins at the last keyframe whose slot on the grid is not behind the piece: the seek
    goes to just under half a frame after the piece's start, and what is decoded before that start
    is dropped by the grid, not by the seek, which would drop a keyframe with a time stamp that was
    rounded down, or the frame that is still on show in a clip of uneven frames.
    """
    facts = clip.facts.picture
    first = rate.seconds(piece.frames.start)
    seek = first + rate.seconds(1) * _ALMOST_HALF
    options = {"ss": decimal(seek), "noaccurate_seek": None} if piece.frames.start else {}
    stream = clip_input(clip, number, **options)[str(facts.stream)]
    if options:
        stream = stream.filter("setpts", f"PTS+{decimal(seek - first)}/TB")
    return (
        stream.filter("fps", str(rate), start_time=0)
        .filter("tpad", stop_mode="clone", stop=-1)
        .filter("trim", end_frame=len(piece.frames))
        .filter("setpts", "PTS-STARTPTS")
    )


def _cropped(picture: Stream, view: Window, facts: ClipFacts) -> Stream:
    """Cut out all that the window passes over and bring it to the canvas's scale."""
    box = view.hull
    if (box.width, box.height) != (facts.picture.upright_width, facts.picture.upright_height):
        picture = picture.filter("crop", box.width, box.height, box.left, box.top)
    return _scaled(picture, (box.width, box.height), (view.width, view.height), facts)


def _followed(picture: Stream, view: Window, canvas: Canvas) -> Stream:
    """Move the canvas over the hull, frame by frame, in whole canvas pixels."""
    if (view.width, view.height) == (canvas.width, canvas.height):
        return picture
    return picture.filter("crop", canvas.width, canvas.height, view.left, view.top)


def _padded(picture: Stream, facts: ClipFacts, canvas: Canvas) -> Stream:
    """Show the whole picture; where its aspect leaves room, over a blurred copy of itself."""
    width, height = facts.picture.upright_width, facts.picture.upright_height
    scale = min(Fraction(canvas.width, width), Fraction(canvas.height, height))
    fit = (_even(width * scale, canvas.width), _even(height * scale, canvas.height))
    whole = _graded(_scaled(picture, (width, height), fit, facts), facts)
    if fit == (canvas.width, canvas.height):
        return whole
    front, back = _split(whole, 2)
    small = (_even(Fraction(canvas.width, _BLUR_SHARE), canvas.width),
             _even(Fraction(canvas.height, _BLUR_SHARE), canvas.height))  # fmt: skip
    back = (
        back.filter("scale", *small, force_original_aspect_ratio="increase", flags="bilinear")
        .filter("crop", *small)
        .filter("gblur", sigma=6)
        .filter("eq", brightness=-0.08)
        .filter("scale", canvas.width, canvas.height, flags="bilinear")
        .filter("setsar", 1)
    )
    return ffmpeg.filter(
        [back, front], "overlay", (canvas.width - fit[0]) // 2, (canvas.height - fit[1]) // 2
    )


def _scaled(
    picture: Stream, size: tuple[int, int], wanted: tuple[int, int], facts: ClipFacts
) -> Stream:
    """Scale; an SDR picture becomes limited-range BT.709 in the same step.

    One that is all of that already is left alone: the filter would copy every frame.
    """
    if facts.picture.transfer is not Transfer.SDR:
        return picture.filter("scale", *wanted)
    if size == wanted and _is_ours(facts.picture):
        return picture
    return picture.filter(
        "scale", *wanted, in_color_matrix=facts.picture.matrix, out_color_matrix="bt709",
        out_range="tv",
    ).filter("format", "yuv420p")  # fmt: skip


def _is_ours(picture: PictureFacts) -> bool:
    """Tell whether a clip's code values mean what those of a finished video mean."""
    return (picture.pixel_format, picture.matrix, picture.full_range) == ("yuv420p", "bt709", False)


def _graded(picture: Stream, facts: ClipFacts) -> Stream:
    """Tone-map HDR to BT.709; leave SDR as it is.

    HLG is read at 203 cd/m2 for diffuse white (ITU-R BT.2408) and PQ likewise, so that white
    paper in the field stays white on the page. The frames' tags are set first: a PQ stream in a
    container that says SDR is still PQ.
    """
    transfer = facts.picture.transfer
    if transfer is Transfer.SDR:
        return picture
    trc = {"hlg": "arib-std-b67", "pq": "smpte2084"}[transfer.value]
    return (
        picture.filter("setparams", color_primaries="bt2020", color_trc=trc,
                       colorspace="bt2020nc", range="limited")
        .filter("zscale", transfer="linear", npl=203)
        .filter("format", "gbrpf32le")
        .filter("zscale", primaries="bt709")
        .filter("tonemap", "mobius", desat=0, peak=4.9)
        .filter("zscale", transfer="bt709", matrix="bt709", range="limited")
        .filter("format", "yuv420p")
    )  # fmt: skip


def _with_card(picture: Stream, card: ShownCard, layer: str, rate: FrameRate) -> Stream:
    """Lay a card over the picture: its entrance, whose last frame then stays."""
    first = min(card.entered, ENTRANCE_FRAMES - 1)
    entrance = (
        ffmpeg.input(layer, f="mov")
        # Not past the card's last frame: an overlay goes on while either of its inputs does.
        .filter("trim", start_frame=first, end_frame=first + len(card.frames))
        .filter("setpts", f"PTS-STARTPTS+{decimal(rate.seconds(card.frames.start))}/TB")
        .filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", "yuva420p")
    )
    return ffmpeg.filter(
        [picture, entrance], "overlay", card.box.left, card.box.top, eof_action="repeat",
        enable=f"between(n,{card.frames.start},{card.frames.stop - 1})",
    )  # fmt: skip


def _renditions(picture: Stream, canvas: Canvas, rungs: Sequence[Rung]) -> list[Stream]:
    """Scale the finished picture to every rung; the graph is shared, the encoders are not."""
    copies = _split(picture, len(rungs))
    return [
        copy
        if (rung.width, rung.height) == (canvas.width, canvas.height)
        else copy.filter("zscale", rung.width, rung.height, **_CATMULL_ROM)
        for copy, rung in zip(copies, rungs, strict=True)
    ]


def _split(picture: Stream, count: int) -> list[Stream]:
    if count == 1:
        return [picture]
    node = picture.filter_multi_output("split", count)
    return [node[number] for number in range(count)]


def encoder_options(rung: Rung) -> dict[str, Any]:
    """Return ffmpeg's options of one rendition, by name."""
    return {
        **_X264,
        "crf": rung.crf,
        "maxrate": f"{rung.max_kbits}k",
        "bufsize": f"{rung.max_kbits * 2}k",
    }


def _even(pixels: Fraction, most: int) -> int:
    return min(most, max(2, round(pixels / 2) * 2))


def decimal(seconds: Fraction) -> str:
    """Write seconds to the microsecond, as ffmpeg reads them; rounded down, never past a frame."""
    micros = abs(seconds) * 1_000_000 // 1
    sign = "-" if seconds < 0 else ""
    return f"{sign}{micros // 1_000_000}.{micros % 1_000_000:06d}"
