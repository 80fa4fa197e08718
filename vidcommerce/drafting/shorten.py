"""What stays of a video that would be too long: the best whole utterances and seconds, in order.

Every piece has a worth: its frames, times one, plus

* 1.0 when the product or its place is spoken of,
* 0.6 when somebody speaks at all,
* 1.5 times the quality of the picture (sharp, well lit, steady; see :func:`quality`),
* 0.5 times the share of its looks with a face,
* 1.0 when it begins the video and 0.8 when it ends it: a story needs both.

The pieces with the most worth that fit are kept, less what every jump costs (a knapsack, solved
exactly on slots of a thousandth of the length). The numbers are a judgement; what they order is
not: a sentence about the product with a good picture beats one without, and both beat a silent
look around.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vidcommerce.drafting.looking import mean_quality, within
from vidcommerce.drafting.marks import CutReason, Marks, kept, painted
from vidcommerce.drafting.mentions import mentioned
from vidcommerce.drafting.sentences import ends
from vidcommerce.drafting.takes import Take, pause_middle, voiced
from vidcommerce.media.time import FrameRange, FrameRate, Span

_PRODUCT: Final = 1.0
_SPEECH: Final = 0.6
_PICTURE: Final = 1.5
_FACE: Final = 0.5
_BEGINNING: Final = 1.0
_END: Final = 0.8

_UTTERANCE_PAUSE: Final = 400
"""Milliseconds of pause that part utterances where no words tell where a sentence ends."""

_LONG: Final = 10
"""Seconds from which on an utterance may be parted at any pause."""

_WINDOW: Final = 3
"""Seconds into which stretches without speech are parted: long enough to look around."""

_SEAM: Final = 800
"""Milliseconds, in worth, that are paid at each side of a jump: few long stretches, not many."""

_SLOTS: Final = 1000
_NEVER: Final = float("-inf")


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames of a take that stay or go together; ``worth`` is counted in frames."""

    take: int
    frames: FrameRange
    worth: float


def shortened(
    takes: Sequence[Take], marks: Sequence[Marks], names: Sequence[str], rate: FrameRate, most: int
) -> list[Marks]:
    """Return the marks of every take with at most ``most`` frames kept in all.

    ``names`` are what the product and its place are called. Speech stays whole unless one stretch
    without a pause is longer than the whole video may be.
    """
    if sum(len(frames) for one in marks for frames in kept(one)) <= most:
        return list(marks)
    pieces = _story(
        [
            piece
            for number, (take, one) in enumerate(zip(takes, marks, strict=True))
            for piece in _pieces(number, take, kept(one), names, rate)
        ]
    )
    seam = float(rate.frame_at(_SEAM))
    chosen = _chosen(pieces, most, seam) or [_cropped(max(pieces, key=lambda p: p.worth), most)]
    return [
        painted(
            one,
            [(FrameRange(0, len(one)), CutReason.OVER_LENGTH)],
            [piece.frames for piece in chosen if piece.take == number],
        )
        for number, one in enumerate(marks)
    ]


def _pieces(
    number: int, take: Take, stretches: Sequence[FrameRange], names: Sequence[str], rate: FrameRate
) -> Iterator[Piece]:
    """Yield the pieces of a take's kept stretches with their worth."""
    spans = voiced(take.analysis)
    for stretch in stretches:
        for frames in parted(take, spans, stretch, rate):
            span = Span(rate.milliseconds(frames.start), rate.milliseconds(frames.stop))
            spoken = any(voice.overlap(span) for voice in spans)
            worth = _picture_worth(take, span) + _speech_worth(take, span, names, spoken=spoken)
            yield Piece(number, frames, len(frames) * (1 + worth))


def parted(take: Take, spans: Sequence[Span], run: FrameRange, rate: FrameRate) -> list[FrameRange]:
    """Part a kept stretch of a take into whole utterances, and windows where nobody speaks.

    ``spans`` are where somebody speaks in the whole take.
    """
    shown = Span(rate.milliseconds(run.start), rate.milliseconds(run.stop))
    heard = [span for span in spans if span.overlap(shown)]
    if not heard:
        return list(_windows(run, rate))
    edges = [run.start, *_utterance_edges(take, heard, rate), run.stop]
    clean = sorted({min(max(edge, run.start), run.stop) for edge in edges})
    return [FrameRange(a, b) for a, b in pairwise(clean)]


def _utterance_edges(take: Take, spans: Sequence[Span], rate: FrameRate) -> Iterator[int]:
    """Yield the frames at which one utterance ends and the next begins."""
    stops = sorted(word.span.stop for word in take.analysis.words if ends(word.text))
    begun = spans[0].start
    for before, after in pairwise(spans):
        pause = after.start - before.stop
        if stops:
            complete = any(before.start < stop <= after.start for stop in stops)
        else:
            complete = pause >= _UTTERANCE_PAUSE
        if complete or before.stop - begun > _LONG * 1000:
            begun = after.start
            yield _frame_between(before.stop, after.start, rate)


def _frame_between(stop: int, start: int, rate: FrameRate) -> int:
    """Return the frame that parts a pause, in neither of the frames that show its ends."""
    middle = rate.frame_at(pause_middle(stop, start))
    earliest = -(-stop * rate.numerator // (1000 * rate.denominator))
    latest = start * rate.numerator // (1000 * rate.denominator)
    return min(max(middle, earliest), max(earliest, latest))


def _windows(run: FrameRange, rate: FrameRate) -> Iterator[FrameRange]:
    """Part a stretch into equal windows of about three seconds."""
    count = max(1, round(len(run) / rate.frame_at(_WINDOW * 1000)))
    edges = [run.start + len(run) * number // count for number in range(count + 1)]
    yield from (FrameRange(a, b) for a, b in pairwise(edges))


def _picture_worth(take: Take, span: Span) -> float:
    looks = within(take.analysis.looks, span)
    faces = sum(bool(look.faces) for look in looks) / max(1, len(looks))
    return _PICTURE * mean_quality(looks) + _FACE * faces


def _speech_worth(take: Take, span: Span, names: Sequence[str], *, spoken: bool) -> float:
    if not spoken:
        return 0.0
    text = "".join(word.text for word in take.analysis.words if word.span.overlap(span))
    return _SPEECH + _PRODUCT * mentioned(text, names)


def _story(pieces: Sequence[Piece]) -> list[Piece]:
    """Give the first and the last piece what they are worth to the story."""
    extra = {0: _BEGINNING, len(pieces) - 1: _END}
    return [
        Piece(piece.take, piece.frames, piece.worth + extra.get(n, 0) * len(piece.frames))
        for n, piece in enumerate(pieces)
    ]


def _chosen(pieces: Sequence[Piece], most: int, seam: float) -> list[Piece]:
    """Return the pieces with the most worth that fit in ``most`` frames together, in order.

    Dynamic programming over the pieces, the room that is used, and whether the last piece is
    kept. Where one of two adjoining pieces is kept and the other not, ``seam`` is paid.
    """
    slot = max(1, most // _SLOTS)
    room = most // slot
    sizes = [-(-len(piece.frames) // slot) for piece in pieces]
    left_out, kept_last = [0.0] * (room + 1), [_NEVER] * (room + 1)
    ways: list[tuple[bytearray, bytearray]] = []
    for number, (piece, size) in enumerate(zip(pieces, sizes, strict=True)):
        cost = seam if number and _adjoining(pieces[number - 1], piece) else 0.0
        out, out_way = _better(left_out, [worth - cost for worth in kept_last])
        shifted, follows = _with(left_out, piece, size), _with(kept_last, piece, size)
        kept_last, kept_way = _better([worth - cost for worth in shifted], follows)
        left_out = out
        ways.append((out_way, kept_way))
    return _traced(pieces, sizes, ways, kept_last[room] > left_out[room])


def _with(worths: Sequence[float], piece: Piece, size: int) -> list[float]:
    """Return the worths for every room when a piece is added that takes ``size`` of it."""
    size = min(size, len(worths))
    return [_NEVER] * size + [worth + piece.worth for worth in worths[: len(worths) - size]]


def _better(first: Sequence[float], second: Sequence[float]) -> tuple[list[float], bytearray]:
    """Return the larger of each two, and where it is the second."""
    return list(map(max, first, second)), bytearray(map(operator.lt, first, second))


def _traced(
    pieces: Sequence[Piece],
    sizes: Sequence[int],
    ways: Sequence[tuple[bytearray, bytearray]],
    kept_last: bool,  # noqa: FBT001 - the state in which the last piece is
) -> list[Piece]:
    """Walk back along the best way."""
    result: list[Piece] = []
    left = len(ways[0][0]) - 1
    for piece, size, way in zip(reversed(pieces), reversed(sizes), reversed(ways), strict=True):
        came_from_kept = bool(way[kept_last][left])
        if kept_last:
            result.append(piece)
            left -= size
        kept_last = came_from_kept
    return result[::-1]


def _adjoining(before: Piece, after: Piece) -> bool:
    return before.take == after.take and before.frames.stop == after.frames.start


def _cropped(piece: Piece, most: int) -> Piece:
    """Return the start of a piece that alone is too long: nothing shorter holds together."""
    start = piece.frames.start
    return Piece(piece.take, FrameRange(start, start + most), piece.worth)
