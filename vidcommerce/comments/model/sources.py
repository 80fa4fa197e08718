"""What the model learns from: files of others with their labels, and the project's own sentences.

The files stay where they are; docs/moderation-model.md says where each is had, and its licence.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
_FILLED: Final = 40
"""Sentences made of each pattern of lines.toml, at most."""

_OWN: Final = (6.0, 3.0)
"""How much one of them counts."""

_CORRECTED: Final = 6.0
"""How much a label counts that was put right by hand."""

_HELD: Final = 5
"""One of so many texts of a file without a part for testing is kept back."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it is: from 0, surely not, to 1, surely so.

    ``given`` is what its file says of abuse, where that was corrected by hand. ``weight`` is how
    much the example counts for each question; ``held`` ones are measured with, not learned from.
    """

    source: str
    text: str
    abuse: float
    spam: float = 0.0
    given: float = 0.0
    weight: tuple[float, float] = (1.0, 1.0)
    held: bool = False


def examples(folder: Path) -> Iterator[Example]:
    """Yield the examples of the known files in a folder, and the project's own sentences."""
    for pattern, read in _FILES.items():
        for file in sorted(folder.glob(pattern)):
            with file.open(encoding="utf-8-sig", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield from read(file.stem, row)
    yield from own_lines()


@cache
def corrections() -> Mapping[str, float]:
    """Return what was read again by hand: by the text's digest, how offensive it is, 0 to 1."""
    with (_FOLDER / "corrections.csv").open(encoding="utf-8", newline="") as lines:
        return {row["text"]: int(row["offensive"]) / 1000 for row in csv.DictReader(lines)}


def digest_of(text: str) -> str:
    """Return the name of a text in ``corrections.csv``: so none of it need be kept here."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def own_lines() -> Iterator[Example]:
    """Yield sentences made of the patterns of ``lines.toml``, the same ones each time."""
    said = tomllib.loads((_FOLDER / "lines.toml").read_text(encoding="utf-8"))
    chance = random.Random(1)  # noqa: S311 - the same sentences each time are wanted
    for kind in ("innocent", "abuse", "spam"):
        for patterns in said[kind].values():
            for pattern in patterns:
                for text in dict.fromkeys(
                    _filled(pattern, said["words"], chance) for _ in range(_FILLED)
                ):
                    yield Example(
                        "own", text, kind == "abuse", kind == "spam", kind == "abuse", _OWN
                    )


def _filled(pattern: str, words: Mapping[str, list[str]], chance: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: chance.choice(words[name[1]]), pattern)


def _is_held(text: str) -> bool:
    """Return whether a text is kept back: equal texts of a file stay together."""
    return hashlib.sha256(text.strip().lower().encode()).digest()[0] % _HELD == 0


def _cold(file: str, row: Mapping[str, str]) -> Iterator[Example]:
    """COLDataset: labels were found by machine but for the test part, hence the corrections."""
    text, given = row["TEXT"], float(row["label"])
    meant = corrections().get(digest_of(text))
    weight = (1.0 if meant is None else _CORRECTED, 0.1)
    abuse = given if meant is None else meant
    yield Example(file, text, abuse, 0.0, given, weight, held="train" not in file)


def _swsr(_: str, row: Mapping[str, str]) -> Iterator[Example]:
    text, said = row["comment_text"], float(row["label"])
    yield Example("swsr", text, said, 0.0, said, (0.7, 0.1), held=_is_held(text))


_HANDLE: Final = re.compile(r"^RT\b|@\w+|https?://\S+|&\w+;")


def _davidson(_: str, row: Mapping[str, str]) -> Iterator[Example]:
    """Hate, offensive or neither: the second is mostly words of a dialect, hence so light."""
    text = _HANDLE.sub(" ", row["tweet"])
    said, weight = {"0": (1.0, 0.5), "1": (1.0, 0.05), "2": (0.0, 1.0)}[row["class"]]
    yield Example("davidson", text, said, 0.0, said, (weight, 0.1), held=_is_held(text))


def _surge(_: str, row: Mapping[str, str]) -> Iterator[Example]:
    text, said = row["text"], float(row["is_toxic"] == "Toxic")
    yield Example("surge", text, said, 0.0, said, (1.0, 0.1), held=_is_held(text))


def _youtube(_: str, row: Mapping[str, str]) -> Iterator[Example]:
    text = row["CONTENT"].removesuffix("\ufeff")
    spam = float(row["CLASS"])
    yield Example("youtube", text, 0.0, spam, 0.0, (0.5, 2.0), held=_is_held(text))


_FILES: Final[Mapping[str, Callable[[str, Mapping[str, str]], Iterator[Example]]]] = {
    "cold_zh_*.csv": _cold,
    "SexComment.csv": _swsr,
    "labeled_data.csv": _davidson,
    "toxicity_en.csv": _surge,
    "youtube_spam_*.csv": _youtube,
}
"""How each file is read, by its name."""
