"""What one character stands for: style, script and disguise taken off. Pure.

Unicode's compatibility forms (UAX 15, NFKC), look-alikes (UTS 39's data, ``look_alikes.txt``),
emoji that carry a letter, digits of any script, and traditional characters (OpenCC's t2s).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import opencc

INVISIBLE: Final = "invisible letters"
MARKS: Final = "marks over letters"
STYLED: Final = "letters of another style"
WIDE: Final = "full-width letters"
LOOK_ALIKE: Final = "look-alike letters"
EMOJI: Final = "emoji for letters"
ACCENT: Final = "accents"
TRADITIONAL: Final = "traditional characters"
DIGITS: Final = "digits of another script"
TURNED: Final = "letters upside down"

SPELLED: Final = "pinyin"

HARMLESS: Final = frozenset({WIDE, ACCENT, TRADITIONAL, EMOJI, DIGITS, SPELLED})
"""What people write without hiding anything; named only where it hides a listed word."""

_TURNED: Final = dict(zip("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy", strict=True))
_LOOKS_EMPTY: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_LETTER_EMOJI: Final = re.compile(
    r"(?:SQUARED|CIRCLED|REGIONAL INDICATOR SYMBOL|PARENTHESIZED)\b.* LETTER ([A-Z])$"
)
_WORD_EMOJI: Final = {
    "🆎": "ab", "🆑": "cl", "🆒": "cool", "🆓": "free", "🆔": "id", "🆕": "new", "🆖": "ng",
    "🆗": "ok", "🆘": "sos", "🆙": "up", "🆚": "vs", "🔟": "10", "💯": "100", "⭕": "o", "❌": "x",
    "✖": "x", "➕": "+", "❗": "!", "❕": "!",
}  # fmt: skip
_MORE: Final = {
    "〇": "0",
    "丨": "|",
    "†": "t",
    "Ꮞ": "4",
    "ғ": "f",
    "ǫ": "q",
    "ꜱ": "s",
    "ꭓ": "x",
    "ƙ": "k",
    "ʊ": "u",
    "ʋ": "v",
}
_SPOKEN: Final = """
b p m f d t n l g k h j q x zh ch sh r z c s
a o e e ai ei ao ou an en ang eng er i u v
"""
BOPOMOFO: Final[Mapping[str, str]] = {
    **dict(
        zip(
            "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ",
            _SPOKEN.split(),
            strict=True,
        )
    ),
    **dict.fromkeys("ˇˊˋ˙", ""),
}
"""Taiwan's letters for sounds, as pinyin; the marks of tones are left out."""
_MATH: Final = (0x1D400, 0x1D6A3)
"""Mathematical alphabets, of 52 letters each; those without a sign here have an older one."""

DRAWN: Final = str.maketrans(
    "τηκμωνχλβδθπφψεςζєвнткмгяипшщзчьыэюлдфцжб", "tnkuwvxlbdonoweszebhtkmrrnnwwe4bbeondauxb"
)
"""Greek and Cyrillic letters that are written for Latin ones beside these; elsewhere they are
letters of their languages."""


class Folded(NamedTuple):
    """What a character stands for (none, one or some signs), and the trick by which it did."""

    text: str
    trick: str


class _Folds(dict[str, Folded]):
    """What was asked before is kept: a language has few characters."""

    def __missing__(self, sign: str) -> Folded:
        self[sign] = made = _fold(sign)
        return made


FOLDS: Final[Mapping[str, Folded]] = _Folds()
"""Maps a character to what it stands for, in lower case."""


def _fold(sign: str) -> Folded:
    if sign.isascii():
        return Folded(sign.lower(), "")
    for table, trick in ((_simplified(), TRADITIONAL), (_TURNED, TURNED), (_WORD_EMOJI, EMOJI)):
        if (meant := table.get(sign)) is not None:
            return Folded(meant, trick)
    return _unseen(sign) or _letter(sign, unicodedata.category(sign), unicodedata.name(sign, ""))


def _unseen(sign: str) -> Folded | None:
    """Fold what can't be seen, or only over another letter."""
    category, name = unicodedata.category(sign), unicodedata.name(sign, "")
    if category in {"Cf", "Cc"} or sign in _LOOKS_EMPTY or "VARIATION SELECTOR" in name:
        return Folded("\n" if sign in "\u2028\u2029\x85" else "", INVISIBLE)
    if category in {"Mn", "Me"} and name.startswith("COMBINING"):
        return Folded("", MARKS)
    return None


def _letter(sign: str, category: str, name: str) -> Folded:
    """Fold what can be seen."""
    if category == "Cn" and _MATH[0] <= ord(sign) <= _MATH[1]:
        return Folded(chr(ord("a") + (ord(sign) - _MATH[0]) % 52 % 26), STYLED)
    if category == "Nd" or (category == "No" and "NEGATIVE" in name):
        digit = unicodedata.digit(sign, None)
        if digit is not None:
            return Folded(str(digit), WIDE if "FULLWIDTH" in name else DIGITS)
    if category == "So" and (found := _LETTER_EMOJI.search(name)):
        return Folded(found[1].lower(), EMOJI)
    for seen in (sign.lower(), sign):
        if (alike := _look_alikes().get(seen)) is not None:
            return Folded(alike, LOOK_ALIKE)
    return _compatible(sign, name)


def _compatible(sign: str, name: str) -> Folded:
    form = unicodedata.normalize("NFKC", sign)
    if form == sign:
        base = unicodedata.normalize("NFD", sign)[0]
        if base.isascii() and base.isalpha():
            return Folded(base.lower(), ACCENT)
        return Folded(sign.lower(), "")
    out = "".join(FOLDS[part].text if part != sign else part for part in form)
    if not any(part.isalnum() for part in out):
        return Folded(out, "")
    return Folded(out, WIDE if "WIDTH" in name else STYLED)


@cache
def _look_alikes() -> Mapping[str, str]:
    """Return the look-alikes of Latin letters and digits."""
    found: dict[str, str] = dict(_MORE)
    for line in _data("look_alikes.txt"):
        letter, alike = line.split(" ", 1)
        found |= dict.fromkeys(alike, letter)
    return found


@cache
def _simplified() -> Mapping[str, str]:
    """Return the simplified form of each traditional character that has another one."""
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    said = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, said, strict=True) if old != new}


def _data(name: str) -> list[str]:
    """Return the lines of a file beside this one, without its comments."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
