"""The graph of a chunk, to the letter and to the pixel.

A change that makes one of these fail changes finished videos: if that is meant, raise ``RENDERER``
in vidcommerce/media/chunks.py and write the files again with ``UPDATE_GOLDEN=1 pytest``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import ffmpeg as build
import pytest
from PIL import Image

from tests.factories import CLIP, IMAGE
from tests.media.plans import plan
from vidcommerce.media.captions import ass
from vidcommerce.media.card import compose_card, compose_entrance
from vidcommerce.media.chunks import RENDERER, Chunk, Tools, chunks
from vidcommerce.media.clip import ClipFacts, PictureFacts, RateMode, SoundFacts, Transfer
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.graph import ClipFile, Layers, Target, chunk_arguments, composed
from vidcommerce.media.plan import Canvas, Crop, CropPoint, EditPlan, MusicBed, Segment
from vidcommerce.media.soundtrack import soundtrack, soundtrack_arguments
from vidcommerce.media.time import FrameRange, FrameRate

_GOLDEN = Path(__file__).parents[1] / "golden"
_RATE = FrameRate(30, 1)
_TOOLS = Tools("encoder", "fonts")

_PICTURE = PictureFacts(
    stream=0, codec="h264", width=1920, height=1080, sample_aspect=(1, 1), turn=0, mirrored=False,
    upright_width=1920, upright_height=1080, pixel_format="yuv420p", bits=8,
    transfer=Transfer.SDR, matrix="bt709", full_range=False, rate=_RATE,
    rate_mode=RateMode.CONSTANT, frames=900, keyframes=(0,),
)  # fmt: skip
_FACTS = ClipFacts(
    sha256=CLIP, bytes=1, container="mov", origin=0, duration=30_000, picture=_PICTURE,
    sound=SoundFacts(1, "aac", 48_000, 1), tags=(), problems=(),
)  # fmt: skip


def _facts(**picture: object) -> ClipFacts:
    return replace(_FACTS, picture=replace(_PICTURE, **picture))  # type: ignore[arg-type] # fields


def _edit(canvas: Canvas, size: tuple[int, int], *, moving: bool) -> EditPlan:
    """Return an edit with a cut, a subtitle and a card; its first segment may follow a subject."""
    edit = plan([(20, 60), (80, 100)], canvas=canvas, size=size, cues=[(5, 35, "Oranges, 脐橙")],
                card=(10, 50), speech=[(0, 40)], music=MusicBed("f" * 64, "bed", -600, 1200),
                gain=350)  # fmt: skip
    if not moving:
        return edit
    high = size[1] // 2 * 2
    wide = round(high * canvas.width / canvas.height / 2) * 2
    path = (CropPoint(20, 0, 0), CropPoint(50, size[0] - wide, 0))
    return replace(
        edit,
        segments=(Segment(0, FrameRange(20, 60), Crop(wide, high, path)), edit.segments[1]),
    )


def _only_chunk(edit: EditPlan) -> Chunk:
    (chunk,) = chunks(edit, {}, _TOOLS)
    return chunk


def _assert_same_as_golden(name: str, text: str) -> None:
    file = _GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


_GRAPHS = {
    "landscape-followed": (_facts(), True),
    "landscape-padded": (_facts(), False),
    "hdr-turned": (
        _facts(turn=90, upright_width=1080, upright_height=1920, transfer=Transfer.HLG, bits=10),
        False,
    ),
    "uneven-anamorphic": (
        _facts(
            width=720, height=576, sample_aspect=(16, 11), upright_width=1048, upright_height=576,
            rate_mode=RateMode.VARIABLE, matrix="bt601",
        ),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _GRAPHS)
def test_the_graph_is_to_the_letter_what_it_was(name: str) -> None:
    """Arguments of a chunk change only on purpose."""
    facts, moving = _GRAPHS[name]
    size = (facts.picture.upright_width, facts.picture.upright_height)
    chunk = _only_chunk(_edit(Canvas(1080, 1920, _RATE), size, moving=moving))
    targets = [Target(rung, f"{rung.name}.mp4") for rung in chunk.content.rungs]
    clips = {CLIP: ClipFile(Path("/clips/a.mp4"), facts)}
    layers = Layers("cues.ass", "/fonts", ("card.mov",))
    arguments = chunk_arguments(chunk.content, clips, layers, targets, 1)
    _assert_same_as_golden(f"{name}.txt", "\n".join(arguments).replace(";", ";\n") + "\n")


@pytest.mark.parametrize(
    ("other", "converted"),
    [({}, False), ({"matrix": "bt601"}, True), ({"full_range": True}, True),
     ({"pixel_format": "yuv422p"}, True), ({"upright_width": 1088}, True)],
)  # fmt: skip
def test_only_a_picture_that_is_not_ours_yet_is_converted(
    other: dict[str, object], *, converted: bool
) -> None:
    """An upright BT.709 clip of the canvas's size is passed on; anything else is not."""
    facts = _facts(**{"upright_width": 1080, "upright_height": 1920, **other})
    size = (facts.picture.upright_width, facts.picture.upright_height)
    chunk = _only_chunk(plan([(0, 60)], canvas=Canvas(1080, 1920, _RATE), size=size))
    picture = composed(chunk.content, {CLIP: ClipFile(Path("a"), facts)}, Layers(None, "", ()))
    graph = " ".join(build.get_args(build.output(picture, "-", format="null")))
    assert ("out_color_matrix=bt709" in graph) is converted


def test_the_mix_is_to_the_letter_what_it_was() -> None:
    """Arguments of a soundtrack change only on purpose."""
    edit = _edit(Canvas(1080, 1920, _RATE), (1920, 1080), moving=False)
    clips = {CLIP: ClipFile(Path("/clips/a.mp4"), _FACTS)}
    arguments = soundtrack_arguments(soundtrack(edit, _TOOLS), clips, Path("/m.ogg"), "s.m4a")
    _assert_same_as_golden("mix.txt", "\n".join(arguments).replace(";", ";\n") + "\n")


@pytest.mark.slow
def test_every_pixel_is_what_it_was_whatever_the_threads(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    """The unencoded picture of a followed, subtitled chunk with a card has not changed."""
    ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=4", "-c:v", "libx264", "-qp", "0",
         "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "clip.mp4"],
        job="computing", folder=tmp_path,
    )  # fmt: skip
    facts = _facts(width=640, height=360, upright_width=640, upright_height=360)
    chunk = _only_chunk(_edit(Canvas(270, 480, _RATE), (640, 360), moving=True))
    fonts, canvas = own_fonts(), chunk.content.canvas
    script = ass(chunk.content.cues, canvas, fonts)
    (tmp_path / "cues.ass").write_text(script, encoding="utf-8")
    card = compose_card(chunk.entrances()[0], Image.new("RGB", (64, 64), "orange"), fonts)
    compose_entrance(card, _RATE, tmp_path / "card.mov", ffmpeg.executable)
    layers = Layers("cues.ass", str(fonts.folder), ("card.mov",))
    clips = {CLIP: ClipFile(tmp_path / "clip.mp4", facts)}
    hashes = []
    for threads in ("1", "4"):
        picture = composed(chunk.content, clips, layers)
        output = build.get_args(build.output(picture, "pipe:1", format="framemd5"))
        arguments = ["-filter_complex_threads", threads, *output]
        blocks = ffmpeg.read(arguments, job="hashing", folder=tmp_path)
        lines = b"".join(blocks).decode().splitlines()
        hashes.append("\n".join(line for line in lines if not line.startswith("#")) + "\n")
    assert hashes[0] == hashes[1]
    _assert_same_as_golden(f"renderer-{RENDERER}.framemd5", hashes[0])


def test_images_of_cards_are_named_by_content() -> None:
    """Two cards that look the same share one entrance, wherever they stand."""
    edit = plan([(0, 60)], card=(10, 50))
    moved = replace(edit.cards[0], box=replace(edit.cards[0].box, top=60))
    other = replace(edit, cards=(moved,))
    assert edit.cards[0].image == IMAGE
    assert _only_chunk(edit).entrances() == _only_chunk(other).entrances()
    assert _only_chunk(edit).name != _only_chunk(other).name
