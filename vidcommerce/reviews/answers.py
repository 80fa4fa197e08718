"""What people say to flags: that they hold, that the draft was mended, or why they don't hold."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags import repository as flags
from vidcommerce.flags.generated import LABELLED
from vidcommerce.flags.kinds import Flag, Severity
from vidcommerce.flags.policy import Stand, Weighed
from vidcommerce.language import N_
from vidcommerce.reviews.appealed import APPEALED
from vidcommerce.reviews.policy import LONGEST_WORDS, WordsTooLong
from vidcommerce.reviews.tables import FlagAnswerRow


class Answer(StrEnum):
    """What can be said to a flag."""

    ACCEPTED = "accepted"
    MENDED = "mended"
    DISMISSED = "dismissed"


ANSWER_WORDS: Final[Mapping[Answer, str]] = {
    Answer.ACCEPTED: N_("It is so"),
    Answer.MENDED: N_("Mended"),
    Answer.DISMISSED: N_("It is not so"),
}

_BY_REVIEWERS: Final = FlagAnswerRow.answer != APPEALED
"""Leaves out what farmers said, which is no answer."""


@dataclass(eq=False)
class FlagUnknown(InputRejected):
    """Nothing like that was found out about this draft, or not any more."""

    sentence = N_("This was not found out about this draft, or not any more. Load it again.")


@dataclass(eq=False)
class WhyMissing(InputRejected):
    """A flag can't be put aside without saying why."""

    sentence = N_("Please write in a few words why it is not so.")


@dataclass(eq=False)
class OwnFlag(InputRejected):
    """Something that was found out about one's own video."""

    sentence = N_("This is about your own video, so somebody else must answer it.")


@dataclass(eq=False)
class NotMendable(InputRejected):
    """How the pictures came to be is no fault of a draft that could be mended."""

    sentence = N_("This can't be mended in the draft. Say whether it is so, or why it is not so.")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to a flag: by whom (a name), when, and why."""

    answer: Answer
    words: str
    by: str
    at: int


def of_clips(session: Session, clip_ids: Sequence[str]) -> Mapping[str, Mapping[str, Said]]:
    """Return by clip and by a flag's name what was said to it last."""
    asked = (
        select(FlagAnswerRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == FlagAnswerRow.person_id)
        .where(FlagAnswerRow.clip_id.in_(clip_ids), _BY_REVIEWERS)
        .order_by(FlagAnswerRow.at, FlagAnswerRow.id)
    )
    found: dict[str, dict[str, Said]] = {clip_id: {} for clip_id in clip_ids}
    for row, name in session.execute(asked):
        said = Said(Answer(row.answer), row.words, name, row.at)
        found[row.clip_id][row.digest] = said
    return found


def of_clip(session: Session, clip_id: str) -> Mapping[str, Said]:
    """Return by a flag's name what was said to it last."""
    return of_clips(session, [clip_id])[clip_id]


def weighed(session: Session, clip_id: str, found: Iterable[Flag]) -> tuple[Weighed, ...]:
    """Return where the flags of a clip stand: what was said last, and how many persons say it.

    Of each person the last answer counts. "Mended" and "it is not so" both put a flag aside.
    """
    row = FlagAnswerRow
    asked = select(row.digest, row.person_id, row.answer).where(
        row.clip_id == clip_id, _BY_REVIEWERS
    )
    said: dict[str, dict[str, Stand]] = {}
    for digest, person, what in session.execute(asked.order_by(row.at, row.id)):
        persons = said.setdefault(digest, {})
        persons.pop(person, None)  # the last answer goes to the end
        persons[person] = Stand.UPHELD if what == Answer.ACCEPTED else Stand.PUT_ASIDE
    return tuple(_weighed(flag, list(said.get(flag.name(), {}).values())) for flag in found)


def _weighed(flag: Flag, said: Sequence[Stand]) -> Weighed:
    return Weighed(flag, said[-1], said.count(said[-1])) if said else Weighed(flag)


def of_others(session: Session, clip_id: str, person_id: str) -> frozenset[str]:
    """Return the names of the flags of a clip to which somebody else than a person said a thing."""
    row = FlagAnswerRow
    asked = select(row.digest).where(
        row.clip_id == clip_id, row.person_id != person_id, _BY_REVIEWERS
    )
    return frozenset(session.scalars(asked))


def unanswered(found: Iterable[Flag], said: Container[str]) -> tuple[Flag, ...]:
    """Return the flags that ask something and of which the names are not in ``said``. Pure."""
    asking = [flag for flag in found if flag.severity is not Severity.NOTE]
    return tuple(flag for flag in asking if flag.name() not in said)


def after(session: Session, clip_id: str, digest: str, now: int) -> int:
    """Return the time of what is said to a flag now: after all that was said to it before."""
    row = FlagAnswerRow
    asked = select(func.max(row.at)).where(row.clip_id == clip_id, row.digest == digest)
    last = session.scalar(asked)
    return now if last is None else max(now, last + 1)


def answer(
    session: Session, actor: Actor, clip: ClipRow, digest: str, said: tuple[Answer, str], now: int
) -> Said:
    """Say something to the flag named ``digest`` of a clip that ``actor`` reviews.

    ``said`` is the answer and its words; whoever dismisses must say why. The same thing said twice
    by one person is said once. Raises OwnFlag for whoever sent the clip, FlagUnknown, NotMendable,
    WhyMissing or WordsTooLong.
    """
    if actor.person_id == clip.farmer_id:
        raise OwnFlag
    what, words = said[0], " ".join(said[1].split())
    _check(session, clip, digest, what, words)
    name = session.get_one(PersonRow, actor.person_id).name
    before = _last(session, clip.id, digest)
    mine = (what.value, words, actor.person_id)
    if before is not None and (before.answer, before.words, before.person_id) == mine:
        return Said(what, words, name, before.at)
    at = after(session, clip.id, digest, now)
    row = FlagAnswerRow(
        id=new_id(), clip_id=clip.id, digest=digest, person_id=actor.person_id,
        answer=what.value, words=words, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    noted = {"flag": digest, "answer": what.value, "words": words}
    log.note_clip(session, clip, log.What.FLAG_ANSWERED, noted, now, actor.person_id)
    return Said(what, words, name, row.at)


def _check(session: Session, clip: ClipRow, digest: str, what: Answer, words: str) -> None:
    """Raise FlagUnknown, NotMendable, WhyMissing or WordsTooLong for what can't be said."""
    seen = {flag.name(): flag for flag in flags.of_clips(session, [clip.id])[clip.id]}
    if digest not in seen:
        raise FlagUnknown
    if what is Answer.MENDED and seen[digest].kind in LABELLED:
        raise NotMendable
    if what is Answer.DISMISSED and not words:
        raise WhyMissing
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)


def _last(session: Session, clip_id: str, digest: str) -> FlagAnswerRow | None:
    """Return what a person who reviews said to a flag last."""
    row = FlagAnswerRow
    asked = select(row).where(row.clip_id == clip_id, row.digest == digest, _BY_REVIEWERS)
    return session.scalar(asked.order_by(row.at.desc(), row.id.desc()).limit(1))
