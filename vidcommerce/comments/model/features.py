"""What the model sees in a text: runs of one to five letters, and runs of Latin words. Pure.

Letters work for Chinese without a dictionary, and for words that nobody has written down yet. Each
run is a number of 32 bits; whole arrays are hashed at once, so that a comment takes a tenth of a
millisecond.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

LONGEST_RUN: Final = 5
LONGEST_PHRASE: Final = 3
_MOST: Final = 1000
"""Letters of a text that are read."""

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_HALF: Final = np.uint64(32)
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+")
_DIGITS: Final = re.compile(r"[0-9]")
_SPACE: Final = re.compile(r"\s+")


def features(text: str) -> NDArray[np.uint32]:
    """Return the features of a text in the pipeline's normal form, sorted, each once.

    There is at least one: the text's beginning and end count as letters.
    """
    said = _DIGITS.sub("0", _SPACE.sub(" ", text[:_MOST]).strip())
    letters = np.frombuffer(f"\x02{said}\x03".encode("utf-32-le", "surrogatepass"), "<u4")
    words = [_of_word(word) for word in _WORD.findall(said)]
    parts = [*_runs(letters.astype(np.uint64), LONGEST_RUN, 1), _shape(said)]
    if words:
        parts += _runs(np.array(words, np.uint64), LONGEST_PHRASE, 101)
    return np.unique(np.concatenate(parts))


def _shape(said: str) -> NDArray[np.uint32]:
    """Return how long a text is, in powers of two, and whether it is in Latin letters."""
    return _runs(np.array([2 * len(said).bit_length() + said.isascii()], np.uint64), 1, 201)[0]


def _of_word(word: str) -> int:
    """Return a number of 64 bits for a word, the same in every process."""
    value = 0
    for letter in word:
        value = (value * 1_099_511_628_211 + ord(letter)) & 0xFFFFFFFFFFFFFFFF
    return value


def _runs(units: NDArray[np.uint64], longest: int, kind: int) -> list[NDArray[np.uint32]]:
    """Return hashes of all runs of 1 to ``longest`` units; ``kind`` keeps sorts of runs apart."""
    found = []
    value = np.zeros(len(units) + 1, np.uint64)
    for length in range(1, min(longest, len(units)) + 1):
        value = value[: len(units) - length + 1] * _BASE + units[length - 1 :]
        mixed = (value ^ (value >> np.uint64(29)) ^ np.uint64(kind * 1000 + length)) * _MIX
        found.append((mixed >> _HALF).astype(np.uint32))
    return found
