"""Subtitles as text: the script that libass burns in, and the tracks beside the video. Pure.

Lines come as they are to be shown; nothing is broken or joined here. What is drawn is never
wider or higher than the caption box: a line that is too long for it is set smaller.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from vidcommerce.media.fonts import Fonts
from vidcommerce.media.layout import caption_box
from vidcommerce.media.plan import Box, Canvas, Cue, EditPlan
from vidcommerce.media.time import FrameRange, FrameRate

_WIDE_CHARACTERS = 16
"""Full-width characters that fill a line: the longest that a plan's drafting makes."""

_NARROW_EMS = 19
"""Ems of Latin text that fill a line: 38 average characters, so that the longest lines (42) are
set a tenth smaller and all others alike."""

_SMALLER = Fraction(9, 10)
"""How much smaller than others a line may be set before it had better be broken elsewhere."""

_OUTLINE = Fraction(1, 14)
"""Width of the dark outline in ems; looked at over bright, busy and dark pictures."""

_EDGES = 3 * _OUTLINE
"""Ems that lines together need around them: the outline on both sides, and half of it for the
shadow, twice because what is centred needs it on both."""

_SMALLEST = 8
"""Pixels an em below which nobody reads anything; a line that long is wrong, not small."""

_HEADER = """\
[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: None

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Caption,{family},{size},&H00FFFFFF,&H00FFFFFF,&H00141414,&H78000000,\
0,0,0,0,100,100,0,0,1,{outline},{shadow},2,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that stands in the middle of ``box`` in ``frames``, ``size`` pixels an em."""

    frames: FrameRange
    box: Box
    text: str
    size: int


def ass(cues: Sequence[Cue], canvas: Canvas, fonts: Fonts, mark: Mark | None = None) -> str:
    """Return the ASS script that draws ``cues``, whose frames count from the script's start.

    White with a dark outline, centred, standing on the bottom of the caption box. Times lie half
    a frame before the first frame and the one after the last, so that rounding to the format's
    hundredths of a second never moves a cue by a frame. Raises GlyphsMissing.
    """
    box = caption_box(canvas)
    first = fonts.fonts[0]
    size = _wide_size(canvas, box)
    head = _HEADER.format(
        width=canvas.width,
        height=canvas.height,
        family=first.family,
        size=_ass_size(size, first.line, first.em),
        outline=_decimal(size * _OUTLINE),
        shadow=_decimal(size * _OUTLINE / 2),
    )
    lines = "".join(_dialogue(cue, canvas, box, fonts) for cue in cues if _lines(cue))
    return head + lines + ("" if mark is None else _marked(mark, canvas, fonts))


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """How :func:`ass` draws subtitles, for whoever draws them elsewhere. Canvas pixels.

    Lines are centred in ``box``, standing on its bottom: the last one's line ends a pixel and half
    of ``edges`` above it. They are set at ``wide`` pixels an em where any character of them is a
    wide one (East Asian Width W or F), else at ``narrow``; smaller, down to ``smallest``, in whole
    pixels, where otherwise the widest of them and ``edges`` would be wider than the box, or the
    lines and ``edges`` higher than the box less a pixel. In thousandths of an em: ``line`` from one
    line to the next, ``outline`` around letters, ``shadow`` down and to the right, and ``edges``.
    """

    box: Box
    wide: int
    narrow: int
    smallest: int
    line: int
    outline: int
    shadow: int
    edges: int


def caption_look(canvas: Canvas, fonts: Fonts) -> CaptionLook:
    """Return how subtitles are drawn on a canvas."""
    box = caption_box(canvas)
    return CaptionLook(
        box=box,
        wide=_wide_size(canvas, box),
        narrow=min(_wide_size(canvas, box), box.width // _NARROW_EMS),
        smallest=_SMALLEST,
        line=math.ceil(max(1000 * font.line / font.em for font in fonts.fonts)),
        outline=round(1000 * _OUTLINE),
        shadow=round(500 * _OUTLINE),
        edges=math.ceil(1000 * _EDGES),
    )


def caption_size(lines: Sequence[str], canvas: Canvas, fonts: Fonts) -> int:
    """Return the pixels an em at which ``lines`` are drawn together.

    All Chinese lines that drafting makes have one size and nearly all Latin ones another; only
    lines that would leave the caption box are set smaller. Raises GlyphsMissing.
    """
    box = caption_box(canvas)
    plain = [_plain(line) for line in lines]
    usual = _usual_size(plain, canvas, box)
    widest = max(fonts.units(line) for line in plain) + float(_EDGES)
    tallest = len(plain) * max(font.line / font.em for font in fonts.fonts) + float(_EDGES)
    fitting = min(box.width / widest, (box.height - 1) / tallest)
    return max(_SMALLEST, min(usual, math.floor(fitting)))


def fits(line: str, canvas: Canvas, fonts: Fonts) -> bool:
    """Tell whether a line is drawn about as large as others are: a tenth smaller at most.

    A line with characters that ``fonts`` don't draw is not measured, and fits.
    """
    plain = _plain(line)
    if not plain or not fonts.draw(plain):
        return True
    usual = _usual_size([plain], canvas, caption_box(canvas))
    return caption_size([plain], canvas, fonts) >= usual * _SMALLER


def tracks(plan: EditPlan) -> Iterator[tuple[str, str]]:
    """Yield language and WebVTT file of all subtitles of a plan, the video's own first.

    Those in other languages stand just under the lines that are in the picture, so that a player
    that shows them shows both.
    """
    box, rate = caption_box(plan.canvas), plan.canvas.rate
    under = f" line:{(box.top + box.height) * 100 // plan.canvas.height}%"
    for language, cues in plan.spoken().items():
        yield language, webvtt(cues, rate, "" if language == plan.language else under)


def webvtt(cues: Sequence[Cue], rate: FrameRate, place: str = "") -> str:
    """Return a WebVTT file of ``cues``; ``place`` is their cue settings, after a space."""
    blocks = (
        f"{_clock(start, '.')} --> {_clock(stop, '.')}{place}\n"
        + "\n".join(map(_markup, lines))
        + "\n"
        for start, stop, lines in _timed(cues, rate)
    )
    return "\n".join(["WEBVTT\n", *blocks])


def srt(cues: Sequence[Cue], rate: FrameRate) -> str:
    """Return a SubRip file of ``cues``."""
    blocks = (
        f"{number}\n{_clock(start, ',')} --> {_clock(stop, ',')}\n" + "\n".join(lines) + "\n"
        for number, (start, stop, lines) in enumerate(_timed(cues, rate), 1)
    )
    return "\n".join(blocks)


def _timed(cues: Sequence[Cue], rate: FrameRate) -> list[tuple[int, int, list[str]]]:
    """Return start and stop in milliseconds, and the lines, of every cue."""
    return [
        (rate.milliseconds(cue.frames.start), rate.milliseconds(cue.frames.stop), lines)
        for cue in cues
        if (lines := _lines(cue))
    ]


def _dialogue(cue: Cue, canvas: Canvas, box: Box, fonts: Fonts) -> str:
    """Return the event of one cue."""
    lines = _lines(cue)
    size = caption_size(lines, canvas, fonts)
    outline = size * _OUTLINE
    centre = box.left + Fraction(box.width, 2)
    bottom = box.top + box.height - 1 - size * _EDGES / 2  # a pixel for smooth edges
    place = f"\\pos({_decimal(centre)},{_decimal(bottom)})"
    edge = f"\\bord{_decimal(outline)}\\shad{_decimal(outline / 2)}"
    text = "\\N".join(_spoken(line, size, fonts) for line in lines)
    start = _ass_time(cue.frames.start, canvas.rate)
    stop = _ass_time(cue.frames.stop, canvas.rate)
    return f"Dialogue: 0,{start},{stop},Caption,,0,0,0,,{{{place}{edge}}}{text}\n"


def _marked(mark: Mark, canvas: Canvas, fonts: Fonts) -> str:
    """Return the event of a mark; its text is ours, and fits."""
    box, outline = mark.box, mark.size * _OUTLINE
    centre = box.left + Fraction(box.width, 2), box.top + Fraction(box.height, 2)
    place = f"\\an5\\pos({_decimal(centre[0])},{_decimal(centre[1])})"
    edge = f"\\bord{_decimal(outline)}\\shad{_decimal(outline / 2)}"
    start = _ass_time(mark.frames.start, canvas.rate)
    stop = _ass_time(mark.frames.stop, canvas.rate)
    text = _spoken(mark.text, mark.size, fonts)
    return f"Dialogue: 0,{start},{stop},Caption,,0,0,0,,{{{place}{edge}}}{text}\n"


def _spoken(line: str, size: int, fonts: Fonts) -> str:
    """Return a line with the font named before each stretch that it draws."""
    return "".join(
        f"{{\\fn{font.family}\\fs{_ass_size(size, font.line, font.em)}}}{_escape(run)}"
        for font, run in fonts.runs(line)
    )


def _escape(text: str) -> str:
    """Return text that libass shows as it stands.

    Braces would open an override. A backslash has no escape of its own: the word joiner after it,
    which draws nothing, keeps it from meeting the letter that would make it a command.
    """
    joined = text.replace("\\", "\\\u2060")
    return joined.replace("{", "\\{").replace("}", "\\}")


def _markup(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(cue: Cue) -> list[str]:
    """Return the lines that show something: an empty one would end a cue of a track."""
    return [plain for line in cue.lines if (plain := _plain(line))]


def _plain(line: str) -> str:
    """Return a line without control characters: a newline inside would end the cue."""
    return _CONTROLS.sub(" ", line).strip()


def _usual_size(lines: Sequence[str], canvas: Canvas, box: Box) -> int:
    """Return the size of lines that have room: one where any is Chinese, another for Latin."""
    size = _wide_size(canvas, box)
    if any(_wide(character) for line in lines for character in line):
        return size
    return min(size, box.width // _NARROW_EMS)


def _wide_size(canvas: Canvas, box: Box) -> int:
    """Return the usual size: 1/27 of a 9:16 picture's height, 1/18 of others', in the box."""
    full = math.floor(box.width / (_WIDE_CHARACTERS + _EDGES))
    return min(canvas.height // 18, canvas.width // 15, full)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def _ass_size(size: int, line: int, em: int) -> str:
    """Return what the format calls the size of a font whose em is ``size`` pixels."""
    return _decimal(Fraction(size * line, em))


def _decimal(number: Fraction) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def _ass_time(frame: int, rate: FrameRate) -> str:
    """Return h:mm:ss.cc, half a frame before the start of ``frame``."""
    hundredths = max(0, round((rate.seconds(frame) - rate.seconds(1) / 2) * 100))
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def _clock(milliseconds: int, mark: str) -> str:
    """Return hh:mm:ss and milliseconds after ``mark``."""
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
