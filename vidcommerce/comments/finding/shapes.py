"""Characters that look like others, and characters written in parts; see ``shapes.toml``. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from vidcommerce.comments.normal.plain import Plain

_FILE: Final = Path(__file__).with_name("shapes.toml")


@dataclass(frozen=True, slots=True)
class Joined:
    """A text with parts put together: where each character stood, and which were in parts."""

    text: str
    spans: tuple[tuple[int, int], ...]
    parts: frozenset[int]


@cache
def alike() -> Mapping[str, str]:
    """Return for characters that look like another the one that is meant."""
    said = _file()["alike"]
    return {sign: meant for meant, signs in said.items() for sign in signs}


def put_together(plain: Plain) -> Joined | None:
    """Return a text with the characters that it has in parts; None where it has none."""
    pattern, meant = _parts()
    if not pattern.search(plain.text):
        return None
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    parts: set[int] = set()
    at = 0
    for found in pattern.finditer(plain.text):
        for place in range(at, found.start()):
            text.append(plain.text[place])
            spans.append((place, place + 1))
        parts.add(len(text))
        text.append(meant[found[0]])
        spans.append(found.span())
        at = found.end()
    for place in range(at, len(plain.text)):
        text.append(plain.text[place])
        spans.append((place, place + 1))
    return Joined("".join(text), tuple(spans), frozenset(parts))


@cache
def _parts() -> tuple[re.Pattern[str], Mapping[str, str]]:
    meant = {part: sign for sign, parts in _file()["parts"].items() for part in parts}
    return re.compile("|".join(sorted(map(re.escape, meant), key=len, reverse=True))), meant


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
