"""Finds the claims in a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vidcommerce.flags.claims.normal import HAN, normal
from vidcommerce.flags.claims.prices import inflated
from vidcommerce.flags.claims.rules import (
    CERTIFIED,
    LANGUAGES,
    Around,
    Claims,
    Prices,
    Rule,
    Rules,
    rules,
)

_SENTENCE: Final = re.compile(r"[^。!?;\n.]*(?:\.(?!\s*$|\s+\D)[^。!?;\n.]*)*(?:[。!?;\n]+|\.|$)")
"""Up to and with its end; a full stop ends one only before a space and no number: 39.8, no. 1."""

_LETTERS: Final = {"zh": re.compile(f"[{HAN}]"), "en": re.compile(f"[^\\W\\d_{HAN}]{{2}}")}
"""What a text in a language has: where there is none of it, its rules need not be read."""

_STOP: Final = re.compile(r"[,:、…](?!\d)|\bbut\b|\s[–—-]+\s|—")
"""What parts the clauses of a sentence in its normal form, but not the digits of a number."""

_LONGEST: Final = 240
_OVERLAP: Final = 40
"""Letters of a sentence that are looked at together, and of them again with the next: whoever
writes without any full stop must not keep the service busy."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim at the letters [start, stop) of a text: the ``rule`` that it breaks, and the law.

    ``text`` is the claim as it was written, ``instead`` a wording that would do; both it and the
    law are written in the language of the rule.
    """

    kind: Claims
    rule: str
    law: str
    instead: str
    start: int
    stop: int
    text: str
    language: str


def claims(text: str, language: str = "", *, numbers_prove: bool = True) -> tuple[Claim, ...]:
    """Return the claims in ``text``, in their order, none within another of its kind.

    ``language`` is a BCP 47 tag that keeps to that language's rules where there are any; without
    one, all rules are tried: shops mix languages. Whoever names a certificate's number or where its
    report is shown proves a claim, unless ``numbers_prove`` is false.
    """
    name = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    asked = (name,) if name in LANGUAGES else LANGUAGES
    found = [
        claim
        for one in asked
        if _LETTERS[one].search(text)
        for claim in _claims(text, one, numbers_prove)
    ]
    return tuple(_outermost(sorted(found, key=lambda one: (one.start, -one.stop))))


def _claims(text: str, language: str, numbers_prove: bool) -> Iterator[Claim]:  # noqa: FBT001 - as claims was told
    said = rules(language)
    read = normal(text, said.spellings)
    for first, sentence in _sentences(read.text):
        proved = numbers_prove and said.proofs.search(sentence)
        for rule in said.rules:
            if not (proved and rule.kind in CERTIFIED):
                for start, stop in _matches(rule, sentence):
                    yield _claim(rule, said, text, read.original(first + start, first + stop))
        place = inflated(sentence, said.prices.before, said.prices.now, said.prices.times)
        if place is not None:
            yield _claim(said.prices, said, text, read.original(first + place[0], first + place[1]))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences and where they begin; one without an end in pieces that overlap."""
    for sentence in _SENTENCE.finditer(text):
        for start in range(0, max(1, len(sentence.group()) - _OVERLAP), _LONGEST - _OVERLAP):
            yield sentence.start() + start, sentence.group()[start : start + _LONGEST]


def _matches(rule: Rule, sentence: str) -> Iterator[tuple[int, int]]:
    for match in rule.say.finditer(sentence):
        if match.group() and rule.also.search(sentence) and not _silenced(rule, match):
            yield match.span()


def _claim(rule: Rule | Prices, said: Rules, text: str, place: tuple[int, int]) -> Claim:
    words = text[slice(*place)].strip()
    return Claim(rule.kind, rule.name, rule.law, rule.instead, *place, words, said.language)


def _silenced(rule: Rule, match: re.Match[str]) -> bool:
    parts = (*_parts(match.string, match.start(), match.end()), match.string)
    return any(_says(around, parts) for around in (rule.unless, *rule.contexts))


def _parts(sentence: str, start: int, stop: int) -> tuple[str, str, str]:
    """Return what stands before and after a claim in its clause, and the clause."""
    ends = [place.end() for place in _STOP.finditer(sentence, 0, start)]
    begin = ends[-1] if ends else 0
    following = _STOP.search(sentence, stop)
    end = following.start() if following else len(sentence)
    return sentence[begin:start], sentence[stop:end], sentence[begin:end]


def _says(around: Around, parts: tuple[str, ...]) -> bool:
    looked = (around.before, around.after, around.clause, around.sentence)
    says = any(one.search(part) for one, part in zip(looked, parts, strict=True))
    return says and not around.but.search(parts[-1])


def _outermost(found: list[Claim]) -> Iterator[Claim]:
    """Leave out what begins within another claim of its kind."""
    ends: dict[Claims, int] = {}
    for claim in found:
        if claim.start >= ends.get(claim.kind, 0):
            ends[claim.kind] = claim.stop
            yield claim
