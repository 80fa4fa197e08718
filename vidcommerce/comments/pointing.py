"""Points out in the original text what was found and how it was hidden. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vidcommerce.comments.signals import Kind, Signal, Strength, Trick
from vidcommerce.language import N_

TRICK_WORDS: Final[Mapping[str, str]] = {
    "invisible letters": N_("letters that can't be seen"),
    "marks over letters": N_("marks put over letters"),
    "letters of another style": N_("letters of another style"),
    "full-width letters": N_("wide letters"),
    "look-alike letters": N_("letters that look alike"),
    "emoji for letters": N_("pictures for letters"),
    "accents": N_("accents"),
    "traditional characters": N_("traditional characters"),
    "digits of another script": N_("digits of another script"),
    "letters upside down": N_("letters upside down"),
    "encoded letters": N_("letters in code"),
    "markup between letters": N_("markup between letters"),
    "turned direction": N_("turned direction"),
    "numbers in words": N_("a number in words"),
    "letters for digits": N_("letters for digits"),
    "numbers in pieces": N_("a number in pieces"),
    "split letters": N_("letters pulled apart"),
    "a space inside a word": N_("a space inside a word"),
    "repeated letters": N_("repeated letters"),
    "doubled letters": N_("doubled letters"),
    "signs for letters": N_("signs for letters"),
    "masked letters": N_("masked letters"),
    "written backwards": N_("written backwards"),
    "same sound": N_("another word that sounds the same"),
    "same shape": N_("another character that looks the same"),
    "pinyin": N_("pinyin"),
    "first letter": N_("first letters only"),
    "characters in parts": N_("characters taken to pieces"),
    "another way of writing": N_("another way of writing"),
    "letters between": N_("letters put between"),
    "hidden link": N_("a hidden link"),
}
"""What a moderator reads for each trick that the normal form undoes."""

STRENGTH_WORDS: Final[Mapping[Strength, str]] = {
    Strength.HINT: N_("maybe"),
    Strength.LIKELY: N_("likely"),
    Strength.SURE: N_("surely"),
}

_VEILED: Final = frozenset({Kind.ABUSE, Kind.SEXUAL})
VEILED_FROM: Final = 700
"""The score from which on a text is blurred: where the model's own hints begin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the original: ``tricks`` are the names of those in it, ``meant`` what it says.

    A piece without both, and without ``kinds``, is plain text.
    """

    text: str
    tricks: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether there is something to point out."""
        return bool(self.tricks or self.kinds)


def pieces(text: str, signals: Sequence[Signal], tricks: Sequence[Trick]) -> list[Piece]:
    """Return ``text`` in pieces that together are the whole of it; spans outside are cut."""
    spans = [(one.start, one.stop) for one in signals] + [(one.start, one.stop) for one in tricks]
    edges = {0, len(text)} | {edge for span in spans for edge in span if 0 < edge < len(text)}
    cuts = sorted(edges)
    return [_piece(text, (start, stop), signals, tricks) for start, stop in pairwise(cuts)]


def _piece(
    text: str, span: tuple[int, int], signals: Sequence[Signal], tricks: Sequence[Trick]
) -> Piece:
    inside = [one for one in signals if one.start <= span[0] and span[1] <= one.stop]
    around = [one.name for one in tricks if one.start <= span[0] and span[1] <= one.stop]
    names = dict.fromkeys((*around, *(name for one in inside for name in one.tricks)))
    return Piece(
        text[slice(*span)],
        tuple(names),
        tuple(dict.fromkeys(one.kind for one in inside)),
        tuple(dict.fromkeys(one.meant for one in inside if one.meant)),
    )


def veiled(score: int, signals: Sequence[Signal]) -> bool:
    """Tell whether a moderator should choose to read a text, not come upon it."""
    bad = any(one.kind in _VEILED and one.strength >= Strength.LIKELY for one in signals)
    return bad or score >= VEILED_FROM
