"""Words into the pieces that a line of subtitles is built of, and how well each ends a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vidcommerce.drafting.sentences import ends, ideograph
from vidcommerce.media.plan import Word
from vidcommerce.media.time import FrameRange

SENTENCE, CLAUSE, PHRASE, PLAIN, WEAK, BAD = 0.0, 1.0, 1.7, 2.5, 5.0, 12.0
"""What it costs to end a line after a piece: from the end of a sentence over the start of a phrase
("sweet | and") to the middle of one ("the | oranges", "5 | kg")."""

_CLAUSE: Final = re.compile(r"[,;:，、；：—–]\W*$")
_NUMBER: Final = re.compile(r"^[\d.,:/%＋+\-−〇零一二两三四五六七八九十百千万亿半几]+$")
_DIGITS: Final = re.compile(r"\d\W*$")
_UNIT: Final = re.compile(
    r"^(?:斤|公斤|克|千克|两|块|元|毛|分|角|钱|个|颗|箱|盒|袋|件|瓶|包|只|条|头|亩|米|厘米|公里|里|"
    r"天|年|月|日|号|点|小时|分钟|秒|度|折|岁|层|种|次|家|户|吨|升|毫升|人|倍|串|把|根|筐|份|枚|"
    r"[a-zA-Z]{1,3}\b|[%％℃°])"
)
_ENCLITIC: Final = "的地得了着过吗呢吧啊嘛呀们"
"""Particles that belong to the word before them."""

_PROCLITIC: Final = frozenset("在把被和跟与给对从向为很不最就也都只这那每一是")
"""Chinese words that belong to the one after them."""

_LINK: Final = ("所以", "但是", "因为", "然后", "而且", "如果", "还有", "不过", "只要", "并且")
"""Chinese conjunctions: a phrase begins with them."""

_BEGIN: Final = frozenset(  # as one string, because words in a row read better than quoted ones
    "and or but nor so to in on at by for with from into onto than that which who whose if "  # noqa: SIM905 - see above
    "because when while where after before until about over under".split()
)
"""English conjunctions and prepositions: a phrase begins with them, and no line ends."""

_BIND: Final = frozenset(
    "a an the of as my your his her its our their this these those very any some each".split()  # noqa: SIM905 - as above
)
"""English articles and determiners: no line ends with them either."""

_LEAN: Final = frozenset(
    "is are was were be will would can could i we he she they not".split()  # noqa: SIM905 - as above
)
"""English words that seldom end a line well: auxiliaries, and subjects before their verbs."""

_SHORT_WORD: Final = 3
"""Letters: in other Latin languages, words this short are mostly articles and prepositions."""

_UNSPACED: Final = ("THAI", "LAO", "KHMER", "MYANMAR")
"""Scripts without spaces and without a word list here: the recogniser's words are taken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is never parted; ``words`` are the recognised words, or parts of them, in it.

    ``ending`` is what it costs to end a line after it.
    """

    text: str
    words: tuple[Word, ...]
    ending: float

    @property
    def start(self) -> int:
        """The first frame."""
        return self.words[0].frames.start

    @property
    def stop(self) -> int:
        """The frame after the last."""
        return max(word.frames.stop for word in self.words)


def pieces(words: Sequence[Word], language: str, longest: int) -> list[Piece]:
    """Part words, joined as they are written, into pieces of ``longest`` characters at most.

    Nothing but white space is lost, and the order stays. ``words`` are in order of time.
    """
    text = "".join(word.text for word in words)
    seams = _seams(words)
    edges = sorted({0, *_openings(text, seams, language), len(text)})
    fine = [edge for start, stop in pairwise(edges) for edge in _hard(start, stop, longest, text)]
    spans = [(a, b) for a, b in pairwise(sorted({*edges, *fine})) if text[a:b].strip()]
    texts = [text[a:b] for a, b in spans]
    return [
        Piece(part, _words_in(words, seams, *span), _ending(part, after, language))
        for part, after, span in zip(texts, [*texts, ""][1:], spans, strict=True)
    ]


def _seams(words: Sequence[Word]) -> list[int]:
    """Return where each word begins in the joined text, and where the last ends."""
    seams = [0]
    for word in words:
        seams.append(seams[-1] + len(word.text))
    return seams


def _openings(text: str, seams: Sequence[int], language: str) -> Iterator[int]:
    """Yield the offsets at which a line may end."""
    at_word = set(seams)
    for chunk in re.finditer(r"\s*\S+", text):
        yield chunk.start()
        inner = chunk.group()
        if any(map(ideograph, inner)):
            parts = _japanese(inner) if _is_japanese(inner, language) else _chinese(inner)
            yield from (chunk.start() + offset for offset in parts)
        elif any(unicodedata.name(c, "").startswith(_UNSPACED) for c in inner):
            inside = range(chunk.start() + 1, chunk.end())
            yield from (n for n in inside if n in at_word and not unicodedata.combining(text[n]))


def _is_japanese(text: str, language: str) -> bool:
    return language.startswith("ja") or any("\u3041" <= c <= "\u30ff" for c in text)


def _chinese(text: str) -> Iterator[int]:
    """Yield the offsets between Chinese words that may part; marks stay with their words."""
    import rjieba  # noqa: PLC0415 - loads its dictionary

    offset, before = 0, ""
    for word in rjieba.cut(text):
        if before and not _belong(before, word):
            yield offset
        offset += len(word)
        before = word if word.strip() else before


def _belong(before: str, after: str) -> bool:
    """Tell whether no line may end between two Chinese words."""
    if _closing(after[0]) or _opening(before[-1]) or after[0] in _ENCLITIC:
        return True
    number = bool(_NUMBER.match(before))
    return number and bool(_NUMBER.match(after) or _UNIT.match(after))


def _japanese(text: str) -> Iterator[int]:
    """Yield the offsets at which a phrase begins: another script after hiragana, or after a mark.

    Particles and endings are hiragana and follow the word, which is mostly not.
    """
    for offset, (before, after) in enumerate(pairwise(text), 1):
        if _closing(after) or _opening(before):
            continue
        if _closing(before) or (_hiragana(before) and not _hiragana(after)):
            yield offset


def _hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _closing(character: str) -> bool:
    """Tell whether a character can't begin a line."""
    return unicodedata.category(character) in ("Po", "Pe", "Pf") or character in "ー々%％~～…"


def _opening(character: str) -> bool:
    """Tell whether a character can't end a line."""
    return unicodedata.category(character) in ("Ps", "Pi") or character in "“‘¥￥$#＃"


def _hard(start: int, stop: int, longest: int, text: str) -> Iterator[int]:
    """Yield offsets that part what no line has room for, never before a combining mark."""
    at = start + len(text[start:stop]) - len(text[start:stop].lstrip())
    while stop - at > longest:
        at += longest
        back = at
        while back > at - longest + 1 and unicodedata.category(text[back]) in ("Mn", "Mc", "Me"):
            back -= 1
        at = back
        yield at


def _words_in(
    words: Sequence[Word], seams: Sequence[int], start: int, stop: int
) -> tuple[Word, ...]:
    """Return the words, or the parts of words, whose text lies in [start, stop)."""
    return tuple(
        _part(word, max(start, first) - first, min(stop, last) - first)
        for word, (first, last) in zip(words, pairwise(seams), strict=True)
        if max(start, first) < min(stop, last)
    )


def _part(word: Word, start: int, stop: int) -> Word:
    """Return some characters of a word, said evenly over its frames."""
    count, frames = len(word.text), len(word.frames)
    here = FrameRange(
        word.frames.start + frames * start // count, word.frames.start + frames * stop // count
    )
    return Word(word.text[start:stop], here, word.confidence)


def _ending(text: str, after: str, language: str) -> float:
    """Return what it costs to end a line between two pieces."""
    if ends(text):
        return SENTENCE
    if _CLAUSE.search(text):
        return CLAUSE
    plain = text.strip().casefold()
    if _inseparable(plain, after):
        return BAD
    return (
        _english(plain, after.strip().casefold())
        if language.startswith("en")
        else _foreign(plain, after)
    )


def _inseparable(text: str, after: str) -> bool:
    """Tell whether a number would lose its unit, or a word its second half."""
    if any(map(ideograph, after)):
        return False
    number = bool(_DIGITS.search(text)) and bool(after.strip())
    return number or bool(after and not after[0].isspace() and not any(map(ideograph, text)))


def _english(text: str, after: str) -> float:
    if text in _BIND or text in _BEGIN:
        return BAD
    if text in _LEAN:
        return WEAK
    return PHRASE if after in _BEGIN else PLAIN


def _foreign(text: str, after: str) -> float:
    """Return the cost after a word of a language without a list here."""
    if text in _PROCLITIC:
        return BAD
    if after.startswith(_LINK):
        return PHRASE
    short = text.isalpha() and len(text) <= _SHORT_WORD and not any(map(ideograph, text))
    return BAD if short else PLAIN
