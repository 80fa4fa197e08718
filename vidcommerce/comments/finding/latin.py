"""Finds listed words of Latin letters that stand in one piece, however they are spelled. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from vidcommerce.comments.finding.found import (
    ALIAS,
    BACKWARDS,
    DOUBLED,
    LEET,
    PADDED,
    REPEATED,
    Found,
    innocent,
)
from vidcommerce.comments.finding.latin_pieces import in_pieces
from vidcommerce.comments.finding.latin_words import SHORT, LatinWords, innocent_words
from vidcommerce.comments.finding.skeleton import LEET as LEET_SIGNS
from vidcommerce.comments.finding.skeleton import SHAPE_SIGNS, skeleton
from vidcommerce.comments.normal.letters import TURNED
from vidcommerce.comments.normal.plain import Plain

_LETTERS: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_SIGNS: Final = r"a-z0-9@$!|+€£¢¥§(×¡ß∂μ\\/)_<>\[\]{}=-"
_CHUNK: Final = re.compile(rf"[{_SIGNS}]*[a-z@$][{_SIGNS}]*")
_BENT: Final = re.compile(r"[a-z0-9@$!|€£*+'’]*[a-z0-9@$€£*|+]")
_CHANGED: Final = re.compile(r"[0-9@$!|€£*+]|([a-z])\1\1")
_TURN: Final = str.maketrans("nubqpdmw", "unqbdpwm")
_COMPOUND: Final = re.compile(r"[a-z]{2,}(?:[-/][a-z]{2,})+|[a-z]+\((?:e?s|ed|ing|ly)\)")
"""Words side by side ("fool-proof", "weak/dumb", "phone(s)"): each is looked up by itself."""
_DOUBLED: Final = re.compile(r"(?:(.)\1+)+")
_REPEATED: Final = re.compile(r"(.)\1\1")

Token = tuple[str, int, int]
"""Letters, and where they start and stop."""


def find(plain: Plain, words: LatinWords) -> list[Found]:
    """Return what is listed in a text, however it is hidden."""
    found: list[Found] = []
    for one in _candidates(plain, words):
        hidden = tuple(dict.fromkeys((*one.tricks, *plain.tricks_in(one.start, one.stop))))
        whole = Found(one.entry, one.start, one.stop, hidden)
        if not innocent(plain.text, whole):
            found.append(whole)
    return found


def _candidates(plain: Plain, words: LatinWords) -> Iterator[Found]:
    text = plain.text
    tokens = [(found[0], found.start(), found.end()) for found in _LETTERS.finditer(text)]
    if not tokens and "@" not in text and "$" not in text:
        return
    yield from _tokens(tokens, plain, words)
    yield from _phrases(tokens, words)
    yield from _bent_phrases(text, words)
    for chunk in _CHUNK.finditer(text):
        if not chunk[0].isalpha():
            yield from _chunk(chunk, words)
    yield from in_pieces(text, tokens, words)


def _tokens(tokens: Sequence[Token], plain: Plain, words: LatinWords) -> Iterator[Found]:
    for token, start, stop in tokens:
        bare = token.replace("'", "").replace("’", "")
        entry = words.exact.get(token)
        if entry is None and len(bare) > SHORT:
            entry = words.exact.get(bare)
        if entry is not None:
            yield Found(entry, start, stop, (ALIAS,) if entry.as_it_is else ())
        elif len(bare) > SHORT and bare not in innocent_words():
            yield from _bent(bare, (start, stop), plain, words)


def _bent(token: str, span: tuple[int, int], plain: Plain, words: LatinWords) -> Iterator[Found]:
    """Look for a word in letters that are changed, repeated, turned, or have others around."""
    if hit := words.inside.search(token):
        yield Found(words.exact[hit[0]], span[0] + hit.start(), span[0] + hit.end())
        return
    bones = skeleton(token)
    entry = words.skeletons.get(bones) or words.joined.get(bones)
    if entry is None and "vv" in token:
        bones = skeleton(token.replace("vv", "v"))
        entry = words.skeletons.get(bones)
    if entry is not None:
        yield Found(entry, *span, (_spelling(token, bones),))
        return
    turned = TURNED in plain.tricks[slice(*span)]
    back = _turned(token, plain.tricks[slice(*span)]) if turned else token[::-1]
    if turned and back not in words.exact:
        back = back[::-1]
    if (entry := words.exact.get(back)) is not None and not entry.as_it_is:
        yield Found(entry, *span, (BACKWARDS,))
    elif _REPEATED.search(token) and (hit := words.bones.search(bones)):
        yield Found(words.skeletons[hit[0]], *span, (REPEATED,))


def _spelling(token: str, bones: str) -> str:
    """Return by which trick letters alone stand for a word of some skeleton."""
    if len(bones) == len(token):
        return LEET
    return DOUBLED if _DOUBLED.fullmatch(token) else REPEATED


def _turned(token: str, tricks: Sequence[str]) -> str:
    """Return letters upside down as they are read: those that are others when turned, as well."""
    signs = zip(token, tricks, strict=False)
    return "".join(s if trick == TURNED else s.translate(_TURN) for s, trick in signs)[::-1]


def _phrases(tokens: Sequence[Token], words: LatinWords) -> Iterator[Found]:
    for place, (token, start, _) in enumerate(tokens):
        for parts, entry in words.phrases.get(token, ()):
            said = tokens[place : place + len(parts)]
            if tuple(one[0].replace("’", "'") for one in said) == parts:
                yield Found(entry, start, said[-1][2], (ALIAS,) if entry.as_it_is else ())
                break


def _bent_phrases(text: str, words: LatinWords) -> Iterator[Found]:
    """Look for phrases of which some words are changed, one by one."""
    tokens = [(skeleton(one[0]), one) for one in _BENT.finditer(text)]
    for place, (first, token) in enumerate(tokens):
        for parts, entry in words.bent.get(first, ()):
            said = tokens[place : place + len(parts)]
            if tuple(one for one, _ in said) == parts:
                last = said[-1][1].end()
                if _CHANGED.search(text[token.start() : last]):
                    yield Found(entry, token.start(), last, (LEET,))
                break


def _chunk(chunk: re.Match[str], words: LatinWords) -> Iterator[Found]:
    """Look for a word in which signs stand for letters."""
    said = chunk[0]
    bare = said.strip("!+-_=<>[]{}()/|")
    if _COMPOUND.fullmatch(bare) or _COMPOUND.fullmatch(f"{bare})"):
        return
    if bare.isalpha():
        drawn = "+" in said or (said[0] == "(" and ")" not in said and len(bare) > SHORT - 1)
        entry = words.skeletons.get(skeleton(said.rstrip("!"))) if drawn else None
        if entry is not None:
            yield Found(entry, *chunk.span(), (LEET,))
        return
    if len(said) < SHORT and said.isalnum():
        return
    if len(bare) <= SHORT and bare.isalnum():
        bare = ""
    if not (LEET_SIGNS.intersection(said) or SHAPE_SIGNS.intersection(said)):
        return
    for part in dict.fromkeys(
        (bare, said, said.rstrip("!"), said.lstrip("(|!"), said.rstrip("|$+!"))
    ):
        if (
            part
            and not part.isalpha()
            and (found := _leet(part, chunk.start() + said.find(part), words))
        ):
            yield found
            return


def _leet(said: str, start: int, words: LatinWords) -> Found | None:
    letters = sum(map(str.isalpha, said))
    bones = skeleton(said)
    stop = start + len(said)
    if entry := words.drawn.get(said):
        return Found(entry, start, stop, (ALIAS,))
    if (entry := words.skeletons.get(bones)) and _tells(said, letters):
        return Found(entry, start, stop, (LEET,))
    only = "".join(filter(str.isalpha, said))
    entry = words.exact.get(only)
    apart = only not in said
    if entry is not None and not entry.as_it_is and len(only) > SHORT and apart:
        return Found(entry, start, stop, (PADDED,))
    hit = words.bones.search(bones)
    if hit and letters * 2 >= len(said):
        return Found(words.skeletons[hit[0]], start, stop, (LEET, PADDED))
    return None


def _tells(said: str, letters: int) -> bool:
    """Return whether there are enough letters among the signs: "5417" alone is a number."""
    drawn = sum(sign in SHAPE_SIGNS or sign in "@$!€£¥" for sign in said)
    if letters < 1:
        return False
    return letters * 4 >= len(said) or drawn > 1 or len(said) > SHORT + 1
