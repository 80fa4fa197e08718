"""What follows from flags and from what people said to them: one function, the whole policy. Pure.

Which kinds ask for what is in ``policy.toml``, read by :mod:`vidcommerce.flags.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import N_


class Verdict(StrEnum):
    """What may be done with a clip, as far as its flags go; the later, the stricter."""

    PUBLISH = "publish"
    LABEL = "label"
    HELPER = "helper"
    SECOND = "second"
    BLOCK = "block"


VERDICT_WORDS: Final = {
    Verdict.PUBLISH: N_("Nothing here speaks against publishing."),
    Verdict.LABEL: N_("It may be published; shoppers will read what was found."),
    Verdict.HELPER: N_("Please answer what is asked here before you publish."),
    Verdict.SECOND: N_("Two persons must answer what is asked here before it is published."),
    Verdict.BLOCK: N_("It can't be published like this: what is wrong must be mended first."),
}


class Stand(StrEnum):
    """Where a flag stands: nobody answered, a person said it is so, or that it no longer counts."""

    OPEN = "open"
    UPHELD = "upheld"
    PUT_ASIDE = "put_aside"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A flag, where it stands, and how many different persons say so."""

    flag: Flag
    stand: Stand = Stand.OPEN
    persons: int = 0


_DRAWN: Final = frozenset({Kind.AI_IS, Kind.AI_POSSIBLY, Kind.AI_SUSPECTED})
"""Of these a label is drawn into the video."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the kinds ask for, at a place.

    ``many`` questions of different kinds need a helper. Shoppers are always told of ``label``. Of
    ``second`` it takes two persons to say the same. What is of ``block`` and upheld keeps a video
    from being published.
    """

    many: int
    label: frozenset[Kind]
    second: frozenset[Kind]
    block: frozenset[Kind]

    def asks(self, flag: Flag) -> bool:
        """Tell whether people answer a flag: questions, and notes that bar a video or label it."""
        weighty = self.second | self.block | _DRAWN
        return flag.severity is not Severity.NOTE or flag.kind in weighty


_TWO: Final = 2


def verdict(found: Iterable[Weighed], rules: Rules) -> Verdict:
    """Return what the flags of a clip come to.

    - A flag of a kind in ``rules.block`` that a person upheld blocks: the clip or the draft has to
      change, so that the check no longer sees it.
    - One of a kind in ``rules.second`` needs a second person, until two have said the same to it.
    - A serious flag that nobody has answered, or unanswered questions of ``rules.many`` kinds or
      more, need a helper, who answers each: it is so, it is mended, or it is not so, and why.
    - One unanswered question, whatever was upheld, or a flag of a kind in ``rules.label`` that was
      not put aside, is published with a label.
    - Otherwise nothing speaks against publishing.

    A note never counts against a clip unless the rules name its kind: that a signal is missing says
    nothing, since messengers and many phones write none. The order of the flags, and one that is
    there twice, change nothing. More flags never make the verdict milder. A machine never decides
    alone: a helper looks at every draft whatever the verdict; it tells where to look, and what has
    to be said first.
    """
    return max((_asked(one, rules) for one in _grouped(found, rules)), default=Verdict.PUBLISH,
               key=list(Verdict).index)  # fmt: skip


def _grouped(found: Iterable[Weighed], rules: Rules) -> list[Weighed]:
    """Return the flags; unanswered questions of many kinds weigh as if they were serious."""
    known = list(found)
    open_kinds = {one.flag.kind for one in known if _open(one, Severity.QUESTION)}
    if len(open_kinds) < rules.many:
        return known
    return [_serious(one) if _open(one, Severity.QUESTION) else one for one in known]


def _asked(one: Weighed, rules: Rules) -> Verdict:
    kind = one.flag.kind
    if kind in rules.block and one.stand is Stand.UPHELD:
        return Verdict.BLOCK
    if kind in rules.second and one.persons < _TWO:
        return Verdict.SECOND
    if _open(one, Severity.SERIOUS):
        return Verdict.HELPER
    told = kind in rules.label or one.flag.severity is not Severity.NOTE
    if told and one.stand is not Stand.PUT_ASIDE:
        return Verdict.LABEL
    return Verdict.PUBLISH


def _open(one: Weighed, severity: Severity) -> bool:
    return one.stand is Stand.OPEN and one.flag.severity is severity


def _serious(one: Weighed) -> Weighed:
    flag = one.flag
    return Weighed(Flag(flag.kind, Severity.SERIOUS, flag.source, flag.evidence, flag.span))
