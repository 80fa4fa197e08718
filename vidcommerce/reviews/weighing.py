"""What the flags of a draft come to under its station's rules, and what that bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.errors import InputRejected
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.policy import VERDICT_WORDS, Rules, Verdict, verdict
from vidcommerce.flags.rules import Policies
from vidcommerce.jobs import OPEN, Stage
from vidcommerce.language import N_
from vidcommerce.reviews import answers


@dataclass(eq=False)
class ChecksUnderWay(InputRejected):
    """The clip is still being checked; what may be found is not known yet."""

    sentence = N_("This clip is still being checked. Please wait a moment.")


@dataclass(eq=False)
class AnswersMissing(InputRejected):
    """What was found out asks for answers that nobody gave."""

    sentence = N_("Something was found out that needs an answer. Answer it first.")


@dataclass(eq=False)
class SecondAnswerMissing(InputRejected):
    """What was found out asks for the same answer from two persons."""

    sentence = N_("Something was found out to which two persons must say the same.")


@dataclass(eq=False)
class Blocked(InputRejected):
    """A person has said that something is wrong with this video, and it is not mended."""

    sentence = N_("What is wrong with this video must be mended before it can be published.")


_BARS = {
    Verdict.HELPER: AnswersMissing,
    Verdict.SECOND: SecondAnswerMissing,
    Verdict.BLOCK: Blocked,
}


_UNCHECKED = N_("The computer has not checked this clip, so look closely yourself.")


def weigh(session: Session, clip: ClipRow, found: Sequence[Flag], policies: Policies) -> Verdict:
    """Return what the flags of a clip, and what was said to them, come to. Raises PolicyWrong."""
    rules = rules_of(session, clip, policies)
    return verdict(answers.weighed(session, clip.id, found), rules)


def in_words(session: Session, clip: ClipRow, found: Sequence[Flag], policies: Policies) -> str:
    """Return the sentence by which a helper reads the verdict. Raises PolicyWrong."""
    said = weigh(session, clip, found, policies)
    if said is Verdict.PUBLISH and clip.checked_at is None:
        return _UNCHECKED
    return VERDICT_WORDS[said]


def rules_of(session: Session, clip: ClipRow, policies: Policies) -> Rules:
    """Return what kinds ask for at a clip's station. Raises PolicyWrong."""
    station = session.get_one(StationRow, clip.station_id)
    return policies.of(station.region, station.id)


def check(session: Session, clip: ClipRow, found: Sequence[Flag], policies: Policies) -> Verdict:
    """Return the verdict on a draft that may be published, as far as its flags go.

    Raises ChecksUnderWay, AnswersMissing, SecondAnswerMissing, Blocked or PolicyWrong.
    """
    checking = select(JobRow.id).where(
        *OPEN, JobRow.clip_id == clip.id, JobRow.stage == Stage.CHECK
    )
    if session.scalar(checking) is not None:
        raise ChecksUnderWay
    said = weigh(session, clip, found, policies)
    if said in _BARS:
        raise _BARS[said]
    return said
