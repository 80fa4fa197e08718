"""What may be written, and why a comment is not shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from vidcommerce.comments.kinds import Kind
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

LONGEST_NAME: Final = 40
LONGEST_TEXT: Final = 1000
LONGEST_VIDEO: Final = 24 * 60 * 60 * 1000
MOST_LINES: Final = 20

WINDOW: Final = 10 * 60 * 1000
"""Milliseconds over which the comments on one video are counted."""

BURST: Final = 30
"""Comments on one video in a window that make a burst: more than a lively page gets from people,
and no more than a person can read in ten minutes."""

BURST_LASTS: Final = 60 * 60 * 1000
"""Milliseconds for which a burst has all new comments of the video read first."""

MOST_IN_WINDOW: Final = 600
"""Comments that one video takes in a window at all: one a second. Nobody's address is kept, so all
writers share it; what comes above it no people write."""

EDIT_FOR: Final = 5 * 60 * 1000
"""Milliseconds for which a writer may change a comment."""

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands after them."""


class Reason(StrEnum):
    """Why a comment is not shown; its writer reads the words."""

    ADVERTISING = "advertising"
    INSULT = "insult"
    PRIVATE = "private"
    UNTRUE = "untrue"
    OFF_TOPIC = "off_topic"
    INDECENT = "indecent"
    FORBIDDEN = "forbidden"
    FLOODING = "flooding"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.ADVERTISING: N_("It advertises something else."),
    Reason.INSULT: N_("It insults somebody."),
    Reason.PRIVATE: N_("It tells something private, such as a phone number."),
    Reason.UNTRUE: N_("It says something about the product that is not true."),
    Reason.OFF_TOPIC: N_("It is not about this video."),
    Reason.INDECENT: N_("It is indecent or cruel."),
    Reason.FORBIDDEN: N_("It offers, or asks for, something that the law forbids."),
    Reason.FLOODING: N_("The same was written again and again."),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a shopper typed; ``trap`` is a field that people don't see and programs fill in.

    ``reply_to`` is the id of the comment that it answers, ``moment`` the millisecond of the video
    that it speaks of.
    """

    name: str
    text: str
    trap: str = ""
    kind: Kind = Kind.COMMENT
    reply_to: str = ""
    moment: int | None = None


@dataclass(eq=False)
class CommentEmpty(InputRejected):
    """There is no name or no text; ``field`` says which."""

    field: str
    sentence = N_("Please write a name and a comment.")


@dataclass(eq=False)
class CommentTooLong(InputRejected):
    """A field holds more than it may."""

    field: str
    most: int
    sentence = N_("That is too long: {most} characters at most.")


@dataclass(eq=False)
class CommentTrapped(InputRejected):
    """The field that people don't see was filled in."""

    sentence = N_("This looks as if a program had sent it. Please write it again.")


@dataclass(eq=False)
class MomentWrong(InputRejected):
    """The second is before the video begins, or after any video ends."""

    sentence = N_("There is no such second in the video.")


@dataclass(eq=False)
class CommentRefused(InputRejected):
    """The rules don't take it at all; ``why`` is the marked sentence that says so."""

    why: str
    sentence = N_("This was not sent. {why}")


@dataclass(eq=False)
class WriterBanned(InputRejected):
    """A person has decided that this writer may not write until ``day`` (ISO 8601)."""

    day: str
    sentence = N_("You can't write here until {day}, because you broke the rules before.")


@dataclass(eq=False)
class EditOver(InputRejected):
    """A comment can be changed for five minutes, and not after a person has rejected it."""

    sentence = N_("This can't be changed any more. You can delete it and write another one.")


@dataclass(eq=False)
class ReplyGone(InputRejected):
    """The comment that is answered is not shown any more."""

    sentence = N_("The comment that you answer is gone.")


@dataclass(eq=False)
class CommentsTooMany(InputRejected):
    """More comments came to one video in a short time than people write."""

    seconds: int
    sentence = N_("Many people are writing here just now. Please try again in some minutes.")


def one_line(text: str) -> str:
    """Return a text as one line, without hidden characters and needless space."""
    return " ".join(_HIDDEN.sub("", text).split())


def tidied(written: Written) -> Written:
    """Return a comment that keeps the rules, without hidden characters and needless space.

    A name is one line of up to 40 characters; a text has up to 1000 characters and 20 lines.
    Raises CommentTrapped, CommentEmpty, CommentTooLong or MomentWrong.
    """
    if written.trap:
        raise CommentTrapped
    name = one_line(written.name)
    lines = [line.strip() for line in _HIDDEN.sub("", written.text).strip().splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    for field, value, most in (("name", name, LONGEST_NAME), ("text", text, LONGEST_TEXT)):
        if not any(sign.isprintable() and not sign.isspace() for sign in value):
            raise CommentEmpty(field)
        if len(value) > most:
            raise CommentTooLong(field, most)
    if text.count("\n") >= MOST_LINES:
        raise CommentTooLong("text", LONGEST_TEXT)
    if written.moment is not None and not 0 <= written.moment <= LONGEST_VIDEO:
        raise MomentWrong
    return replace(written, name=name, text=text)


def check_rate(recent: int) -> None:
    """Raise CommentsTooMany where ``recent`` comments of a window leave no room for another."""
    if recent >= MOST_IN_WINDOW:
        raise CommentsTooMany(WINDOW // 1000)
