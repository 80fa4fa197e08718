"""Subtitles: the script that is burned in, looked at through libass, and the tracks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vidcommerce.media.captions import ass, caption_size, fits, srt, webvtt
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import GlyphsMissing, own_fonts
from vidcommerce.media.layout import caption_box
from vidcommerce.media.plan import Canvas, Cue
from vidcommerce.media.time import FrameRange, FrameRate

_RATE = FrameRate(30, 1)
_PORTRAIT = Canvas(1080, 1920, _RATE)
_CANVASES = [
    pytest.param(_PORTRAIT, id="portrait"),
    pytest.param(Canvas(1080, 1080, _RATE), id="square"),
    pytest.param(Canvas(1920, 1080, _RATE), id="landscape"),
    pytest.param(Canvas(360, 640, _RATE), id="small"),
]
_LINES = [
    pytest.param(
        ("赣臍鬱蔥橙甜蜜脆鲜香浓醇厚润滑爽", "一二三四五六七八九十一二三四五六"), id="chinese"
    ),
    pytest.param(
        ("When you order today, they leave the farm", "tomorrow and reach you"), id="latin"
    ),
    pytest.param(("W" * 42, "ÅÇgjpqy|" * 5), id="widest"),
    pytest.param(("脐橙 Navel oranges 每箱 5 kg ¥39.90 包邮",), id="mixed"),
]


def _cue(start: int, stop: int, *lines: str) -> Cue:
    return Cue(FrameRange(start, stop), lines, ())


def _drawn(
    ffmpeg: Ffmpeg, folder: Path, canvas: Canvas, cues: Sequence[Cue], frames: int = 1
) -> NDArray[np.bool_]:
    """Draw cues over grey; returns frames x height x width, true where something is drawn."""
    (folder / "cues.ass").write_text(ass(cues, canvas, own_fonts()), encoding="utf-8")
    size = f"{canvas.width}x{canvas.height}"
    video = ffmpeg.read(
        [
            "-f", "lavfi", "-i", f"color=0x808080:s={size}:r={canvas.rate}",
            "-vf", f"format=gray,ass=f=cues.ass:fontsdir={own_fonts().folder}",
            "-frames:v", str(frames), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1",
        ],
        job="drawing subtitles",
        folder=folder,
    )  # fmt: skip
    grey = np.frombuffer(b"".join(video), np.uint8).reshape(frames, canvas.height, canvas.width)
    drawn: NDArray[np.bool_] = np.abs(grey.astype(int) - int(grey[0, 0, 0])) > 2
    return drawn


@pytest.mark.slow
@pytest.mark.parametrize("canvas", _CANVASES)
@pytest.mark.parametrize("lines", _LINES)
def test_the_longest_lines_stay_in_the_caption_box(
    ffmpeg: Ffmpeg, tmp_path: Path, canvas: Canvas, lines: tuple[str, ...]
) -> None:
    """No drawn pixel, outline and shadow included, leaves the box; and the box is made use of."""
    box = caption_box(canvas)
    rows, columns = np.nonzero(_drawn(ffmpeg, tmp_path, canvas, [_cue(0, 9, *lines)])[0])
    assert box.left <= columns.min()
    assert columns.max() < box.left + box.width
    assert box.top <= rows.min()
    assert rows.max() < box.top + box.height
    middle = (int(columns.min()) + int(columns.max())) / 2
    assert middle == pytest.approx(box.left + box.width / 2, abs=canvas.width / 100)


@pytest.mark.slow
def test_sixteen_chinese_characters_fill_the_line(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    """The longest Chinese line of an upright video is nearly as wide as its box."""
    line = "赣臍鬱蔥橙甜蜜脆鲜香浓醇厚润滑爽"
    columns = np.nonzero(_drawn(ffmpeg, tmp_path, _PORTRAIT, [_cue(0, 9, line)])[0])[1]
    assert int(np.ptp(columns)) / caption_box(_PORTRAIT).width > 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    "rate", [FrameRate(25, 1), FrameRate(30, 1), FrameRate(60, 1), FrameRate(30000, 1001)]
)
def test_a_cue_is_seen_in_exactly_its_frames(
    ffmpeg: Ffmpeg, tmp_path: Path, rate: FrameRate
) -> None:
    """The format counts hundredths of a second, and yet no cue is a frame early or late."""
    canvas = Canvas(108, 192, rate)
    cues = [_cue(0, 1, "甲"), _cue(7, 19, "乙"), _cue(19, 20, "丙"), _cue(53, 61, "丁")]
    drawn = _drawn(ffmpeg, tmp_path, canvas, cues, 70).any(axis=(1, 2))
    assert list(np.nonzero(drawn)[0]) == [0, *range(7, 20), *range(53, 61)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "{\\b1}bold? {braces} {", "C:\\Name\\new\\house", "ends with \\", "\\{\\}", "{}",
        "a{b\\N}c", "&lt; & <i>text</i>", "Comma, comma, comma", "{\\pos(0,0)}",
        "; Format: [Events]",
    ],
)  # fmt: skip
def test_every_character_is_shown_as_it_stands(ffmpeg: Ffmpeg, tmp_path: Path, line: str) -> None:
    """Nothing in a line is taken for a command: it is one line, as wide as its characters."""
    drawn = _drawn(ffmpeg, tmp_path, _PORTRAIT, [_cue(0, 9, line)])[0]
    size = caption_size([line], _PORTRAIT, own_fonts())
    rows, columns = np.nonzero(drawn)
    assert int(np.ptp(rows)) < size * 1.5
    assert int(np.ptp(columns)) == pytest.approx(own_fonts().units(line) * size, abs=size * 0.35)


def test_the_script_names_the_canvas_and_the_font() -> None:
    """One pixel of the script is one of the picture, and no line is broken by libass."""
    script = ass([_cue(0, 30, "脐橙")], _PORTRAIT, own_fonts())
    assert "PlayResX: 1080\nPlayResY: 1920\nWrapStyle: 2\n" in script
    assert "Style: Caption,Noto Sans SC Medium," in script
    assert script.count("\nDialogue: ") == 1


def test_chinese_lines_share_one_size_and_latin_ones_another() -> None:
    """From cue to cue the letters don't jump; a line too long for the box alone gets smaller."""
    sizes = {
        lines: caption_size(lines, _PORTRAIT, own_fonts())
        for lines in (
            ("甜",),
            ("字" * 16, "字" * 16),
            ("Sweet",),
            ("thirty-six letters on a line, or so",),
        )
    }
    assert len({sizes[("甜",)], sizes[("字" * 16, "字" * 16)]}) == 1
    assert len({sizes[("Sweet",)], sizes[("thirty-six letters on a line, or so",)]}) == 1
    assert caption_size(["W" * 42], _PORTRAIT, own_fonts()) < sizes[("Sweet",)]


@given(st.integers(200, 4000), st.integers(200, 4000), st.integers(1, 60))
def test_any_line_fits_any_canvas(width: int, height: int, length: int) -> None:
    """By the widths of the font, every line is narrower than its box, whatever the canvas."""
    canvas = Canvas(width // 2 * 2, height // 2 * 2, _RATE)
    size = caption_size(["字" * length], canvas, own_fonts())
    assert size == 8 or size * length <= caption_box(canvas).width


def test_a_line_that_no_font_draws_is_refused() -> None:
    """No box is ever burned in."""
    with pytest.raises(GlyphsMissing):
        ass([_cue(0, 30, "好吃🍎")], _PORTRAIT, own_fonts())


def test_webvtt_is_as_the_standard_says() -> None:
    """Times, lines and the three characters that would be markup."""
    cues = [_cue(0, 45, "今天早上", "刚摘的"), _cue(45, 108_000, "a < b & c --> d")]
    assert webvtt(cues, _RATE) == (
        "WEBVTT\n"
        "\n00:00:00.000 --> 00:00:01.500\n今天早上\n刚摘的\n"
        "\n00:00:01.500 --> 01:00:00.000\na &lt; b &amp; c --&gt; d\n"
    )
    assert webvtt([], _RATE) == "WEBVTT\n"


def test_a_line_that_shows_nothing_leaves_no_trace() -> None:
    """An empty line in a track would end its cue, and an empty cue is none."""
    cues = [_cue(0, 30, "\x1b", "甜", "\n"), _cue(30, 60, "\t")]
    assert webvtt(cues, _RATE) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n甜\n"
    assert ass(cues, _PORTRAIT, own_fonts()).count("Dialogue: ") == 1


def test_srt_is_as_players_read_it() -> None:
    """Numbers from 1, commas before the milliseconds, text as it is."""
    cues = [_cue(0, 45, "今天早上", "刚摘的"), _cue(46, 90, "a < b")]
    assert srt(cues, _RATE) == (
        "1\n00:00:00,000 --> 00:00:01,500\n今天早上\n刚摘的\n"
        "\n2\n00:00:01,533 --> 00:00:03,000\na < b\n"
    )
    assert srt([], _RATE) == ""


_TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(
    lambda text: any(c.isprintable() and not c.isspace() for c in text)
)


@given(st.lists(_TEXTS, min_size=1, max_size=2))
def test_no_text_breaks_a_track(lines: list[str]) -> None:
    """Whatever a line holds, a file of one cue has one cue, one time and no empty line in it."""
    cue = _cue(3, 60, *lines)
    for text in (webvtt([cue], _RATE).removeprefix("WEBVTT\n\n"), srt([cue], _RATE)):
        assert len(re.findall(r"^[\d:.,]+ --> [\d:.,]+$", text, flags=re.MULTILINE)) == 1
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x85\u2028\u2029]", text)
        assert "\n\n" not in text


def test_a_line_fits_when_it_is_drawn_about_as_large_as_others() -> None:
    """Lines that drafting makes of ordinary words fit; the same number of wide letters does not."""
    fonts = own_fonts()
    assert fits("一二三四五六七八九十一二三四五六", _PORTRAIT, fonts)
    assert fits("When you order today, they leave the farm", _PORTRAIT, fonts)
    assert not fits("W" * 42, _PORTRAIT, fonts)
    assert fits("", _PORTRAIT, fonts)
    assert fits("\U00012000" * 42, _PORTRAIT, fonts), "no glyph here: others measure it"
