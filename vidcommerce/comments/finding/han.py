"""Finds listed Chinese words: split, by sound, by pinyin, by first letters, in parts. Pure.

What is found by sound alone counts only where the dictionary of the word splitter (rjieba) knows no
word there: 病毒 sounds as 冰毒 does, and nobody hides anything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

import rjieba

from vidcommerce.comments.finding.found import (
    ALIAS,
    BACKWARDS,
    INITIAL,
    PADDED,
    PARTS,
    PINYIN,
    REPEATED,
    SHAPE,
    SOUND,
    SPLIT,
    Found,
    innocent,
)
from vidcommerce.comments.finding.han_items import Form, Item, items
from vidcommerce.comments.finding.han_words import SIGNS, HanWords, Word
from vidcommerce.comments.finding.shapes import Joined, alike, put_together
from vidcommerce.comments.normal.digits import counted
from vidcommerce.comments.normal.plain import Plain

_LONG: Final = 3
"""Characters from which on a word may be told by first letters."""

_NOISE: Final = re.compile(rf"[\W_]+(?<![{re.escape(SIGNS)}])")
_ENDS: Final = frozenset("，。！？；,!?;\n")
"""Signs that end a thought: across them, characters are no word."""


def find(plain: Plain, words: HanWords) -> list[Found]:
    """Return what is listed in a text, however it is hidden."""
    found = [*_listed(plain.text, items(plain.text), words), *_also(plain.text, words)]
    found += _backwards(plain.text, words)
    if (joined := put_together(plain)) is not None:
        found += _of_parts(joined, words)
    out = []
    for one in found:
        hidden = tuple(dict.fromkeys((*one.tricks, *plain.tricks_in(one.start, one.stop))))
        whole = Found(one.entry, one.start, one.stop, hidden)
        if not innocent(plain.text, whole):
            out.append(whole)
    return out


def _of_parts(joined: Joined, words: HanWords) -> Iterator[Found]:
    """Yield the words of which a character was written in parts; one alone may be anything."""
    text = joined.text
    for one in _listed(text, items(text), words):
        if one.stop - one.start > 1 and joined.parts.intersection(range(one.start, one.stop)):
            start, stop = joined.spans[one.start][0], joined.spans[one.stop - 1][1]
            yield Found(one.entry, start, stop, (*one.tricks, PARTS))


def _listed(text: str, row: Sequence[Item], words: HanWords) -> Iterator[Found]:
    for place, item in enumerate(row):
        if item.form is Form.OTHER:
            continue
        seen: set[str] = set()
        for word in _possible(item, words):
            if word.entry.word in seen:
                continue
            seen.add(word.entry.word)
            found = _match(text, row, place, word)
            if found is not None:
                yield found


def _possible(item: Item, words: HanWords) -> Iterator[Word]:
    yield from words.by_sign.get(item.said, ())
    if (sign := alike().get(item.said)) is not None:
        yield from (word for word in words.by_sign.get(sign, ()) if len(word.signs) > 1)
    if item.sound:
        yield from words.by_sound.get(item.sound, ())
    if item.form is Form.LETTER:
        yield from (w for w in words.by_letter.get(item.said, ()) if len(w.signs) >= _LONG)


def _match(text: str, row: Sequence[Item], place: int, word: Word) -> Found | None:
    """Return the word where it starts at an item, each of its characters in some form."""
    used: list[Item] = []
    tricks: set[str] = set()
    at = place
    for number, sign in enumerate(word.signs):
        while at < len(row) and (trick := _told(row[at], sign, word, number)) is None:
            passed = _passed(row[at], used)
            if passed is None or not used or at - place - len(used) >= _most_passed(word):
                return None
            tricks.add(passed)
            at += 1
        if at == len(row):
            return None
        tricks |= {trick} - {""} if (trick := _told(row[at], sign, word, number)) else set()
        used.append(row[at])
        at += 1
    while at < len(row) and REPEATED in tricks and row[at].said == used[-1].said:
        at += 1
    return _judged(text, row[place:at], used, word, tricks)


def _most_passed(word: Word) -> int:
    """Return how many items may stand between the characters of a word."""
    return max(_LONG, len(word.signs) - 1)


def _told(item: Item, sign: str, word: Word, number: int) -> str | None:
    """Return by which trick an item stands for a character: "" for itself, None for not at all."""
    if item.said == sign:
        return ""
    if not word.entry.sound or (item.said.isdigit() and len(word.signs) < _LONG):
        return None
    if alike().get(item.said) == sign:
        return SHAPE
    heard = word.entry.heard and item.said not in _GRAMMAR
    if item.sound == word.sounds[number] and (heard or item.form is not Form.HAN):
        return PINYIN if item.form is Form.PINYIN else SOUND
    if (
        item.form is Form.LETTER
        and len(word.signs) >= _LONG
        and word.sounds[number][0] == item.said
    ):
        return INITIAL
    return None


def _passed(item: Item, used: Sequence[Item]) -> str | None:
    """Return by which trick an item stands between two characters of a word."""
    if used and item.said == used[-1].said:
        return REPEATED
    if item.form is Form.EMOJI:
        return SPLIT
    single = len(item.said) < _LONG and len(set(item.said)) == 1
    return PADDED if item.form in {Form.LETTER, Form.OTHER} and single else None


def _judged(
    text: str, span: Sequence[Item], used: Sequence[Item], word: Word, tricks: set[str]
) -> Found | None:
    start, stop = span[0].start, span[-1].stop
    if REPEATED in tricks and not _drawn_out(span):
        return None
    exact = [item.said == sign for item, sign in zip(used, word.signs, strict=True)]
    if any(after.start > before.stop for before, after in pairwise(span)):
        if not _one_word(text, span):
            return None
        tricks.add(SPLIT)
    if (PADDED in tricks and not all(exact)) or _asked(text, used, exact):
        return None
    if not _stands(text, used, exact, whole=not tricks & {PADDED, REPEATED}):
        return None
    if sum(item.form is Form.LETTER for item in used) > len(used) - 2 and not all(exact):
        return None
    return Found(word.entry, start, stop, tuple(sorted(tricks)))


def _drawn_out(span: Sequence[Item]) -> bool:
    """Return whether each character is said twice or one thrice; 妈妈 and 小小 are plain words."""
    runs = [len(list(run)) for _, run in groupby(item.said for item in span)]
    return min(runs) > 1 or max(runs) >= _LONG


def _one_word(text: str, span: Sequence[Item]) -> bool:
    """Return whether what stands between items joins them: no full stop and no line of prose."""
    gaps = [text[a.stop : b.start] for a, b in pairwise(span)]
    if all(len(gap) <= _WIDE and not _ENDS.intersection(gap) for gap in gaps):
        return True
    if len(gaps) > 1 and gaps[0] and len(set(gaps)) == 1:
        return True
    before, after = text[: span[0].start][-1:], text[span[-1].stop :][:1]
    alone = not before.isalnum() and not after.isalnum()
    return alone and all(0 < len(gap) <= _WIDE for gap in gaps)


_WIDE: Final = 6
_GRAMMAR: Final = frozenset("只这那可会能把被给让得地是在有与就都也还很太再又不没去来到")
"""Characters of grammar: they stand for themselves, and for no other of the same sound."""

_PARTICLES: Final = frozenset("吧吗嘛呢啊呀")
_AFTER_CURSE: Final = frozenset("个么大你我他她它屌傻操草艹烂臭破")


def _asked(text: str, used: Sequence[Item], exact: Sequence[bool]) -> bool:
    """Return whether the last character is a particle that ends a clause: "是土鸡吧？"."""
    last = used[-1]
    if exact[-1] or last.said not in _PARTICLES or text[last.stop :][:1].isalnum():
        return False
    before = text[: used[0].start][-1:]
    return before.isalnum() and before not in _AFTER_CURSE


def _stands(text: str, used: Sequence[Item], exact: Sequence[bool], *, whole: bool) -> bool:
    """Return whether no dictionary word reaches into the find from outside, or hides in it."""
    if any(item.form in {Form.PINYIN, Form.LETTER, Form.EMOJI} for item in used):
        return True
    start, stop = used[0].start, used[-1].stop
    if not whole:
        return True
    inside = dict(zip((item.start for item in used), exact, strict=True))
    for begin, end in _tokens(text):
        if end <= start or begin >= stop:
            continue
        if begin < start or end > stop:
            return False
        if (
            len(used) < _LONG
            and end - begin > 1
            and not all(inside.get(at, True) for at in range(begin, end))
        ):
            return False
    return True


@lru_cache(maxsize=8)
def _tokens(text: str) -> tuple[tuple[int, int], ...]:
    """Return the dictionary words of a text, as spans."""
    at, found = 0, []
    for token in rjieba.cut(text, False):
        found.append((at, at + len(token)))
        at += len(token)
    return tuple(found)


def _also(text: str, words: HanWords) -> Iterator[Found]:
    """Look for the other ways of writing, with signs and space between letters left out."""
    kept = [i for i, sign in enumerate(text) if sign.isalnum() or sign in SIGNS]
    tight = "".join(text[i] for i in kept)
    for hit in words.also_pattern.finditer(tight):
        start, stop = kept[hit.start()], kept[hit.end() - 1] + 1
        if hit[0][-1].isdigit() and counted(tight, hit.end()):
            continue
        if not (_same(text[start], text[:start][-1:]) or _same(text[stop - 1], text[stop:][:1])):
            yield Found(words.also[hit[0]], start, stop, (ALIAS,))


def _same(one: str, other: str) -> bool:
    """Return whether two signs side by side are of one Latin word or one number."""
    return (
        one.isascii()
        and other.isascii()
        and ((one.isalpha() and other.isalpha()) or (one.isdigit() and other.isdigit()))
    )


def _backwards(text: str, words: HanWords) -> Iterator[Found]:
    """Look for words from the last character to the first; short ones must stand by themselves."""
    for hit in words.back_pattern.finditer(text):
        begin, end = hit.span()
        alone = not text[:begin][-1:].isalnum() and not text[end:][:1].isalnum()
        if (alone or end - begin > _LONG) and hit.span() not in _tokens(text):
            yield Found(words.back[hit[0]], begin, end, (BACKWARDS,))
