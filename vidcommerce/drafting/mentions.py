"""Finds where the product is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vidcommerce.drafting.sentences import ideograph, letters
from vidcommerce.media.plan import ProductFacts, Word
from vidcommerce.media.time import FrameRange

_LEAST_LETTERS: Final = 4
_LEAST_IDEOGRAPHS: Final = 2
"""Shorter parts of a name ("big", "of", 大) say nothing of the product."""

_PART: Final = re.compile(r"[\s,，、·()（）/+&-]+")
_FROM: Final = re.compile(r"\s(?:from|with|in|by|for)\s", re.IGNORECASE)
_PLURAL: Final = re.compile(r"(?<=.{5})es$|s$")


def names(product: ProductFacts) -> tuple[str, ...]:
    """Return what the product and its place are called, as :func:`letters` writes it."""
    return tuple(dict.fromkeys((*product_names(product), *_parts(product.origin))))


def product_names(product: ProductFacts) -> tuple[str, ...]:
    """Return what the product is called, without where it comes from ("... from the hills").

    A name of several words is known by each that is long enough, without the plural's ending; a
    Chinese name, which people say in part, by its last two characters too (赣南脐橙: 脐橙).
    """
    head = _FROM.split(product.name)[0]
    return tuple(dict.fromkeys(_parts(head) or _parts(_FROM.sub(" ", product.name))))


def _parts(text: str) -> list[str]:
    return [name for part in _PART.split(text) for name in _forms(letters(part))]


def mentioned(text: str, names: Iterable[str]) -> bool:
    """Tell whether one of the names is in ``text``."""
    heard = letters(text)
    return any(name in heard for name in names)


def first_mention(words: Sequence[Word], names: Sequence[str]) -> FrameRange | None:
    """Return the frames in which a name is said first: those of the words that it is part of."""
    heard, owners = "", list[Word]()
    for word in words:
        part = letters(word.text)
        heard += part
        owners += [word] * len(part)
    found = [(heard.find(name), name) for name in names if name in heard]
    if not found:
        return None
    place, name = min(found)
    first, last = owners[place].frames, owners[place + len(name) - 1].frames
    return FrameRange(first.start, max(first.stop, last.stop))


def _forms(name: str) -> Iterable[str]:
    if name and all(ideograph(character) for character in name):
        if len(name) >= _LEAST_IDEOGRAPHS:
            yield name
            yield name[-_LEAST_IDEOGRAPHS:]
    elif len(name) >= _LEAST_LETTERS:
        yield _PLURAL.sub("", name) if len(name) > _LEAST_LETTERS else name
