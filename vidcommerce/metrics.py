"""What a service's rows say of how it fares, for Prometheus.

All of it is counted in the database when it is asked for, so that every process gives the same
numbers and none is lost with a process. Counters grow as long as rows are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from vidcommerce.clips.states import Event
from vidcommerce.clips.tables import ClipEventRow, ClipRow, JobRow, UploadRow
from vidcommerce.jobs import OPEN, Stage

SECONDS: Final = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
"""The upper ends of the histogram's buckets."""

_STAGES: Final = tuple(stage.value for stage in Stage)
_FAILED: Final = (Event.REFUSED, Event.GAVE_UP)


def exposition(session: Session, now: int) -> bytes:
    """Return all metrics in Prometheus's text format, as they are at ``now``."""
    registry = CollectorRegistry()
    registry.register(_Once(list(metrics(session, now))))
    return generate_latest(registry)


@dataclass(frozen=True, eq=False)
class _Once(Collector):
    """Hands out what was counted."""

    counted: list[Metric]

    def collect(self) -> Iterable[Metric]:
        return self.counted


def metrics(session: Session, now: int) -> Iterator[Metric]:
    """Yield what the rows say at ``now``, in milliseconds since 1970."""
    yield from _queue(session, now)
    yield _work(session)
    yield _failures(session)
    yield _reasons(session)
    yield _leases_lost(session)
    yield _uploads(session, now)
    yield _clips(session)


def _queue(session: Session, now: int) -> Iterator[Metric]:
    """Count the open jobs; those that wait for a later try are not waiting for a worker."""
    held = JobRow.lease_by.is_not(None)
    state = case((held, "running"), (JobRow.due_at > now, "later"), else_="waiting")
    query = select(JobRow.stage, state, func.count(), func.min(JobRow.due_at)).where(*OPEN)
    depth = GaugeMetricFamily(
        "vidcommerce_jobs", "Open jobs by stage and state.", labels=["stage", "state"]
    )
    oldest = GaugeMetricFamily(
        "vidcommerce_oldest_job_seconds", "How long the oldest waiting job has been due.",
        labels=["stage"],
    )  # fmt: skip
    found = {(row[0], row[1]): row for row in session.execute(query.group_by(JobRow.stage, state))}
    for stage in _STAGES:
        for name in ("waiting", "later", "running"):
            depth.add_metric([stage, name], found[stage, name][2] if (stage, name) in found else 0)
        waits = now - found[stage, "waiting"][3] if (stage, "waiting") in found else 0
        oldest.add_metric([stage], waits / 1000)
    aside = select(JobRow.stage, func.count()).where(
        JobRow.aside_at.is_not(None), JobRow.ended_at.is_(None)
    )
    counted = _by_stage(session, aside)
    for stage in _STAGES:
        depth.add_metric([stage, "aside"], counted.get(stage, 0))
    yield depth
    yield oldest


def _work(session: Session) -> Metric:
    """Count how long the last tries of finished jobs took."""
    took = JobRow.ended_at - JobRow.started_at
    within = [func.sum(case((took <= end * 1000, 1), else_=0)) for end in SECONDS]
    query = select(JobRow.stage, func.count(), func.sum(took), *within).where(
        JobRow.outcome == "done", JobRow.started_at.is_not(None)
    )
    family = HistogramMetricFamily(
        "vidcommerce_stage_seconds", "Seconds of work on a stage that ended well.", labels=["stage"]
    )
    for stage, count, total, *below in session.execute(query.group_by(JobRow.stage)):
        buckets = [(str(float(end)), int(n)) for end, n in zip(SECONDS, below, strict=True)]
        family.add_metric([stage], [*buckets, ("+Inf", count)], float(total) / 1000)
    return family


def _failures(session: Session) -> Metric:
    """Count the clips that were refused or put aside, by why."""
    query = select(ClipEventRow.event, ClipEventRow.why, func.count()).where(
        ClipEventRow.event.in_(_FAILED)
    )
    family = CounterMetricFamily(
        "vidcommerce_failures", "Clips refused, or put aside for our reasons, by error.",
        labels=["event", "reason"],
    )  # fmt: skip
    grouped = query.group_by(ClipEventRow.event, ClipEventRow.why)
    for event, why, count in session.execute(grouped):
        family.add_metric([event, why], count)
    return family


def _reasons(session: Session) -> Metric:
    """Count open jobs that failed and will be tried again or wait for an operator, by why."""
    query = select(JobRow.stage, JobRow.failure, func.count()).where(
        JobRow.ended_at.is_(None), JobRow.failure != ""
    )
    family = GaugeMetricFamily(
        "vidcommerce_failing_jobs", "Jobs that are not done and whose last try failed, by error.",
        labels=["stage", "reason"],
    )  # fmt: skip
    for stage, failure, count in session.execute(query.group_by(JobRow.stage, JobRow.failure)):
        family.add_metric([stage, failure], count)
    return family


def _leases_lost(session: Session) -> Metric:
    family = CounterMetricFamily(
        "vidcommerce_leases_lost", "Leases that ran out because a worker went silent.",
        labels=["stage"],
    )  # fmt: skip
    counted = _by_stage(session, select(JobRow.stage, func.sum(JobRow.leases_lost)))
    for stage in _STAGES:
        family.add_metric([stage], counted.get(stage, 0))
    return family


def _uploads(session: Session, now: int) -> Metric:
    on_their_way: tuple[ColumnElement[bool], ...] = (
        UploadRow.finished_at.is_(None),
        UploadRow.expires_at > now,
    )
    count = session.scalar(select(func.count()).where(*on_their_way)) or 0
    return GaugeMetricFamily("vidcommerce_uploads_open", "Uploads on their way.", value=count)


def _clips(session: Session) -> Metric:
    family = GaugeMetricFamily("vidcommerce_clips", "Clips by state.", labels=["state"])
    query = select(ClipRow.state, func.count()).group_by(ClipRow.state)
    for state, count in session.execute(query):
        family.add_metric([state], count)
    return family


def _by_stage(session: Session, query: Select[str, int]) -> dict[str, int]:
    return {stage: int(count) for stage, count in session.execute(query.group_by(JobRow.stage))}
