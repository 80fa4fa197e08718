"""Shortens looks of places, and names each by a word and a signature. Pure.

Looks are SIFT's 128 numbers, made comparable by the square root (Arandjelovic and Zisserman,
"Three things everyone should know", 2012), and turned so that the first 64 say most of it. A word
is a cell of two small vocabularies (Babenko and Lempitsky, "The inverted multi-index", 2012), and a
signature of 64 bits tells looks of one word apart (Jegou and others, "Hamming embedding", 2008).
``words.npz`` was learnt by ``benchmarks/reuse_words.py``; a vocabulary is about how light falls in
pictures, not about any one picture.

The turning keeps left and right apart: each of the 64 numbers either stays or changes its sign
when the picture is mirrored, so mirroring needs no second look at the clip.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import LENGTH, Codes, Floats, Spots

SCALE: Final = 200
"""Steps of a code: a look has length 1, no number of it is above 0.63."""

WORDS: Final = 1 << 16

_FILE: Final = Path(__file__).with_name("words.npz")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """``mean`` and ``basis`` (128 x 64) shorten; ``signs`` mirror; ``first`` and ``second`` name.

    Each of the two has 256 rows of 32 numbers. ``bits`` (64 x 64) makes signatures.
    """

    mean: Floats
    basis: Floats
    signs: Codes
    first: Floats
    second: Floats
    bits: Floats


@cache
def vocabulary() -> Vocabulary:
    """Return the one that is in use."""
    with np.load(_FILE, allow_pickle=False) as kept:
        part = {name: np.asarray(kept[name], np.float32) for name in kept.files}
    return Vocabulary(
        part["mean"], part["basis"], part["signs"].astype(np.int8),
        part["first"], part["second"], part["bits"],
    )  # fmt: skip


def rooted(looks: npt.NDArray[Any]) -> Floats:
    """Return SIFT's descriptors (n, 128) with the lengths and distances that compare best."""
    whole = looks.astype(np.float32)
    total: Floats = whole.sum(1, keepdims=True, dtype=np.float32)
    return np.asarray(np.sqrt(whole / np.maximum(total, 1)), np.float32)


def shortened(looks: npt.NDArray[Any]) -> Codes:
    """Return the codes (n, 64) of SIFT's descriptors (n, 128)."""
    known = vocabulary()
    turned = (rooted(looks) - known.mean) @ known.basis
    return np.clip(np.rint(turned * SCALE), -127, 127).astype(np.int8)


def mirrored(spots: Spots, width: int) -> Spots:
    """Return the places of a frame of ``width`` as they are in a mirror."""
    where = spots.where.copy()
    where[:, 0] = width - 1 - where[:, 0]
    return Spots(where, spots.size, (180 - spots.angle) % 360, spots.codes * vocabulary().signs)


def named(codes: Codes, cells: int) -> npt.NDArray[np.uint16]:
    """Return the ``cells`` (1, 4 or 9) nearest words of each code, (n, cells), best first."""
    known, side = vocabulary(), round(cells**0.5)
    near: list[npt.NDArray[np.intp]] = []
    for half, book in ((codes[:, 0::2], known.first), (codes[:, 1::2], known.second)):
        apart = (book**2).sum(1) - 2 * (half.astype(np.float32) @ book.T)
        near.append(np.argsort(apart, 1)[:, :side] if side > 1 else apart.argmin(1)[:, None])
    both = near[0][:, :, None] * 256 + near[1][:, None, :]
    return both.reshape(len(codes), side * side).astype(np.uint16)


def signed(codes: Codes) -> npt.NDArray[np.uint64]:
    """Return the signature of each code."""
    above = codes.astype(np.float32) @ vocabulary().bits > 0
    return np.packbits(above, axis=1, bitorder="little").view("<u8").reshape(-1)


if LENGTH != 64:  # noqa: PLR2004 - a signature's bits
    raise AssertionError
