"""Notes what checks see, and says it to people."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository
from vidcommerce.flags.kinds import HELPER_WORDS, Flag
from vidcommerce.flags.metadata import SOURCE, probe_flags
from vidcommerce.language import Words
from vidcommerce.media.clip import ClipFacts


def note_probe(session: Session, clip_id: str, facts: ClipFacts, now: int) -> None:
    """Note what the probe and the file's own tags tell of a clip; may run any number of times.

    The clip's own time of arrival is what a date of filming is compared with, so that a second
    run says the same as the first.
    """
    clip = session.get(ClipRow, clip_id)
    received = now if clip is None else clip.created_at
    repository.replace(session, clip_id, SOURCE, probe_flags(facts, received), now)


def of_clip(session: Session, clip_id: str) -> tuple[Flag, ...]:
    """Return the flags of a clip."""
    return repository.of_clips(session, [clip_id])[clip_id]


def for_helper(flags: Iterable[Flag], speech: Words) -> list[tuple[str, str]]:
    """Return (severity, words) of each flag, in the helper's language."""
    return [
        (flag.severity.value, speech.say(HELPER_WORDS[flag.kind], **flag.evidence))
        for flag in flags
    ]
