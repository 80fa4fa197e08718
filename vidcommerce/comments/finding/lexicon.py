"""All listed words at once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vidcommerce.comments.finding import han, latin
from vidcommerce.comments.finding.found import Found, best
from vidcommerce.comments.finding.han_words import HanWords, han_words
from vidcommerce.comments.finding.latin_words import LatinWords, latin_words
from vidcommerce.comments.lists.words import Entry, entries
from vidcommerce.comments.normal.plain import Plain


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Listed words, ready to be looked up."""

    latin: LatinWords
    han: HanWords

    def find(self, plain: Plain) -> list[Found]:
        """Return the listed words of a text in their order; free ones are left out."""
        found = latin.find(plain, self.latin)
        found += han.find(plain, self.han)
        return best([one for one in found if one.strength is not None])


def lexicon_of(listed: Sequence[Entry]) -> Lexicon:
    """Return listed words ready to be looked up."""
    return Lexicon(latin_words(listed), han_words(listed))


@cache
def own_lexicon() -> Lexicon:
    """Return the project's own lists."""
    return lexicon_of(entries())
