"""The skeleton of a Latin word: one letter for all that are written for each other. Pure."""

from __future__ import annotations

import re
from typing import Final

LEET: Final = frozenset("0123456789@$!|+€£¢¥§(×¡ß∂μ")
"""Signs that stand for letters."""

_SHAPES: Final = (
    ("\\/\\/", "w"), ("/\\/\\", "m"), ("|\\/|", "m"), ("|\\|", "n"), ("/\\", "a"), ("\\/", "v"),
    ("|-|", "h"), ("|_|", "u"), ("(_)", "u"), ("|<", "k"), ("|{", "k"), ("|)", "d"), ("|>", "d"),
    ("()", "o"), ("[]", "o"), ("|=", "f"), ("><", "x"), ("vv", "w"), ("ph", "f"),
)  # fmt: skip
"""Letters drawn by several signs."""

SHAPE_SIGNS: Final = frozenset("\\/|()_<>[]{}=-")

_ONE: Final = str.maketrans(
    "0123456789@$!|+€£¢¥§(×¡ß∂μlyzcqv",
    "oiseasgtbgasiiteikyskxisduiiskku",
)
_RUNS: Final = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Return the skeleton of a word: "sh1t", "shiiit" and "$hyt" have one with "shit"."""
    for shape, letter in _SHAPES:
        if shape in word:
            word = word.replace(shape, letter)
    return _RUNS.sub(r"\1", word.translate(_ONE))
