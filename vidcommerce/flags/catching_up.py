"""Has clips checked that were drafted before there were checks."""

from __future__ import annotations

from typing import Final

from sqlalchemy import exists, select

from vidcommerce import jobs
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.service import Service

AT_ONCE: Final = 60
"""Clips in an hour: some minutes of one core, so that new clips hardly wait."""

_PRIORITY: Final = 10
"""After whatever somebody waits for."""

_DRAFTED: Final = (State.READY, State.PUBLISHED)


def check_old(service: Service, now: int) -> int:
    """Ask for the checks of some clips that were never asked for; how many they are.

    The newest first: those are looked at by helpers. One whose checks failed is not asked again.
    """
    asked_before = exists().where(JobRow.clip_id == ClipRow.id, JobRow.stage == jobs.Stage.CHECK)
    wanted = (
        select(ClipRow.id, ClipRow.sha256)
        .where(ClipRow.state.in_(_DRAFTED), ClipRow.checked_at.is_(None))
        .where(ClipRow.plan_id.is_not(None), ~asked_before)
        .order_by(ClipRow.created_at.desc(), ClipRow.id)
        .limit(AT_ONCE)
    )
    with service.database.reading() as session:
        found = session.execute(wanted).all()
    there = [clip for clip, sha256 in found if service.store.has(f"clips/{sha256}")]
    for clip in there:
        with service.database.writing() as session:
            jobs.ask(session, clip, jobs.Stage.CHECK, _PRIORITY, now)
    return len(there)
