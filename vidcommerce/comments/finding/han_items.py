"""A text as what can be said of it in Chinese: characters, spelled syllables, letters. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from vidcommerce.comments.finding.latin_words import innocent_words
from vidcommerce.comments.normal.sounds import DIGIT_SOUNDS, EMOJI_SOUNDS, readings, spelled

_ITEM: Final = re.compile(r"[a-z]+(?:@[a-z]+)*|[0-9]|[^\W\d_a-z]|[" + "".join(EMOJI_SOUNDS) + "]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


class Form(Enum):
    """What an item of a text is."""

    HAN = 0
    EMOJI = 1
    PINYIN = 2
    LETTER = 3
    OTHER = 4


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be a character of a word; signs and space between items are left out."""

    said: str
    sound: str
    form: Form
    start: int
    stop: int


def items(text: str) -> list[Item]:
    """Return the items of a plain text in their order."""
    found: list[Item] = []
    for part in _ITEM.finditer(text):
        said, start, stop = part[0], part.start(), part.end()
        if _HAN.match(said):
            found.append(Item(said, readings().get(said, ""), Form.HAN, start, stop))
        elif said in EMOJI_SOUNDS:
            found.append(Item(said, EMOJI_SOUNDS[said], Form.EMOJI, start, stop))
        elif len(said) == 1:
            form = Form.LETTER if said.isascii() and said.isalpha() else Form.OTHER
            found.append(Item(said, DIGIT_SOUNDS.get(said, ""), form, start, stop))
        else:
            found += _latin(said, start)
    return found


def _latin(said: str, start: int) -> list[Item]:
    said = said.replace("@", "a")
    sounds = spelled(said) if len(said) < 24 and said not in innocent_words() else ()  # noqa: PLR2004 - a sentence spelled, at most
    if not sounds:
        return [Item(said, "", Form.OTHER, start, start + len(said))]
    found = []
    for sound in sounds:
        found.append(Item(sound, sound, Form.PINYIN, start, start + len(sound)))
        start += len(sound)
    return found
