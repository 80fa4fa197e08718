"""Reads the lists beside this file: which words are looked for, and what each is worth. Pure.

A file has groups. ``words`` are found under any trick; ``also`` are ways of writing that are found
as they stand (spaces and signs between don't matter); ``not`` are phrases in which a word of the
group means nothing bad. ``plain`` and ``hidden`` say how sure a find is where the word is written
openly, and where somebody hides it: "none", "hint", "likely" or "sure". ``sound`` looks for
characters that sound the same and for pinyin; for the words in ``unheard`` (for all with ``heard =
false``) only for pinyin, because many say something else that sounds the same. ``feeling`` words
are drawn out in joy, too ("daaamn good"): repeated letters are no trick there. ``endings`` looks
for English inflections, ``inside`` also in the middle of a Latin word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from vidcommerce.comments.signals import Kind, Strength

_FOLDER: Final = Path(__file__).parent
STRENGTHS: Final[Mapping[str, Strength | None]] = {
    "none": None,
    **{strength.name.lower(): strength for strength in Strength},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that is looked for."""

    word: str
    kind: Kind
    rule: str
    plain: Strength | None
    hidden: Strength | None
    sound: bool = False
    heard: bool = True
    feeling: bool = False
    endings: bool = False
    inside: bool = False
    as_it_is: bool = False
    meant: str = ""
    innocent: tuple[str, ...] = ()


@cache
def entries() -> tuple[Entry, ...]:
    """Return every listed word of the project's own lists."""
    found: list[Entry] = []
    for file in sorted(_FOLDER.glob("*.toml")):
        groups = tomllib.loads(file.read_text(encoding="utf-8"))["group"]
        found += [entry for group in groups for entry in _of_group(group)]
    return tuple(found)


def own_entries(name: str, words: Sequence[str]) -> tuple[Entry, ...]:
    """Return the entries of an operator's own list."""
    worth = Strength.LIKELY
    return tuple(
        Entry(word, Kind.LISTED, f"own.{name}", worth, worth, sound=True, meant=word)
        for word in ((" " if one.isascii() else "").join(one.lower().split()) for one in words)
        if word
    )


def _of_group(group: Mapping[str, Any]) -> list[Entry]:
    def entry(word: str, *, as_it_is: bool) -> Entry:
        only = group["words"][0] if len(group["words"]) == 1 else word
        return Entry(
            word,
            Kind(group["kind"]),
            f"{group['kind']}.{group['name']}",
            STRENGTHS[group["hidden" if as_it_is else "plain"]],
            STRENGTHS[group["hidden"]],
            sound=group.get("sound", False),
            heard=group.get("heard", True) and word not in group.get("unheard", ()),
            feeling=group.get("feeling", False),
            endings=group.get("endings", False),
            inside=group.get("inside", False),
            as_it_is=as_it_is,
            meant=only,
            innocent=tuple(group.get("not", ())),
        )

    listed = [entry(word, as_it_is=False) for word in group["words"]]
    return listed + [entry(word, as_it_is=True) for word in group.get("also", ())]
