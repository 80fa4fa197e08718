"""Differences between two plans as short parts of a sentence. Pure.

"2 cuts removed, line 4 changed, card 1.2 s later, music -3 dB".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from vidcommerce.language import N_
from vidcommerce.media.time import FrameRate
from vidcommerce.studio.differing import Difference, Kind

_NAMED: Final = 5
"""Lines that are named by their numbers; more of them are counted."""

_ONE: Final[Mapping[Kind, str]] = {
    Kind.CUT_REMOVED: N_("1 cut removed"),
    Kind.CUT_ADDED: N_("1 cut added"),
    Kind.ORDER: N_("parts in another order"),
    Kind.FRAMING: N_("picture framed otherwise"),
    Kind.LINE_CHANGED: N_("line {numbers} changed"),
    Kind.LINE_ADDED: N_("line {numbers} added"),
    Kind.LINE_REMOVED: N_("old line {numbers} removed"),
    Kind.LINE_SPLIT: N_("line {numbers} split"),
    Kind.LINES_JOINED: N_("line {numbers} joined from several"),
    Kind.CARD_PLACED: N_("card at another place"),
    Kind.CARD_TEXT: N_("text on the card changed"),
    Kind.CARD_PICTURE: N_("picture on the card changed"),
    Kind.CARD_ADDED: N_("card shown once more"),
    Kind.CARD_REMOVED: N_("card shown once less"),
    Kind.MUSIC_CHANGED: N_("other music: {title}"),
    Kind.MUSIC_REMOVED: N_("no music"),
    Kind.MUSIC_GAIN: N_("music {decibels} dB"),
    Kind.MUSIC_DUCK: N_("music under speech {decibels} dB"),
    Kind.SOUND_GAIN: N_("the clip's sound {decibels} dB"),
    Kind.COVER: N_("another cover"),
    Kind.TRANSLATION: N_("subtitles in another language changed"),
    Kind.LABEL_ADDED: N_("label added: {title}"),
    Kind.LABEL_CHANGED: N_("another label: {title}"),
    Kind.LABEL_REMOVED: N_("label taken off: {title}"),
}

_NUMBERED: Final[Mapping[Kind, str]] = {
    Kind.LINE_CHANGED: N_("lines {numbers} changed"),
    Kind.LINE_ADDED: N_("lines {numbers} added"),
    Kind.LINE_REMOVED: N_("old lines {numbers} removed"),
    Kind.LINE_SPLIT: N_("lines {numbers} split"),
    Kind.LINES_JOINED: N_("lines {numbers} joined from several"),
    Kind.LINE_MOVED: N_("lines {numbers} moved"),
}

_COUNTED: Final[Mapping[Kind, str]] = {
    Kind.CUT_REMOVED: N_("{count} cuts removed"),
    Kind.CUT_ADDED: N_("{count} cuts added"),
    Kind.CUT_MOVED: N_("{count} cuts moved"),
    Kind.LINE_CHANGED: N_("{count} lines changed"),
    Kind.LINE_ADDED: N_("{count} lines added"),
    Kind.LINE_REMOVED: N_("{count} old lines removed"),
    Kind.LINE_SPLIT: N_("{count} lines split"),
    Kind.LINES_JOINED: N_("{count} lines joined from several"),
    Kind.LINE_MOVED: N_("{count} lines moved"),
}

_BY: Final[Mapping[Kind, tuple[str, str, str]]] = {
    Kind.CUT_MOVED: (
        N_("the cut at {moment} {seconds} s longer"),
        N_("the cut at {moment} {seconds} s shorter"),
        N_("the cut at {moment} moved"),
    ),
    Kind.LINE_MOVED: (
        N_("line {numbers} {seconds} s later"),
        N_("line {numbers} {seconds} s earlier"),
        N_("line {numbers} moved"),
    ),
    Kind.CARD_MOVED: (
        N_("card {seconds} s later"),
        N_("card {seconds} s earlier"),
        N_("card moved"),
    ),
    Kind.CARD_LENGTH: (
        N_("card {seconds} s longer"),
        N_("card {seconds} s shorter"),
        N_("card moved"),
    ),
}
"""More, less, and neither, where one of a kind is told with how much."""


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a sentence: the kind, the marked words, and what fills their fields."""

    kind: Kind
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def told(differences: Sequence[Difference], rate: FrameRate) -> tuple[Told, ...]:
    """Return the parts, one a kind; times are at ``rate``."""
    found: list[Told] = []
    for kind, group in groupby(sorted(differences, key=_rank), key=lambda one: one.kind):
        parts = _of_kind(kind, list(group), rate)
        found += [part for part in parts if part not in found]  # both cards moved: said once
    return tuple(found)


def _rank(difference: Difference) -> int:
    return list(Kind).index(difference.kind)


def _of_kind(kind: Kind, group: Sequence[Difference], rate: FrameRate) -> list[Told]:
    if kind in _COUNTED and len(group) > 1:
        return [_several(kind, group)]
    return [_one(group[0], rate), *(_one(one, rate) for one in group[1:] if one != group[0])]


def _several(kind: Kind, group: Sequence[Difference]) -> Told:
    if kind in _NUMBERED and len(group) <= _NAMED:
        numbers = ", ".join(str(one.number) for one in group)
        return Told(kind, _NUMBERED[kind], {"numbers": numbers})
    return Told(kind, _COUNTED[kind], {"count": len(group)})


def _one(one: Difference, rate: FrameRate) -> Told:
    kind = one.kind
    if kind in _BY:
        more, less, neither = _BY[kind]
        sentence = more if one.by > 0 else less if one.by < 0 else neither
    else:
        sentence = _ONE[kind]
    return Told(kind, sentence, _facts(one, rate))


def _facts(one: Difference, rate: FrameRate) -> dict[str, Any]:
    """Return all that a sentence about a difference may want to say."""
    minutes, seconds = divmod(int(rate.seconds(one.at)), 60)
    return {
        "numbers": one.number,
        "seconds": _short(float(rate.seconds(abs(one.by)))),
        "decibels": f"{'+' if one.by > 0 else '-'}{_short(abs(one.by) / 100)}",
        "moment": f"{minutes}:{seconds:02}",
        "title": one.text,
    }


def _short(number: float) -> str:
    """Return a number with one decimal where it needs one, two below a tenth."""
    text = f"{number:.1f}" if number >= 0.1 else f"{number:.2f}"  # noqa: PLR2004 - a tenth
    return text.rstrip("0").rstrip(".")
