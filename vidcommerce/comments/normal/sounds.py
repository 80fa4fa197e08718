"""How Chinese characters sound, without tones; and Latin letters that spell it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("pinyin.txt")

EMOJI_SOUNDS: Final[dict[str, str]] = {
    "❤": "xin", "♥": "xin", "💗": "xin", "💖": "xin", "💕": "xin", "🧡": "xin", "💛": "xin",
    "💚": "xin", "💙": "xin", "💜": "xin", "🖤": "xin", "🤍": "xin", "💓": "xin", "💘": "xin",
    "✉": "xin", "📧": "xin", "📩": "xin", "💌": "xin", "🌟": "xing", "⭐": "xing",
    "🐴": "ma", "🐎": "ma", "🐔": "ji", "🐓": "ji", "🐤": "ji", "🐶": "gou", "🐕": "gou",
    "🐷": "zhu", "🐖": "zhu", "🦆": "ya", "🐍": "she", "🐟": "yu", "🐂": "niu", "🐮": "niu",
    "🐑": "yang", "🐏": "yang", "🌿": "cao", "🍀": "cao", "🌱": "cao", "☘": "cao",
    "🐸": "wa", "🔫": "qiang", "💣": "pao", "🧨": "pao", "🖊": "bi", "🖋": "bi", "✏": "bi",
    "🪙": "bi", "💧": "shui", "💊": "yao", "☠": "si", "💀": "si", "🈲": "jin", "💰": "qian",
    "💴": "qian", "💵": "qian", "🥚": "dan", "🍳": "dan", "👩": "nv", "👧": "nv", "🚗": "che",
    "🏠": "jia", "🏡": "jia", "👨": "nan", "💩": "shi", "🍆": "qie", "🌹": "mei", "🎣": "diao",
    "🧍": "ren", "🚶": "ren", "👤": "ren", "🎆": "pao", "🎇": "pao", "🐉": "long",
}  # fmt: skip
"""What an emoji's Chinese name sounds like, where it is written for a character's sound."""

DIGIT_SOUNDS: Final = dict(
    zip(
        "0123456789", ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"), strict=True
    )
)
"""How digits sound, where one is written for a character of a longer word."""


@cache
def readings() -> Mapping[str, str]:
    """Return the commonest reading of each simplified character."""
    found: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sound, characters = line.split(" ", 1)
            found |= dict.fromkeys(characters, sound)
    return found | EMOJI_SOUNDS


@cache
def syllables() -> frozenset[str]:
    """Return every syllable."""
    return frozenset(sound for sound in readings().values() if len(sound) > 1 or sound in "aeo")


@lru_cache(maxsize=4096)
def spelled(letters: str) -> tuple[str, ...]:
    """Return the syllables that ``letters`` spell, longest first; none where they spell none."""
    if not letters:
        return ()
    for size in range(min(6, len(letters)), 0, -1):
        head = letters[:size]
        if head in syllables():
            rest = spelled(letters[size:])
            if rest or size == len(letters):
                return (head, *rest)
    return ()
