"""What follows from flags: one function, whose docstring is the whole policy. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import N_


class Verdict(StrEnum):
    """What may be done with a clip, as far as its flags go."""

    PUBLISH = "publish"
    LABEL = "label"
    HELPER = "helper"


VERDICT_WORDS: Final = {
    Verdict.PUBLISH: N_("Nothing here speaks against publishing."),
    Verdict.LABEL: N_("It may be published; shoppers will read what was found."),
    Verdict.HELPER: N_("Please ask the farmer about this before you publish."),
}

LABELLED: Final = frozenset(
    {Kind.PASSED_THROUGH, Kind.TIME_LONG_PAST, Kind.TIME_AHEAD, Kind.TRUNCATED}
)
"""Kinds that shoppers are told of, whatever else was found."""

MANY: Final = 2
"""Questions of different kinds that together need a person's answer."""


def verdict(flags: Iterable[Flag]) -> Verdict:
    """Return what the flags of a clip come to.

    - A serious flag, or questions of two kinds or more, need a helper who asks the farmer.
    - One question, or a flag that shoppers should know of, is published with a label.
    - Otherwise nothing speaks against publishing.

    A note never counts against a clip: that a signal is missing says nothing, since messengers
    and many phones write none. The order of the flags, and one that is there twice, change
    nothing. More flags never make the verdict milder. A helper looks at every draft whatever the
    verdict; it tells where to look.
    """
    known = list(flags)
    questions = {flag.kind for flag in known if flag.severity is Severity.QUESTION}
    if any(flag.severity is Severity.SERIOUS for flag in known) or len(questions) >= MANY:
        return Verdict.HELPER
    if questions or any(flag.kind in LABELLED for flag in known):
        return Verdict.LABEL
    return Verdict.PUBLISH
