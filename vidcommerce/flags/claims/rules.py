"""The rule files of claims, ``zh.toml`` and ``en.toml``, as the engine takes them.

A lawyer changes those files, and no code: each rule names its law, what it looks for, when it
does not count, and a wording that would do. How patterns are written: :mod:`.patterns`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from vidcommerce.flags.claims.patterns import Grammar

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("zh", "en")


class Claims(StrEnum):
    """What can be claimed wrongly, or only with a proof."""

    ABSOLUTE = "absolute"
    HEALTH = "health"
    ORGANIC = "organic"
    ORIGIN = "gi"
    PESTICIDE_FREE = "pesticide_free"
    AWARD = "award"
    PITY = "pity"
    PRICE = "price"


CERTIFIED: Final = frozenset({Claims.ORGANIC, Claims.ORIGIN, Claims.PESTICIDE_FREE, Claims.AWARD})
"""What may be claimed by whoever has the paper for it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Unless(_Strict):
    """Where words stand that make a claim none: see :class:`Around`."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class _Context(_Unless):
    kinds: tuple[Claims, ...] = tuple(Claims)


class _Rule(_Strict):
    name: str
    kind: Claims
    law: str
    instead: str
    say: tuple[str, ...]
    also: tuple[str, ...] = ()
    unless: _Unless = _Unless()
    despite: tuple[str, ...] = ()


class _Prices(_Strict):
    before: tuple[str, ...]
    now: tuple[str, ...]
    times: int
    law: str
    instead: str


class _File(_Strict):
    spellings: dict[str, str] = Field(default_factory=dict)
    classes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    context: dict[str, _Context] = Field(default_factory=dict)
    proofs: tuple[str, ...] = ()
    prices: _Prices
    rule: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What finds the words beside a claim, by where they are looked for.

    ``before`` and ``after`` look into the claim's own clause, up to it and from its end; ``clause``
    and ``sentence`` into the whole of it. Where the sentence says ``but``, none of them counts.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    clause: re.Pattern[str]
    sentence: re.Pattern[str]
    but: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``say`` finds the claim, ``unless`` and the ``contexts`` what makes it none.

    Where there is an ``also``, it counts only in a sentence that says this too, wherever.
    """

    name: str
    kind: Claims
    law: str
    instead: str
    say: re.Pattern[str]
    also: re.Pattern[str]
    unless: Around
    contexts: tuple[Around, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """How prices are compared: words before an old one and a new one, and how often is too much."""

    before: re.Pattern[str]
    now: re.Pattern[str]
    times: int
    law: str
    instead: str
    kind: Claims = Claims.PRICE
    name: str = "old_price"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a language; ``proofs`` finds a certificate that is named in a sentence."""

    language: str
    spellings: Mapping[str, str]
    proofs: re.Pattern[str]
    rules: tuple[Rule, ...]
    prices: Prices


@cache
def rules(language: str) -> Rules:
    """Return the rules of ``language``, one of LANGUAGES. Raises PatternWrong, ValidationError."""
    text = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return read(language, tomllib.loads(text))


def read(language: str, document: Mapping[str, Any]) -> Rules:
    """Return the rules of a file's content. Raises PatternWrong, ValidationError or KeyError."""
    file = _File.model_validate(document)
    grammar = Grammar(language, file.classes)
    contexts = {name: (_around(grammar, one), one.kinds) for name, one in file.context.items()}
    made = []
    for one in file.rule:
        unknown = set(one.despite) - set(contexts)
        if unknown:
            raise KeyError(*unknown)
        silencing = [
            around
            for name, (around, kinds) in contexts.items()
            if one.kind in kinds and name not in one.despite
        ]
        say, also = grammar.compiled(one.say), grammar.compiled(one.also or ("^",))
        unless, contexts_of = _around(grammar, one.unless), tuple(silencing)
        made.append(Rule(one.name, one.kind, one.law, one.instead, say, also, unless, contexts_of))
    proofs, prices = grammar.compiled(file.proofs), _prices(grammar, file.prices)
    return Rules(language, file.spellings, proofs, tuple(made), prices)


def _around(grammar: Grammar, words: _Unless) -> Around:
    def found(patterns: Sequence[str]) -> re.Pattern[str]:
        return grammar.compiled(patterns)

    return Around(
        found(words.before),
        found(words.after),
        found(words.clause),
        found(words.sentence),
        found(words.but),
    )


def _prices(grammar: Grammar, one: _Prices) -> Prices:
    before, now = grammar.compiled(one.before), grammar.compiled(one.now)
    return Prices(before, now, one.times, one.law, one.instead)
