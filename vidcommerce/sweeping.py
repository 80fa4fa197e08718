"""What keeps the service right when messages are lost, workers die and people change their minds.

The sweep looks at the rows, which are the truth, every few seconds. Running it twice, or two of
them at once, does nothing that once would not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from vidcommerce import jobs, queues
from vidcommerce.accounts import service as accounts
from vidcommerce.clearing.clips import clear_cancelled, clear_raw, clear_scratch
from vidcommerce.clearing.drafts import clear_drafts
from vidcommerce.clearing.parts import clear_parts, find_parts
from vidcommerce.clips import uploads
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.comments import keeping, own_lists
from vidcommerce.db import wake
from vidcommerce.errors import WorkFailed
from vidcommerce.flags import catching_up
from vidcommerce.insights.clearing import clear_events
from vidcommerce.jobs import OPEN, TRIES, Failure
from vidcommerce.language import N_
from vidcommerce.logs import logger
from vidcommerce.offers import prices
from vidcommerce.offers.feeds import service as feeds
from vidcommerce.publishing import sweeping as publishing
from vidcommerce.service import Service
from vidcommerce.webhooks.service import deliver_due

_SILENT: Final = "The worker went silent."

_DELIVERED: Final = "delivered"
"""The step that deletes delivered messages; what it finds is no news."""

_log = logger(__name__)


@dataclass(eq=False)
class WorkerLost(WorkFailed):
    """Workers went silent over the same ``stage`` of a clip, again and again."""

    stage: str
    sentence = N_("Working on this clip failed on our side ({stage}), again and again.")


def take_back(session: Session, now: int) -> int:
    """Free the leases that ran out and wake workers for them; returns how many there were.

    A job over which too many workers died is put aside.
    """
    rows = session.execute(
        select(JobRow, ClipRow)
        .join(ClipRow, ClipRow.id == JobRow.clip_id)
        .where(*OPEN, JobRow.lease_by.is_not(None), JobRow.lease_until <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for job, clip in rows:
        failure = Failure(WorkerLost.__name__, {"stage": job.stage}, _SILENT)
        job.leases_lost += 1
        jobs.note(job, failure)
        if job.attempts >= TRIES:
            jobs.put_aside(session, job, clip, failure, now)
        else:
            jobs.free(job)
            job.sent_at = now
            wake(session, job.queue)
    return len(rows)


def send_again(session: Session, now: int, after: int = jobs.RESEND) -> int:
    """Wake workers for what is due and of which no message told in ``after`` milliseconds."""
    rows = session.scalars(
        select(JobRow)
        .where(*OPEN, JobRow.due_at <= now, JobRow.lease_by.is_(None))
        .where(JobRow.sent_at <= now - after)
        .with_for_update(skip_locked=True)
    ).all()
    for job in rows:
        job.sent_at = now
        wake(session, job.queue)
    return len(rows)


def sweep(service: Service, now: int, *, thorough: bool) -> dict[str, int]:
    """Put right what is not, and return how much there was of each kind.

    ``thorough`` also looks for what can wait an hour. A step that fails keeps none of the others.
    """
    steps = {**_OFTEN, **_SELDOM} if thorough else _OFTEN
    done: dict[str, int] = {}
    for name, step in steps.items():
        try:
            done[name] = step(service, now)
        except DBAPIError as away:
            _log.error("sweep step failed", step=name, why=str(away.orig))
        except Exception:  # noqa: BLE001 - the edge: the next sweep tries again
            _log.exception("sweep step failed", step=name)
    found = {name: count for name, count in done.items() if count and name != _DELIVERED}
    if found:
        _log.info("swept", **found)
    return done


def _leases(service: Service, now: int) -> int:
    with service.database.writing() as session:
        return take_back(session, now)


def _messages(service: Service, now: int) -> int:
    with service.database.writing() as session:
        return send_again(session, now)


def _people(service: Service, now: int) -> int:
    with service.database.writing() as session:
        accounts.forget_old(session, now)
    return 0


def _delivered(service: Service, _now: int) -> int:
    return queues.prune(service.settings)


_OFTEN: Final[Mapping[str, Callable[[Service, int], int]]] = {
    "leases": _leases,
    "messages": _messages,
    "uploads": uploads.sweep,
    _DELIVERED: _delivered,
    "webhooks": deliver_due,
    "feeds": feeds.read_due,
    "prices": prices.compare,
    "pages": publishing.rebuild,
    "pages left": publishing.clear_old,
}
_SELDOM: Final[Mapping[str, Callable[[Service, int], int]]] = {
    "cancelled": clear_cancelled,
    "raw": clear_raw,
    "drafts": clear_drafts,
    "parts found": find_parts,
    "parts": clear_parts,
    "scratch": clear_scratch,
    "uploads left": uploads.tidy,
    "people": _people,
    "events": clear_events,
    "comments": keeping.clear_old,
    "words": own_lists.learn,
    "checks": catching_up.check_old,
}
