"""Learns the words by which reused footage is found, from pictures: any clips and photos.

Writes ``vidcommerce/flags/reuse/words.npz``: how looks are shortened and mirrored, and the two
vocabularies. Whoever writes other words must raise prints.VERSION, since prints change with them.

    python benchmarks/reuse_words.py --clips DIR [--to FILE]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vidcommerce.errors import VidcommerceError
from vidcommerce.flags.reuse.prints import LENGTH
from vidcommerce.flags.reuse.reading import pictures
from vidcommerce.flags.reuse.seeing import looks_of
from vidcommerce.flags.reuse.words import SCALE, rooted
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.probe import probe
from vidcommerce.settings import settings

_OF_EACH: Final = 6_000
_FOR_WORDS: Final = 60_000
_ROUNDS: Final = 15
_BOOK: Final = 256


def main() -> None:
    """Learn and write."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clips", type=Path, required=True)
    words.add_argument("--to", type=Path, default=Path("words.npz"))
    given = words.parse_args()
    rng = np.random.default_rng(7)
    parts = [rng.permutation(looks)[:_OF_EACH] for looks in _looks(given.clips)]
    np.savez_compressed(given.to, **learnt(np.concatenate(parts), rng))


def learnt(looks: Any, rng: np.random.Generator) -> dict[str, Any]:  # noqa: ANN401 - SIFT's (n, 128)
    """Return what :func:`vidcommerce.flags.reuse.words.vocabulary` reads."""
    turned = np.arange(128).reshape(4, 4, 8)[::-1][:, :, -np.arange(8) % 8].reshape(-1)
    whole = rooted(looks)
    whole = np.concatenate([whole, whole[:, turned]])  # the mirrored world is as likely
    mean = whole.mean(0)
    basis, signs = _basis(np.cov((whole - mean).T), turned)
    codes = np.clip(np.rint((whole - mean) @ basis * SCALE), -127, 127).astype(np.float32)
    some = codes[rng.permutation(len(codes))[:_FOR_WORDS]]
    return {
        "mean": mean.astype(np.float16), "basis": basis.astype(np.float16), "signs": signs,
        "first": _book(some[:, 0::2]), "second": _book(some[:, 1::2]),
        "bits": np.linalg.qr(rng.standard_normal((LENGTH, LENGTH)))[0].astype(np.float16),
    }  # fmt: skip


def _basis(spread: Any, turned: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
    """Return the main directions, each of which stays or changes its sign in a mirror."""
    mirror = np.zeros((128, 128))
    mirror[np.arange(128), turned] = 1
    found = []
    for sign in (1, -1):
        side, size, _ = np.linalg.svd((np.eye(128) + sign * mirror) / 2)
        side = side[:, size > 0.5]  # noqa: PLR2004 - a projection's sizes are 0 and 1
        weight, within = np.linalg.eigh(side.T @ spread @ side)
        found += [(one, side @ way, sign) for one, way in zip(weight, within.T, strict=True)]
    best = sorted(found, key=lambda one: -one[0])[:LENGTH]
    return np.array([way for _, way, _ in best]).T, np.array([sign for *_, sign in best], np.int8)


def _book(half: Any) -> Any:  # noqa: ANN401 - arrays
    cv2.setRNGSeed(1)
    until = (cv2.TERM_CRITERIA_MAX_ITER, _ROUNDS, 0.0)
    start: Any = None
    _, _, centres = cv2.kmeans(
        np.ascontiguousarray(half), _BOOK, start, until, 1, cv2.KMEANS_RANDOM_CENTERS
    )
    return np.rint(centres).astype(np.int8)


def _looks(folder: Path) -> Iterator[Any]:
    ffmpeg = Ffmpeg(settings().ffmpeg)
    for path in sorted(folder.iterdir()):
        try:
            seen = list(pictures(path, probe(path), ffmpeg))[::4]
        except VidcommerceError:
            continue
        found = [looks for picture in seen if len(looks := looks_of(picture))]
        if found:
            yield np.concatenate(found)


if __name__ == "__main__":
    main()
