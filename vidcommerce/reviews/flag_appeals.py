"""A farmer asks for another person to look at what was upheld about a video; one answers.

Nothing changes while nobody has answered: what was upheld stands. Whoever upheld it can't answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.flags import log
from vidcommerce.flags import repository as flags
from vidcommerce.flags.chain import digest_of
from vidcommerce.flags.farmer_words import FARMER_WORDS
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.log import What
from vidcommerce.lists import within
from vidcommerce.publishing import repository as publications
from vidcommerce.reviews import answers, appealed, repository
from vidcommerce.reviews.answers import Answer, FlagUnknown, Said
from vidcommerce.reviews.appealed import APPEALED, FlagAppeal
from vidcommerce.reviews.appeals import AnswerMissing, AppealOver, OwnDecision
from vidcommerce.reviews.policy import LONGEST_WORDS, WordsTooLong
from vidcommerce.reviews.service import DraftUnknown
from vidcommerce.reviews.tables import FlagAnswerRow


@dataclass(frozen=True, slots=True)
class Told:
    """A flag that a farmer is told of, what was said to it last, and the last appeal, if any."""

    flag: Flag
    said: Said
    appeal: FlagAppeal | None

    @property
    def holds(self) -> bool:
        """Tell whether a person says that it is so; else the farmer was right."""
        return self.said.answer is Answer.ACCEPTED

    @property
    def may_appeal(self) -> bool:
        """Tell whether another person may be asked to look."""
        return self.holds and (self.appeal is None or self.appeal.won)

    @property
    def waits(self) -> bool:
        """Tell whether another person was asked and has not answered."""
        return self.holds and self.appeal is not None and self.appeal.answer is None


def told(session: Session, clip_id: str) -> tuple[Told, ...]:
    """Return what a farmer is told of a clip: flags that are upheld, or were until an appeal."""
    said, made = answers.of_clip(session, clip_id), appealed.of_clip(session, clip_id)
    found = [
        Told(flag, said[flag.name()], made.get(flag.name()))
        for flag in flags.of_clips(session, [clip_id])[clip_id]
        if flag.kind in FARMER_WORDS and flag.name() in said
    ]
    return tuple(one for one in found if one.holds or one.appeal is not None)


def appeal(
    session: Session, actor: Actor, clip_id: str, digest: str, words: str, now: int
) -> FlagAnswerRow:
    """Ask for another person to look at a flag of one's own clip; asking twice is asking once.

    Raises DraftUnknown for clips of others, FlagUnknown for what nobody upheld, AppealOver where
    another person has answered already, or WordsTooLong.
    """
    clip = _own(session, actor, clip_id)
    found = {one.flag.name(): one for one in told(session, clip.id)}.get(digest)
    if found is None or not found.holds:
        raise FlagUnknown
    if found.appeal is not None and not found.may_appeal:
        if not found.waits:
            raise AppealOver
        return found.appeal.row
    tidy = " ".join(words.split())
    if len(tidy) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)
    row = FlagAnswerRow(
        id=new_id(), clip_id=clip.id, digest=digest, person_id=actor.person_id,
        answer=APPEALED, words=tidy, at=answers.after(session, clip.id, digest, now),
    )  # fmt: skip
    session.add(row)
    session.flush()
    noted = {"appeal": row.id, "flag": digest, "words_sha256": digest_of(tidy)}
    log.note_clip(session, clip, What.APPEALED, noted, now, actor.person_id)
    return row


def answer(
    session: Session, actor: Actor, clip: ClipRow, digest: str, said: tuple[Answer, str], now: int
) -> Said:
    """Say something to a flag; where its farmer has appealed, that is the answer to it.

    Raises OwnDecision for whoever upheld it or sent the clip, AnswerMissing where it is to stay so
    without a word for the farmer, and what :func:`vidcommerce.reviews.answers.answer` raises.
    """
    open_one = appealed.of_clip(session, clip.id).get(digest)
    if publications.of_clip(session, clip.id) is not None:
        publications.mark(session, clip.station_id, now)  # the page tells what still holds
    if open_one is None or open_one.answer is not None:
        return answers.answer(session, actor, clip, digest, said, now)
    if actor.person_id in open_one.upholders | {clip.farmer_id}:
        raise OwnDecision
    if said[0] is Answer.ACCEPTED and not said[1].strip():
        raise AnswerMissing
    made = answers.answer(session, actor, clip, digest, said, now)
    noted = {
        "appeal": open_one.row.id, "flag": digest,
        "upheld": made.answer is not Answer.ACCEPTED, "words": made.words,
    }  # fmt: skip
    log.note_clip(session, clip, What.APPEAL_ANSWERED, noted, now, actor.person_id)
    return made


def open_ones(session: Session, actor: Actor) -> Sequence[FlagAnswerRow]:
    """Return the appeals about flags that wait at the station of ``actor``, the oldest first."""
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    return [one.row for one in appealed.of_clips(session, mine) if one.answer is None]


def _own(session: Session, actor: Actor, clip_id: str) -> ClipRow:
    clip = repository.clip(session, clip_id, to_change=True)
    if clip is None:
        raise DraftUnknown(clip_id)
    try:
        require(actor, Action.APPEAL, station_id=clip.station_id, owner_id=clip.farmer_id)
    except NotAllowed as error:
        raise DraftUnknown(clip_id) from error
    return clip
