"""What a worker does with a job, and with whatever comes in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tests.media import clips
from tests.rows import arrived
from tests.workers.conftest import ALL, Shop
from vidcommerce import jobs
from vidcommerce.clearing.clips import clear_cancelled
from vidcommerce.clips.history import move
from vidcommerce.clips.states import Event, State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.jobs import Lease, Stage
from vidcommerce.media.render import MaterialMissing
from vidcommerce.progress import Progress
from vidcommerce.progress import Stage as Shown
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.settings import Settings
from workers.app import STAGES
from workers.keeping import Keeper
from workers.work import Crew, Doing, Record, Work, do_next

pytestmark = pytest.mark.slow

_SOON = 30.0


def _nothing(_session: Session, _clip: ClipRow, _now: int) -> None:
    """Record nothing."""


def _crew(doing: Callable[[Work], Record | None], stage: Stage = Stage.ANALYSE) -> Crew:
    """Return a crew that does ``stage`` in another way."""

    def other(work: Work) -> Record:
        return doing(work) or _nothing

    return Crew({**STAGES, stage: other})


@pytest.mark.slow
def test_a_clip_becomes_a_draft_and_then_a_page(shop: Shop) -> None:
    """Each stage asks for the next; one plan, one publication, and nothing is left to do."""
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    (plan,) = shop.plans()
    names = shop.files().keys()
    for name in ("video.mp4", "hls/master.m3u8", "poster.jpg", "plan.json"):
        assert f"{plan.bundle}/{name}" in names
    assert shop.row().analysis in names
    shop.approve()
    shop.work_to_the_end()
    assert shop.stands() is State.PUBLISHED
    assert len(shop.publications()) == 1
    assert [job.outcome for job in shop.jobs()] == ["done"] * 3
    assert not list((shop.service.settings.data / "files").glob(".part-*"))


@pytest.mark.slow
def test_every_stage_run_twice_leaves_what_it_left_once(shop: Shop) -> None:
    """Done, and not recorded, and done again: the same files, rows made once."""

    def twice(doing: Doing) -> Doing:
        def do(work: Work) -> Record:
            doing(work)
            before = shop.files()
            record = doing(work)
            assert shop.files() == before
            return record

        return do

    crew = Crew({stage: twice(doing) for stage, doing in STAGES.items()})
    assert shop.work(crew)
    assert shop.work(crew)
    assert shop.stands() is State.READY
    shop.approve()
    shop.work_to_the_end(crew)
    assert shop.stands() is State.PUBLISHED
    assert shop.row().proxy, "its copy for the studio is made at last"
    assert len(shop.plans()) == len(shop.publications()) == 1


@pytest.mark.slow
def test_a_clip_that_is_run_again_keeps_what_was_done(shop: Shop) -> None:
    """The same draft is the same version, and no file is made anew."""
    shop.work_to_the_end()
    before = shop.files()
    with shop.service.database.writing() as session:
        clip = session.get_one(ClipRow, shop.clip)
        clip.state = State.ASIDE
        job = session.get_one(JobRow, shop.jobs()[-1].id)
        job.ended_at, job.aside_at = None, 1
        jobs.run_again(session, job.id, None, now_ms())
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    assert len(shop.plans()) == 1
    assert shop.files() == before


@pytest.mark.slow
def test_a_person_s_version_is_not_drafted_away(shop: Shop) -> None:
    """A clip that is run again is drawn as a helper left it."""
    assert shop.work()
    (drafted,) = shop.plans()
    with shop.service.database.writing() as session:
        clip = session.get_one(ClipRow, shop.clip)
        row = PlanRow(id=new_id(), clip_id=clip.id, number=2, digest="2" * 64,
                      plan=drafted.plan, created_at=1, made_by=clip.farmer_id)  # fmt: skip
        session.add(row)
        session.flush()
        clip.plan_id, clip.state = row.id, State.RECEIVED
        session.execute(delete(JobRow))
        jobs.ask(session, clip.id, Stage.ANALYSE, 0, now_ms())
    shop.work_to_the_end()
    assert shop.row().plan_id == row.id
    assert [bool(plan.bundle) for plan in shop.plans()] == [False, True]


@pytest.mark.slow
def test_a_correction_while_it_is_drawn_is_drawn_too(shop: Shop) -> None:
    """The old version is kept, and the newest is what becomes ready."""
    shop.analyse()
    (first,) = shop.plans()

    def corrected_meanwhile(work: Work) -> Record:
        record = STAGES[Stage.RENDER](work)
        if len(shop.plans()) == 1:
            with shop.service.database.writing() as session:
                clip = session.get_one(ClipRow, shop.clip)
                row = PlanRow(id=new_id(), clip_id=clip.id, number=2, digest="2" * 64,
                              plan=first.plan, created_at=1, made_by=clip.farmer_id)  # fmt: skip
                session.add(row)
                session.flush()
                clip.plan_id = row.id
                move(session, clip, Event.CORRECTED, person_id=None, now=1)
                jobs.ask(session, clip.id, Stage.RENDER, 0, 1)
        return record

    crew = _crew(corrected_meanwhile, Stage.RENDER)
    assert shop.work(crew)
    assert shop.stands() is State.RENDERING
    assert shop.work(crew)
    assert shop.stands() is State.READY
    assert [bool(plan.bundle) for plan in shop.plans()] == [True, True]


def test_a_clip_that_can_not_be_used_is_refused_in_plain_words(
    shop_with: Callable[[Path], Shop], tmp_path: Path
) -> None:
    """The farmer reads the name of their own file, and nobody tries again."""
    shop = shop_with(clips.short(tmp_path / "short.mp4").path)
    assert shop.work()
    assert shop.stands() is State.REFUSED
    assert shop.row().problem == {
        "error": "ClipTooShort", "facts": {"clip": "clip.mp4", "seconds": 0.5},
    }  # fmt: skip
    assert [job.outcome for job in shop.jobs()] == ["refused"]
    assert not shop.work()


@pytest.mark.slow
def test_what_fails_for_our_reasons_is_tried_again_put_aside_and_run_again(shop: Shop) -> None:
    """With ffmpeg's last lines where an operator finds them; mended, it goes on where it was."""
    shop.analyse()
    broken = shop.with_ffmpeg("/bin/false")
    for _ in range(jobs.TRIES):
        assert shop.stands() is State.RENDERING
        assert broken.work()
        assert not broken.work(), "there is a pause before the next try"
        shop.hurry()
    assert shop.stands() is State.ASIDE
    job = shop.jobs()[-1]
    assert job.aside_at is not None
    assert job.failure == "FfmpegFailed"
    assert f"[{jobs.TRIES}] FfmpegFailed" in job.log
    problem = shop.row().problem
    assert problem is not None
    assert problem["error"] == "FfmpegFailed"
    assert "log" not in problem["facts"]
    with shop.service.database.writing() as session:
        jobs.run_again(session, job.id, None, now_ms())
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    assert len(shop.plans()) == 1


def test_a_bug_is_tried_again_and_its_trace_is_kept(shop: Shop) -> None:
    """Nothing that goes wrong is lost, and no trace of it reaches the farmer."""

    def broken(_work: Work) -> None:
        raise KeyError("a bug")

    assert shop.work(_crew(broken))
    (job,) = shop.jobs()
    assert "KeyError: 'a bug'" in job.log
    assert job.failure == "StageBroken"
    assert job.aside_at is None
    assert job.due_at > now_ms()


def test_what_trying_again_can_not_mend_is_put_aside_at_once(shop: Shop) -> None:
    """A picture that is gone does not come back in half an hour."""

    def gone(_work: Work) -> None:
        raise MaterialMissing("product picture", "0" * 64)

    assert shop.work(_crew(gone))
    (job,) = shop.jobs()
    assert job.aside_at is not None
    assert shop.stands() is State.ASIDE


def test_whoever_lost_the_lease_records_nothing(shop: Shop) -> None:
    """Somebody else has the job by now; what a late worker found is not written."""
    recorded = []

    def slow(_work: Work) -> Record:
        shop.hurry()
        return lambda *_: recorded.append(1)

    assert shop.work(_crew(slow))
    assert recorded == []
    assert [job.ended_at for job in shop.jobs()] == [None]


def _quick(shop: Shop) -> Shop:
    """Return the shop with leases of a second, which are renewed three times a second."""
    return replace(shop, service=replace(shop.service, settings=_brief(shop.service.settings)))


def _brief(settings: Settings) -> Settings:
    return replace(settings, lease=1)


def test_a_lease_is_kept_as_long_as_the_work_goes_on(shop: Shop) -> None:
    """Three times its length, and it is still ours; how far the work is can be seen."""
    quick = _quick(shop)

    def slow(work: Work) -> None:
        work.desk.report(Progress(Shown.ANALYSE, 30, 60))
        time.sleep(3)
        assert (shop.row().stage, shop.row().done) == ("analyse", 500)
        with shop.service.database.writing() as session:
            (job,) = shop.jobs()
            assert job.lease_until > now_ms()
            assert jobs.held(session, work.lease)

    assert quick.work(_crew(slow))
    assert [job.outcome for job in shop.jobs()] == ["done"]
    assert shop.row().stage == ""


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.ANALYSE, Stage.RENDER])
def test_cancelling_in_the_middle_stops_the_work_and_frees_what_it_held(
    shop: Shop, stage: Stage
) -> None:
    """A real ffmpeg is stopped, its scratch is gone, and so is what was drawn before."""
    quick = _quick(shop)
    if stage is Stage.RENDER:
        assert shop.work()
    begun = threading.Event()

    def endless(work: Work) -> None:
        with shop.service.store.scratch() as folder:
            begun.set()
            work.desk.ffmpeg.run(
                ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=600", "-f", "null", "-"],
                job="a test", folder=folder,
            )  # fmt: skip

    worker = threading.Thread(target=quick.work, args=[_crew(endless, stage)])
    worker.start()
    assert begun.wait(_SOON)
    with shop.service.database.writing() as session:
        clip = session.get_one(ClipRow, shop.clip)
        jobs.cancel(session, clip, person_id=None, now=now_ms())
    worker.join(_SOON)
    assert not worker.is_alive()
    assert shop.stands() is State.CANCELLED
    assert [job.outcome for job in shop.jobs()][-1] == "cancelled"
    assert not list((shop.service.settings.data / "files").glob(".part-*"))
    assert clear_cancelled(shop.service, now_ms() + 61_000) == (stage is Stage.RENDER)
    assert not shop.work()


def test_a_worker_that_has_to_leave_hands_its_work_back(shop: Shop) -> None:
    """Untried: the next one has it at once."""
    leaving = threading.Event()

    def interrupted(work: Work) -> None:
        leaving.set()
        work.desk.ffmpeg.run(
            ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=600", "-f", "null", "-"],
            job="a test",
        )

    crew = replace(_crew(interrupted), leaving=leaving.is_set)
    assert shop.work(crew)
    assert not shop.work(crew), "whoever leaves takes nothing up"
    (job,) = shop.jobs()
    assert (job.attempts, job.lease_by, job.ended_at) == (0, None, None)


def test_a_process_that_is_stuck_is_given_up(shop: Shop) -> None:
    """Without any sign of progress, so that its lease can run out."""
    given_up = threading.Event()
    with shop.service.database.writing() as session:
        lease = jobs.claim(session, ALL, "worker", now_ms(), 300)
    assert lease is not None
    keeper = Keeper(
        shop.service.database, lease, 300, threading.Event(), lambda: False, given_up.set, 0.2
    )
    with keeper:
        assert given_up.wait(_SOON)


def test_two_workers_never_do_the_same_job_at_once(shop: Shop, plain: Path) -> None:
    """Twelve jobs, four workers, doubled messages: each job is done once."""
    arrivals = [shop.clip, *(arrived(shop.service, plain) for _ in range(11))]
    begun: list[str] = []
    at_it: set[str] = set()
    clashes: list[str] = []

    def note(work: Work) -> None:
        begun.append(work.lease.clip)
        if work.lease.clip in at_it:
            clashes.append(work.lease.clip)
        at_it.add(work.lease.clip)
        time.sleep(0.01)
        at_it.remove(work.lease.clip)

    def message() -> None:
        for _ in range(8):
            do_next(shop.service, ALL, _crew(note))

    threads = [threading.Thread(target=message) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == sorted(arrivals)
    assert clashes == []


def test_no_more_than_the_lease_says_goes_into_the_row(shop: Shop) -> None:
    """Progress of a worker that lost its lease is not written."""
    with shop.service.database.writing() as session:
        lease = jobs.claim(session, ALL, "worker", now_ms(), 300)
    assert isinstance(lease, Lease)
    with shop.service.database.writing() as session:
        session.execute(update(JobRow).values(lease_by="another"))
    stop = threading.Event()
    keeper = Keeper(shop.service.database, lease, 300, stop, lambda: False)
    with keeper:
        keeper.report(Progress(Shown.ANALYSE, 30, 60))
        assert stop.wait(_SOON)
    assert keeper.lost
    assert shop.row().stage == ""
