"""The sweep: what it clears away, and that nothing keeps it from the rest."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.rows import clip_row, farmer_row, product_row
from tests.service import Woken
from vidcommerce import jobs, logs
from vidcommerce.clearing.clips import clear_cancelled, clear_raw, clear_scratch
from vidcommerce.cli import main
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow, UploadRow
from vidcommerce.db import new_id, open_database
from vidcommerce.flags import catching_up
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import FolderStore
from vidcommerce.sweeping import sweep
from vidcommerce.tables import all_tables

_DAY = 24 * 3600_000


def _drawn(service: Service, state: State) -> str:
    """Add a clip with a draft that was drawn; returns its id."""
    with service.database.writing() as session:
        clip = clip_row(session, product_row(session, farmer_row(session)), state=state)
        bundle = f"drafts/{clip.id}/{'d' * 64}"
        plan = PlanRow(id=new_id(), clip_id=clip.id, number=1, digest="d" * 64, plan="{}",
                       created_at=1, bundle=bundle)  # fmt: skip
        session.add(plan)
        session.flush()
        clip.plan_id = plan.id
    with service.store.scratch() as folder:
        for name in ("video.mp4", "hls/master.m3u8"):
            (folder / "file").write_text(name)
            service.store.put(f"{bundle}/{name}", folder / "file")
    return clip.id


def test_what_was_drawn_of_a_cancelled_clip_is_deleted(service: Service) -> None:
    """Once, after a minute; the drafts of others stay."""
    cancelled, other = _drawn(service, State.CANCELLED), _drawn(service, State.READY)
    assert clear_cancelled(service, 1000) == 0
    assert clear_cancelled(service, 61_000) == 1
    assert clear_cancelled(service, 61_000) == 0
    assert list(service.store.names(f"drafts/{cancelled}/")) == []
    assert len(list(service.store.names(f"drafts/{other}/"))) == 2


@pytest.mark.parametrize(
    ("others", "sending", "hours", "gone"),
    [
        (State.CANCELLED, False, 25, True),
        (State.CANCELLED, False, 23, False),
        (State.READY, False, 25, False),
        (State.CANCELLED, True, 25, False),
    ],
)
def test_a_raw_clip_goes_when_nobody_wants_it(
    *, others: State, sending: bool, hours: int, gone: bool, service: Service
) -> None:
    """A day after the last of those who sent it took it back; not while it is sent again."""
    with service.store.scratch() as folder:
        (folder / "file").write_text("bytes")
        service.store.put(f"clips/{'c' * 64}", folder / "file")
    with service.database.writing() as session:
        product = product_row(session, farmer_row(session))
        for state in (State.CANCELLED, others):
            clip_row(session, product, state=state)
        if sending:
            session.add(UploadRow(id=new_id(), person_id=product.farmer_id, product_id=product.id,
                                  name="clip.mp4", length=5, offset=5, sha256="c" * 64,
                                  created_at=1, expires_at=1))  # fmt: skip
    assert clear_raw(service, hours * 3600_000) == gone
    assert service.store.has(f"clips/{'c' * 64}") != gone
    assert clear_raw(service, hours * 3600_000) == 0


@pytest.mark.slow
def test_every_step_runs_on_postgresql(service: Service, woken: Woken, postgres_url: str) -> None:
    """Also those that lock tables there."""
    database = open_database(postgres_url, woken)
    all_tables().create_all(database.engine)
    distributed = replace(service, database=database)
    cancelled = _drawn(distributed, State.CANCELLED)
    with service.store.scratch() as folder:
        (folder / "file").write_text("bytes")
        service.store.put(f"clips/{'c' * 64}", folder / "file")
    done = sweep(distributed, 2 * _DAY, thorough=True)
    assert done.keys() >= {"leases", "messages", "uploads", "webhooks", "people"}
    assert (done["cancelled"], done["raw"]) == (1, 1)
    assert list(service.store.names(f"drafts/{cancelled}/")) == []
    database.engine.dispose()


def test_scratch_of_killed_processes_is_deleted_after_a_day(service: Service) -> None:
    """Not that of somebody who still works."""
    assert isinstance(service.store, FolderStore)
    with service.store.scratch() as working:
        old, recent = service.store.folder / ".part-old", service.store.folder / ".part-recent"
        for folder in (old, recent):
            folder.mkdir()
            (folder / "file").write_text("x")
            os.utime(folder / "file", (1000, 1000))
            os.utime(folder, (1000, 1000))
        (recent / "file").touch()
        now = int(working.stat().st_mtime * 1000) + 1000
        assert clear_scratch(service, now) == 1
        assert not old.exists()
        assert recent.exists()
        assert working.exists()
        assert clear_scratch(service, now + 2 * _DAY) == 2


def test_a_step_that_fails_keeps_none_of_the_others(service: Service, woken: Woken) -> None:
    """The queue's file is broken, and lost messages are sent again all the same."""
    queue = service.settings.data / "queue.sqlite"
    queue.write_text("this is no database, and long enough to be read as one" * 20)
    with service.database.writing() as session:
        clip: ClipRow = clip_row(session, product_row(session, farmer_row(session)))
        jobs.ask(session, clip.id, jobs.Stage.ANALYSE, 0, 1000)
    woken.queues.clear()
    done = sweep(service, 100_000, thorough=True)
    assert "delivered" not in done
    assert done["messages"] == 1
    assert woken.queues == ["analysis"]


def test_sweeping_twice_does_nothing_that_once_did_not(service: Service, woken: Woken) -> None:
    """An empty service, and one that was swept, are left as they are."""
    assert not any(sweep(service, 100_000, thorough=True).values())
    assert not any(sweep(service, 100_000, thorough=True).values())
    assert woken.queues == []


def test_the_command_sweeps_once_and_ends(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As a timer of the system may run it."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(logs, "set_up", lambda: None)  # pytest's own logging stays
    cancelled = _drawn(service, State.CANCELLED)
    assert main(["sweep", "--once"]) == 0
    assert list(service.store.names(f"drafts/{cancelled}/")) == []


def test_clips_from_before_there_were_checks_are_checked_once(service: Service) -> None:
    """What was checked, asked for, cancelled, not drafted or lost its file is not."""
    digests = {state: f"{number:064d}" for number, state in enumerate(State)}
    ids: dict[State, str] = {}
    with service.database.writing() as session:
        product = product_row(session, farmer_row(session))
        for state in (State.READY, State.PUBLISHED, State.CANCELLED, State.RECEIVED):
            clip = clip_row(session, product, digests[state], state)
            ids[state] = clip.id
            _plan(session, clip)
        checked = clip_row(session, product, "c" * 64, State.READY)
        _plan(session, checked)
        checked.checked_at = 1
        _plan(session, clip_row(session, product, "e" * 64, State.READY))  # its file is not there
    with service.store.scratch() as folder:
        for digest in (*digests.values(), "c" * 64):
            (folder / "raw").write_text(digest)
            service.store.put(f"clips/{digest}", folder / "raw")
    assert catching_up.check_old(service, 1000) == 2
    assert catching_up.check_old(service, 2000) == 0
    with service.database.reading() as session:
        asked = session.scalars(select(JobRow.clip_id).where(JobRow.stage == jobs.Stage.CHECK))
        assert set(asked) == {ids[State.READY], ids[State.PUBLISHED]}


def _plan(session: Session, clip: ClipRow) -> None:
    plan = PlanRow(id=new_id(), clip_id=clip.id, number=1, digest="d" * 64, plan="{}", created_at=1)
    session.add(plan)
    session.flush()
    clip.plan_id = plan.id
