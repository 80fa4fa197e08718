"""Finds listed words of Latin letters in pieces: split, spaced, masked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from vidcommerce.comments.finding.found import MASKED, SPACED, SPLIT, Found
from vidcommerce.comments.finding.latin_words import LONGEST, SHORT, LatinWords, innocent_words
from vidcommerce.comments.finding.skeleton import skeleton

_SIGNS: Final = "a-z0-9@$!€£|"
_PIECE: Final = re.compile(rf"[{_SIGNS}]+")
_SINGLES: Final = re.compile(
    rf"(?<![{_SIGNS}])(?:([{_SIGNS}])\1*[^{_SIGNS}]{{1,4}}){{2,}}([{_SIGNS}])\2*(?![{_SIGNS}])"
)
_PIECES: Final = re.compile(rf"[{_SIGNS}]+(?:[^\s{_SIGNS},，。、；！？']{{1,3}}[{_SIGNS}]+)+")
_MASKED: Final = re.compile(r"(?<![a-z0-9])[a-z@$]+(?:[*#•●✱✲✳⁎∗_?×✖-]+[a-z@$0-9]*)+")
_CENSORED: Final = re.compile(r"f\*{3,6}")
"""One word is known by its first letter alone."""

_AT_MOST: Final = 8
"""Pieces of one word that are put together again."""

_SMALL: Final = frozenset(
    ["a", "i", "is", "it", "in", "on", "an", "as", "at", "us", "we", "he", "me", "be", "so", "to",
     "go", "do", "of", "or", "no", "my", "by", "up", "if", "the", "and", "was", "for", "you", "are",
     "who", "pen", "ass", "her", "him", "his", "she", "has", "had", "all", "any", "can", "hit",
     "let", "get", "got", "sex", "am", "ok", "oh", "one", "two", "not", "but", "bit", "car", "cut",
     "men", "re", "ex", "con", "pro", "per", "sup", "tit", "cum", "co", "de", "la", "le", "en",
     "chat"]
)  # fmt: skip
"""Small words: side by side they are no word with a space in it ("the pen is")."""

Token = tuple[str, int, int]


def in_pieces(text: str, tokens: Sequence[Token], words: LatinWords) -> Iterator[Found]:
    """Yield the listed words that stand in pieces."""
    yield from _spaced(text, tokens, words)
    yield from _cut(text, words)
    if "|" in text or "!" in text:
        yield from _cut(text.replace("|", " ").replace("!", " "), words)


def _cut(text: str, words: LatinWords) -> Iterator[Found]:
    """Look for pieces with signs between; whether a bar is a letter must be tried both ways."""
    for run in _SINGLES.finditer(text):
        yield from _singles(run, words)
    for run in _PIECES.finditer(text):
        yield from _together(run, words)
    for run in _MASKED.finditer(text):
        yield from _masked(run, words)


def _spaced(text: str, tokens: Sequence[Token], words: LatinWords) -> Iterator[Found]:
    """Look for two or three pieces with a space between."""
    for place in range(len(tokens) - 1):
        joined, start, stop = tokens[place]
        small = joined in _SMALL
        for token, begin, end in tokens[place + 1 : place + 3]:
            if text[stop:begin] != " " or len(joined) + len(token) > LONGEST:
                break
            if _known(joined, words) or _known(token, words):
                break
            joined, stop = joined + token, end
            small = small and token in _SMALL
            entry = words.exact.get(joined)
            if entry and not small and not entry.as_it_is and len(joined) > SHORT:
                yield Found(entry, start, stop, (SPACED,))


def _known(token: str, words: LatinWords) -> bool:
    """Return whether a piece is a word of its own, or is found by itself already."""
    if len(token) > SHORT and token in innocent_words():
        return True
    entry = words.exact.get(token)
    return entry is not None and entry.plain is not None


def _singles(run: re.Match[str], words: LatinWords) -> Iterator[Found]:
    """Look for letters each of which stands alone."""
    pieces = [(piece[0][0], run.start() + piece.start(), run.start() + piece.end())
              for piece in _PIECE.finditer(run[0])]  # fmt: skip
    said = "".join(piece[0] for piece in pieces)
    start = 0
    while start < len(said):
        for stop in range(min(len(said), start + LONGEST), start + 1, -1):
            entry = _meant(said[start:stop], words, alone=stop - start == len(said))
            if entry is not None:
                yield Found(entry.entry, pieces[start][1], pieces[stop - 1][2], (SPLIT,))
                start = stop
                break
        else:
            start += 1


def _meant(said: str, words: LatinWords, *, alone: bool) -> Found | None:
    if said.isdigit():
        return None
    if len(said) <= SHORT:
        entry = words.exact.get(said) if alone else None
    else:
        bones = skeleton(said)
        entry = words.exact.get(said) or words.joined.get(bones)
        if entry is None and not said.isalpha():
            entry = words.skeletons.get(bones)
    return Found(entry, 0, 0) if entry else None


def _together(run: re.Match[str], words: LatinWords) -> Iterator[Found]:
    """Look for pieces with signs between them."""
    pieces = [(piece[0], run.start() + piece.start(), run.start() + piece.end())
              for piece in _PIECE.finditer(run[0])]  # fmt: skip
    for first in range(len(pieces) - 1):
        joined = pieces[first][0]
        for piece, _, stop in pieces[first + 1 : first + _AT_MOST]:
            joined += piece
            if len(joined) > LONGEST:
                break
            entry = _meant(joined, words, alone=False) if len(joined) > SHORT else None
            if entry is not None and joined not in innocent_words():
                yield Found(entry.entry, pieces[first][1], stop, (SPLIT,))


def _masked(run: re.Match[str], words: LatinWords) -> Iterator[Found]:
    """Look for words some letters of which are stars; the first one is always seen."""
    said = run[0].rstrip("?_-")
    seen = sum(map(str.isalpha, said))
    if _CENSORED.fullmatch(said) and "fuck" in words.exact:
        yield Found(words.exact["fuck"], run.start(), run.start() + len(said), (MASKED,))
    if seen < 2 or said.isalpha():  # noqa: PLR2004 - one letter tells nothing
        return
    shape = re.compile("".join(re.escape(s) if s.isalnum() or s in "@$" else "[a-z]" for s in said))
    for word in words.masked.get((said[0], len(said)), ()):
        if shape.fullmatch(word):
            yield Found(words.exact[word], run.start(), run.start() + len(said), (MASKED,))
            return
