"""What the steps read: a comment as given, and what was made of it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vidcommerce.comments.finding.found import Found
from vidcommerce.comments.normal.plain import Plain
from vidcommerce.comments.signals import Decision, Kind, Signal, Strength

TRUSTED_AFTER: Final = 2
"""Approved comments after which a writer's next ones need not wait: one friendly line is cheap for
whoever comes to advertise, and an honest writer waits twice at most."""


class Mode(StrEnum):
    """When comments of a video, shop or station are read by people."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Writer:
    """A writer's record: comments ``approved`` and ``rejected`` by people, and what is counted.

    ``recent`` is how many they wrote in the last ten minutes, ``places`` on how many videos in the
    last hour. The default is somebody whom nothing is known against.
    """

    approved: int = TRUSTED_AFTER
    rejected: int = 0
    banned: bool = False
    recent: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True)
class Echo:
    """Where the same text (by ``Judged.fingerprint``) was written in the last hour.

    ``writers`` are other writers, ``places`` are videos, ``mine`` is how often by this writer.
    """

    writers: int = 0
    places: int = 0
    mine: int = 0


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of an operator: plain words, each found under any disguise; see ``Decision``."""

    name: str
    words: tuple[str, ...]
    decision: Decision = Decision.HOLD


@dataclass(frozen=True, slots=True)
class Place:
    """The video that a comment is for.

    ``mode`` is what video, shop or station chose; ``burst`` is true for the hour after a burst.
    ``hosts`` may be linked to; ``numbers`` (digits) and ``contacts`` are the shop's own, and may be
    said. ``competitors`` are names of other sellers.
    """

    mode: Mode = Mode.AFTER
    burst: bool = False
    hosts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    lists: tuple[OwnList, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A comment, and what is known about where it comes from."""

    text: str
    writer: Writer = field(default_factory=Writer)
    echo: Echo = field(default_factory=Echo)
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment, its plain form, and the listed words that were found in it."""

    given: Given
    plain: Plain
    found: Sequence[Found] = ()

    def signal(
        self, kind: Kind, strength: Strength, rule: str, span: tuple[int, int],
        said: tuple[str, tuple[str, ...]] = ("", ()),
    ) -> Signal:  # fmt: skip
        """Return a signal about a span of the plain text; ``said`` is what it means, and tricks."""
        start, stop = self.plain.origin(*span)
        hidden = dict.fromkeys((*said[1], *self.plain.tricks_in(*span)))
        return Signal(kind, strength, rule, said[0], start, stop, tuple(hidden))


Step = Callable[[Reading], Iterable[Signal]]
"""What one step is."""


def normal_form(plain: Plain, found: Sequence[Found], numbers: Sequence[Signal]) -> str:
    """Return the text with hidden words as they are listed, and hidden numbers in digits."""
    changes = [
        (one.start, one.stop, one.entry.meant or one.entry.word) for one in found if one.tricks
    ]
    firsts = {span[0]: place for place, span in reversed(list(enumerate(plain.spans)))}
    lasts = {span[1]: place + 1 for place, span in enumerate(plain.spans)}
    changes += [
        (firsts[one.start], lasts[one.stop], one.meant)
        for one in numbers
        if one.start in firsts and one.stop in lasts
    ]
    out, at = [], 0
    for start, stop, meant in sorted(changes):
        if start >= at:
            out += [plain.text[at:start], meant]
            at = stop
    return "".join(out) + plain.text[at:]


def fingerprint(form: str) -> str:
    """Return what is the same for texts of the same letters and digits: a sha256 in hexadecimal."""
    return hashlib.sha256("".join(filter(str.isalnum, form)).encode()).hexdigest()
