"""Who may decide about which version of a draft, and what a refusal must say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.reviews.reasons import NEED_WORDS, Reason

LONGEST_WORDS: Final = 500


class Decision(StrEnum):
    """What a person decided about a version; PROMISED: approved before it was drawn."""

    APPROVED = "approved"
    PROMISED = "promised"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a plan, as far as deciding goes."""

    id: str
    number: int
    drawn: bool


@dataclass(eq=False)
class PlanMoved(InputRejected):
    """Somebody changed the draft after it was looked at: ``seen`` is not ``current`` any more."""

    seen: int
    current: int
    sentence = N_(
        "Somebody else has changed this draft: you saw version {seen}, now it is {current}."
    )


@dataclass(eq=False)
class DraftNotDrawn(InputRejected):
    """This version's video is still being made; nobody can have watched it."""

    number: int
    sentence = N_("The video of version {number} is not ready yet. Watch it first, then approve.")


@dataclass(eq=False)
class OwnClip(InputRejected):
    """Whoever sent a clip can't be the one who approves it."""

    sentence = N_("You sent this video yourself, so somebody else must approve it.")


@dataclass(eq=False)
class WordsMissing(InputRejected):
    """A decision that the farmer must understand came with a reason that needs words, and none."""

    sentence = N_("Please write in a few words what the farmer should know.")


@dataclass(eq=False)
class WordsTooLong(InputRejected):
    """More words than a farmer will read."""

    most: int
    sentence = N_("That is too long: {most} characters at most.")


def check_seen(seen: int, current: Version) -> None:
    """Raise PlanMoved unless version number ``seen`` is still the one that counts."""
    if seen != current.number:
        raise PlanMoved(seen, current.number)


def check_approval(seen: int, current: Version, *, person_id: str, farmer_id: str) -> None:
    """Let a person approve the very version that they watched.

    Only the newest version can be approved, only once its video is there, and never by the person
    whose clip it is: two pairs of eyes. Raises PlanMoved, DraftNotDrawn or OwnClip.
    """
    check_seen(seen, current)
    if not current.drawn:
        raise DraftNotDrawn(current.number)
    check_other(person_id=person_id, farmer_id=farmer_id)


def check_other(*, person_id: str, farmer_id: str) -> None:
    """Raise OwnClip where the person who would approve is the one whose clip it is."""
    if person_id == farmer_id:
        raise OwnClip


def check_refusal(reason: Reason, words: str) -> str:
    """Return the words for the farmer, tidied. Raises WordsMissing or WordsTooLong."""
    tidy = " ".join(words.split())
    if reason in NEED_WORDS and not tidy:
        raise WordsMissing
    if len(tidy) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)
    return tidy
