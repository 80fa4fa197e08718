"""What is found out about a comment, and what may be decided about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from vidcommerce.language import N_


class Decision(StrEnum):
    """What becomes of a comment, from the mildest on."""

    PUBLISH = "publish"
    PUBLISH_LOOK = "publish_look"
    """Shown at once; a person looks at it later."""
    HOLD = "hold"
    """Not shown before a person has read it."""
    WITHHOLD = "withhold"
    """Not shown; its writer is told why, and a person reads it when the writer appeals."""
    REJECT = "reject"
    """Not taken at all; its writer is told so at once."""


STRICTNESS: Final[Mapping[Decision, int]] = {
    decision: place for place, decision in enumerate(Decision)
}


class Kind(StrEnum):
    """What a signal is about."""

    LENGTH = "length"
    REPEAT = "repeat"
    ABUSE = "abuse"
    SEXUAL = "sexual"
    ILLEGAL = "illegal"
    CONTACT = "contact"
    LINK = "link"
    SPAM = "spam"
    COMPETITOR = "competitor"
    LISTED = "listed"
    """In a list of the operator's own."""
    FLOOD = "flood"
    WRITER = "writer"
    PLACE = "place"
    """Comments of this video are read before they are shown, always or after a burst."""
    DISGUISE = "disguise"
    """Letters that only somebody who hides something writes, whatever stands in them."""
    MODEL_ABUSE = "model_abuse"
    MODEL_SPAM = "model_spam"
    MODEL_SILENT = "model_silent"
    """The model gave no answer; the lists alone have judged."""


KIND_WORDS: Final[Mapping[Kind, str]] = {
    Kind.LENGTH: N_("It is empty, or longer than a comment may be."),
    Kind.REPEAT: N_("It says the same thing again and again."),
    Kind.ABUSE: N_("It insults or threatens somebody."),
    Kind.SEXUAL: N_("It is about sex."),
    Kind.ILLEGAL: N_("It offers something that the law forbids."),
    Kind.CONTACT: N_("It gives a way to talk or pay elsewhere, such as a phone number."),
    Kind.LINK: N_("It has a link."),
    Kind.SPAM: N_("It advertises something else."),
    Kind.COMPETITOR: N_("It sends people to another seller."),
    Kind.LISTED: N_("It has words that the people who run this page don't allow."),
    Kind.FLOOD: N_("The same was written many times in a short while."),
    Kind.WRITER: N_("A person reads first comments, and those of whoever broke the rules before."),
    Kind.PLACE: N_("Comments on this video are read by a person before they are shown."),
    Kind.DISGUISE: N_("It is written with letters that hide what it says."),
    Kind.MODEL_ABUSE: N_("A program thinks that it insults somebody."),
    Kind.MODEL_SPAM: N_("A program thinks that it advertises something else."),
    Kind.MODEL_SILENT: N_("The program that reads comments gave no answer."),
}
"""What its writer reads."""


class Strength(IntEnum):
    """How sure a signal is. ``policy.toml`` says what each is worth."""

    HINT = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Trick:
    """How letters were hidden; ``start`` and ``stop`` count characters of the original."""

    name: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing found out about a comment.

    ``rule`` names what found it ("abuse.fuck"), so that moderators and statistics can speak of it.
    ``meant`` is what was understood (the listed word, the digits), never longer than the original.
    ``start`` and ``stop`` count characters of the original; both are 0 where it is about the whole.
    ``tricks`` are the names of the ways in which it was hidden there.
    """

    kind: Kind
    strength: Strength
    rule: str
    meant: str = ""
    start: int = 0
    stop: int = 0
    tricks: tuple[str, ...] = ()
