"""Metrics: what is counted in the rows is what happened."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from tests.rows import clip_row, farmer_row, product_row
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipEventRow, ClipRow, JobRow, UploadRow
from vidcommerce.db import new_id
from vidcommerce.jobs import QUEUES, Stage
from vidcommerce.metrics import exposition
from vidcommerce.service import Service

NOW = 1_000_000_000
Key: TypeAlias = tuple[str, frozenset[tuple[str, str]]]


def _read(service: Service) -> dict[Key, float]:
    with service.database.reading() as session:
        text = exposition(session, NOW).decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _key(name: str, **labels: str) -> Key:
    return name, frozenset(labels.items())


def _job(session: Session, clip: ClipRow, stage: Stage, **facts: object) -> None:
    usual = {"priority": 0, "created_at": 1, "due_at": NOW - 1, "sent_at": 0}
    session.add(
        JobRow(id=new_id(), clip_id=clip.id, stage=stage, queue=QUEUES[stage], **usual | facts)
    )
    session.flush()


@pytest.fixture
def busy(anywhere: Service) -> Service:
    """A service in which much happens."""
    with anywhere.database.writing() as session:
        product = product_row(session, farmer_row(session))
        clips = [clip_row(session, product, f"{number:064}") for number in range(4)]
        clips[3].state = State.PUBLISHED
        _job(session, clips[0], Stage.ANALYSE, due_at=NOW - 90_000)
        _job(session, clips[1], Stage.ANALYSE, due_at=NOW - 5_000)
        _job(session, clips[2], Stage.ANALYSE, due_at=NOW + 5_000, failure="FfmpegStalled")
        _job(session, clips[0], Stage.RENDER, lease_by="w", lease_until=NOW + 1, leases_lost=2)
        _job(session, clips[1], Stage.RENDER, aside_at=NOW - 1, failure="FfmpegFailed")
        for seconds in (3, 40):
            ended = {"ended_at": NOW, "outcome": "done", "started_at": NOW - seconds * 1000}
            _job(session, clips[3], Stage.RENDER, leases_lost=1, **ended)
        _job(session, clips[3], Stage.PUBLISH, ended_at=NOW, outcome="moot")
        for event, why in (("refused", "ClipTooShort"), ("refused", "ClipTooShort")):
            session.add(
                ClipEventRow(clip_id=clips[3].id, at=1, event=event, before="a", after="b", why=why)
            )
        for expires, finished in ((NOW + 1, None), (NOW - 1, None), (NOW + 1, NOW)):
            session.add(
                UploadRow(
                    id=new_id(), person_id=product.farmer_id, product_id=product.id, name="c",
                    length=1, created_at=1, expires_at=expires, finished_at=finished,
                )
            )  # fmt: skip
    return anywhere


def test_the_queue_is_counted_by_stage(busy: Service) -> None:
    """What waits, what will, what is under way and what was put aside; and who waits longest."""
    seen = _read(busy)
    jobs = {
        ("analyse", "waiting"): 2, ("analyse", "later"): 1, ("analyse", "running"): 0,
        ("render", "waiting"): 0, ("render", "running"): 1, ("render", "aside"): 1,
        ("publish", "waiting"): 0,
    }  # fmt: skip
    for (stage, state), count in jobs.items():
        assert seen[_key("vidcommerce_jobs", stage=stage, state=state)] == count
    assert seen[_key("vidcommerce_oldest_job_seconds", stage="analyse")] == 90
    assert seen[_key("vidcommerce_oldest_job_seconds", stage="render")] == 0


def test_work_is_a_histogram_by_stage(busy: Service) -> None:
    """Only what ended well counts."""
    seen = _read(busy)
    assert seen[_key("vidcommerce_stage_seconds_count", stage="render")] == 2
    assert seen[_key("vidcommerce_stage_seconds_sum", stage="render")] == 43
    assert seen[_key("vidcommerce_stage_seconds_bucket", stage="render", le="2.0")] == 0
    assert seen[_key("vidcommerce_stage_seconds_bucket", stage="render", le="5.0")] == 1
    assert seen[_key("vidcommerce_stage_seconds_bucket", stage="render", le="60.0")] == 2
    assert seen[_key("vidcommerce_stage_seconds_bucket", stage="render", le="+Inf")] == 2
    assert _key("vidcommerce_stage_seconds_count", stage="publish") not in seen


def test_failures_are_counted_by_reason(busy: Service) -> None:
    """Those of clips and those of ours, and the leases that were lost."""
    seen = _read(busy)
    refused = _key("vidcommerce_failures_total", event="refused", reason="ClipTooShort")
    assert seen[refused] == 2
    later = _key("vidcommerce_failing_jobs", stage="analyse", reason="FfmpegStalled")
    aside = _key("vidcommerce_failing_jobs", stage="render", reason="FfmpegFailed")
    assert (seen[later], seen[aside]) == (1, 1)
    assert seen[_key("vidcommerce_leases_lost_total", stage="render")] == 4
    assert seen[_key("vidcommerce_leases_lost_total", stage="publish")] == 0


def test_uploads_and_clips_are_counted(busy: Service) -> None:
    """An upload that ran out of time or is finished is not open."""
    seen = _read(busy)
    assert seen[_key("vidcommerce_uploads_open")] == 1
    assert seen[_key("vidcommerce_clips", state="received")] == 3
    assert seen[_key("vidcommerce_clips", state=State.PUBLISHED.value)] == 1


def test_an_empty_service_has_metrics_too(anywhere: Service) -> None:
    """Zeroes, so that an alarm has something to look at."""
    seen = _read(anywhere)
    assert seen[_key("vidcommerce_jobs", stage="render", state="waiting")] == 0
    assert seen[_key("vidcommerce_uploads_open")] == 0
