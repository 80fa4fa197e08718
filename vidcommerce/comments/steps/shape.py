"""How long a comment is, how often it repeats itself, and how it is disguised. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.normal import encodings, letters
from vidcommerce.comments.policy import LONGEST_TEXT
from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_AGAIN: Final = re.compile(r"(\S.{0,38}?\S|\S)(?:\s*\1){7,}", re.DOTALL)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LONG: Final = 100
"""Characters of one phrase said again and again that are no laughter or joy any more."""

_SHOWY: Final = 12
"""Letters of another style that are more than an ornament."""

_HEAVY: Final = 3
"""Letters under heaps of marks."""


def length(reading: Reading) -> Iterator[Signal]:
    """Yield a signal where there is nothing to read, or more than a comment may have."""
    text = reading.given.text
    if not any(sign.isprintable() and not sign.isspace() for sign in reading.plain.text):
        yield Signal(Kind.LENGTH, Strength.SURE, "length.empty")
    elif len(text) > LONGEST_TEXT:
        yield Signal(Kind.LENGTH, Strength.SURE, "length.long")


def repeat(reading: Reading) -> Iterator[Signal]:
    """Yield a signal where one phrase fills the comment; laughter and joy are no phrase."""
    text = reading.plain.text
    if len(text) < _LONG:
        return
    for found in _AGAIN.finditer(text):
        if found.end() - found.start() >= _LONG:
            several = len(set(found[1])) > 1
            strength = Strength.LIKELY if several else Strength.HINT
            span, said = found.span(), (found[1], ())
            yield reading.signal(Kind.REPEAT, strength, "repeat.phrase", span, said)
            return


def disguise(reading: Reading) -> Iterator[Signal]:
    """Yield what only somebody who hides something writes, whatever it says."""
    plain = reading.plain
    near = zip(plain.tricks, plain.text, strict=True)
    # Persian, Hindi and others write with joiners: only Latin and Chinese letters need none.
    many = Counter(trick for trick, sign in near if sign.isascii() or _HAN.match(sign))
    for trick, least, strength in (
        (encodings.REVERSED, 2, Strength.LIKELY),
        (encodings.ENCODED, 3, Strength.LIKELY),
        (letters.MARKS, _HEAVY, Strength.LIKELY),
        (letters.TURNED, 3, Strength.HINT),
        (letters.INVISIBLE, 2, Strength.LIKELY),
        (letters.STYLED, _SHOWY, Strength.HINT),
    ):
        if many[trick] >= least:
            yield Signal(Kind.DISGUISE, strength, f"disguise.{trick.replace(' ', '_')}")
    if _mixed(reading):
        yield Signal(Kind.DISGUISE, Strength.LIKELY, "disguise.mixed_letters")


def _mixed(reading: Reading) -> bool:
    """Return whether words mix Latin letters with look-alikes of other scripts."""
    plain = reading.plain
    if letters.LOOK_ALIKE not in plain.tricks:
        return False
    for word in re.finditer(r"[a-z]{3,}", plain.text):
        tricks = plain.tricks[slice(*word.span())]
        alike = sum(trick == letters.LOOK_ALIKE for trick in tricks)
        if alike and _cased(reading, word.span()):
            return True
    return False


def _cased(reading: Reading, span: tuple[int, int]) -> bool:
    """Return whether ASCII letters and others stand in one word of the original."""
    said = [
        sign for sign in reading.given.text[slice(*reading.plain.origin(*span))] if sign.isalpha()
    ]
    foreign = [sign for sign in said if not unicodedata.name(sign, "LATIN").startswith("LATIN")]
    return bool(foreign) and any(sign.isascii() for sign in said)
