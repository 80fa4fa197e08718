"""What was said, and when: the shape of every recogniser, and the rules that hold for all.

Whatever recognises, its words come out in order, inside the clip and written the way the language
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.sound import Samples
from vidcommerce.media.time import Span

UNKNOWN: Final = "und"
"""The BCP 47 tag of a language that nobody could tell."""

_TRADITIONAL: Final = ("hant", "tw", "hk", "mo")


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of a clip in order of time; ``language`` is a BCP 47 tag."""

    language: str
    words: tuple[SpokenWord, ...]


def quietly(_milliseconds: int) -> None:
    """Tell nobody how far the work is."""


class Recogniser(Protocol):
    """Turns sound into words."""

    def transcribe(
        self,
        samples: Samples,
        speech: Sequence[Span],
        language: str | None,
        hotwords: Sequence[str],
        progress: Callable[[int], None] = quietly,
    ) -> Transcript:
        """Return what is said in the spans of 16 kHz mono ``samples``.

        ``language`` is a BCP 47 tag, or None to find out; ``hotwords`` are names that are likely
        to be said. Words' times are milliseconds since sample 0. ``progress`` is told up to which
        millisecond is recognised, and may raise to end it.
        """
        ...


def tidy(words: Iterable[SpokenWord], duration: int) -> tuple[SpokenWord, ...]:
    """Return the words inside the clip's ``duration`` milliseconds, none before the one it follows.

    Marks that stand alone join the word before them; what has no text is left out.
    """
    result: list[SpokenWord] = []
    earliest = 0
    for word in words:
        text = word.text.rstrip()
        if not text.strip():
            continue
        if result and not any(map(str.isalnum, text)):
            result[-1] = replace(result[-1], text=result[-1].text + text.lstrip())
            continue
        start = min(max(word.span.start, earliest), duration)
        stop = min(max(word.span.stop, start), duration)
        result.append(replace(word, text=text, span=Span(start, stop)))
        earliest = stop
    return tuple(result)


def primary(language: str) -> str:
    """Return the language of a BCP 47 tag without script and region: "zh" of "zh-Hant-TW"."""
    return language.replace("_", "-").split("-")[0].lower()


def wants_traditional(language: str | None) -> bool:
    """Tell whether a tag asks for Traditional Chinese, by its script or its region."""
    parts = (language or "").replace("_", "-").lower().split("-")
    return parts[0] in ("zh", "yue") and any(part in _TRADITIONAL for part in parts[1:])


def in_script(words: Sequence[SpokenWord], *, traditional: bool) -> tuple[SpokenWord, ...]:
    """Return Chinese words all in one script, whichever the recogniser mixed.

    The whole text is converted at once, since some characters depend on their neighbours; where
    that changes its length, each word is converted alone.
    """
    from opencc import OpenCC  # noqa: PLC0415 - reads its dictionaries

    convert = OpenCC("s2t" if traditional else "t2s").convert
    whole = "".join(word.text for word in words)
    converted = convert(whole)
    if len(converted) != len(whole):
        return tuple(replace(word, text=convert(word.text)) for word in words)
    result, at = [], 0
    for word in words:
        result.append(replace(word, text=converted[at : at + len(word.text)]))
        at += len(word.text)
    return tuple(result)
