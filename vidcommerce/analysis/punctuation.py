"""Puts the punctuation in where a recogniser left it out: by pauses and final words. Pure.

Whisper punctuates some clips and not others, Chinese least of all (faster-whisper#662). Where it
did, nothing is touched; where a run of words goes on too long without a mark, the pauses tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from vidcommerce.analysis.facts import SpokenWord

_MARKS: Final = tuple("。，、！？；：.,!?;:…")
_ENDS: Final = tuple("。！？.!?…")

_SENTENCE_PAUSE: Final = 600
_CLAUSE_PAUSE: Final = 300
_PARTICLE_PAUSE: Final = 120
"""Milliseconds of silence after a word that end a sentence, a clause, and a clause whose last word
is a particle that clauses end with."""

_LONGEST_CHINESE: Final = 16
_LONGEST_ENGLISH: Final = 12
"""Characters and words that go without a mark: one subtitle line. More, and one was left out."""

_SHORTEST: Final = 3
"""Characters or words before a comma: a hesitation after two words is no clause."""

_ASKS: Final = ("吗", "呢", "嗎", "么", "麼", "没有", "沒有")
_ENDS_CLAUSE: Final = ("了", "的", "啊", "呀", "吧", "嘛", "哦", "啦", "喽", "呐")
_QUESTION_WORDS: Final = frozenset((
    "what", "why", "who", "whose", "where", "when", "which", "how", "is", "are", "do", "does",
    "did", "can", "could", "will", "would", "shall", "should", "have", "has",
))  # fmt: skip


def punctuated(words: Sequence[SpokenWord], language: str) -> tuple[SpokenWord, ...]:
    """Return the words with marks added to runs that lack them; their times stay as they are.

    ``language`` is "zh", "yue" or "en"; others are returned unchanged, since what ends a clause
    there is not known here.
    """
    if language not in ("zh", "yue", "en"):
        return tuple(words)
    result: list[SpokenWord] = []
    for run in _runs(words):
        begins = not result or result[-1].text.endswith(_ENDS)
        if language == "en" and _lacks(run, len(run), _LONGEST_ENGLISH):
            result += _english(run, begins=begins)
        elif language != "en" and _lacks(run, len(_text(run)), _LONGEST_CHINESE):
            result += _chinese(run)
        else:
            result += run
    return tuple(result)


def _runs(words: Sequence[SpokenWord]) -> Iterator[list[SpokenWord]]:
    """Yield the words between one mark and the next, with the word that bears it."""
    run: list[SpokenWord] = []
    for word in words:
        run.append(word)
        if word.text.endswith(_MARKS):
            yield run
            run = []
    if run:
        yield run


def _lacks(run: Sequence[SpokenWord], length: int, longest: int) -> bool:
    return length > longest or not run[-1].text.endswith(_MARKS)


def _chinese(run: Sequence[SpokenWord]) -> Iterator[SpokenWord]:
    clause = sentence = ""
    for word, pause in _pauses(run):
        clause += word.text
        sentence += word.text
        particle = word.text.endswith(_ENDS_CLAUSE) and pause >= _PARTICLE_PAUSE
        if word.text.endswith(_MARKS):
            yield word
        elif pause >= _SENTENCE_PAUSE:
            yield _with(word, "？" if sentence.endswith(_ASKS) else "。")
            clause = sentence = ""
        elif (pause >= _CLAUSE_PAUSE or particle) and len(clause) >= _SHORTEST:
            yield _with(word, "，")
            clause = ""
        else:
            yield word


def _english(run: Sequence[SpokenWord], *, begins: bool) -> Iterator[SpokenWord]:
    clause = 0
    first = "" if begins else ","
    for word, pause in _pauses(run):
        shown = word if first else _capital(word)
        first = first or word.text.strip().lower()
        clause += 1
        if word.text.endswith(_MARKS):
            yield shown
        elif pause >= _SENTENCE_PAUSE:
            yield _with(shown, "?" if first in _QUESTION_WORDS else ".")
            clause, first = 0, ""
        elif pause >= _CLAUSE_PAUSE and clause >= _SHORTEST:
            yield _with(shown, ",")
            clause = 0
        else:
            yield shown


def _pauses(run: Sequence[SpokenWord]) -> Iterator[tuple[SpokenWord, int]]:
    """Yield each word with the silence after it; the run's end counts as the end of a sentence."""
    for word, following in pairwise(run):
        yield word, following.span.start - word.span.stop
    yield run[-1], _SENTENCE_PAUSE


def _with(word: SpokenWord, mark: str) -> SpokenWord:
    return replace(word, text=word.text + mark)


def _capital(word: SpokenWord) -> SpokenWord:
    bare = word.text.lstrip()
    return replace(word, text=word.text[: len(word.text) - len(bare)] + bare[:1].upper() + bare[1:])


def _text(run: Sequence[SpokenWord]) -> str:
    return "".join(word.text for word in run)
