"""Jobs: who gets what, for how long, and what becomes of work that fails or is not wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.rows import clip_row, farmer_row, product_row
from tests.service import Woken
from vidcommerce import jobs
from vidcommerce.clips.states import TRANSITIONS, Event, NotNow, State
from vidcommerce.clips.tables import ClipEventRow, ClipRow, JobRow
from vidcommerce.db import Database, open_database
from vidcommerce.jobs import Failure, Lease, LeaseLost, NotAside, Stage
from vidcommerce.sweeping import send_again, take_back
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow

ALL = tuple(jobs.QUEUES.values())
_LEASE = 60_000
_WHY = Failure("FfmpegFailed", {"code": 1}, "the last lines")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, woken: Woken
) -> Iterator[Database]:
    """An empty database of each kind that we run on."""
    url = f"sqlite:///{tmp_path_factory.mktemp('data')}/jobs.sqlite"
    if request.param == "postgresql":
        url = cast("str", request.getfixturevalue("postgres_url"))
    made = open_database(url, woken)
    all_tables().create_all(made.engine)
    yield made
    made.engine.dispose()


def _clips(database: Database, count: int = 1, state: State = State.RECEIVED) -> list[str]:
    with database.writing() as session:
        product = product_row(session, farmer_row(session))
        return [clip_row(session, product, state=state).id for _ in range(count)]


def _ask(database: Database, clip: str, stage: Stage = Stage.ANALYSE, priority: int = 0,
         now: int = 1000) -> str:  # fmt: skip
    with database.writing() as session:
        return jobs.ask(session, clip, stage, priority, now)


def _claim(database: Database, now: int = 1000, queues: tuple[str, ...] = ALL) -> Lease | None:
    with database.writing() as session:
        return jobs.claim(session, queues, "worker", now, _LEASE)


def _taken(database: Database, now: int = 1000) -> Lease:
    lease = _claim(database, now)
    assert lease is not None
    return lease


def _job(database: Database, job: str) -> JobRow:
    with database.reading() as session:
        return session.get_one(JobRow, job)


def _clip(database: Database, clip: str) -> ClipRow:
    with database.reading() as session:
        return session.get_one(ClipRow, clip)


def _fail(database: Database, lease: Lease, now: int) -> bool:
    with database.writing() as session:
        return jobs.retry(session, *jobs.held(session, lease), _WHY, now)


def test_asking_twice_is_asking_once(database: Database, woken: Woken) -> None:
    """The open job is enough; both times somebody is woken."""
    (clip,) = _clips(database)
    assert _ask(database, clip) == _ask(database, clip)
    assert woken.queues == ["analysis", "analysis"]


def test_the_database_itself_holds_one_open_job(database: Database) -> None:
    """Whoever writes a second one, at the same moment, is refused."""
    (clip,) = _clips(database)
    _ask(database, clip)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(JobRow(id="2" * 32, clip_id=clip, stage="analyse", queue="analysis",
                           created_at=1, due_at=1))  # fmt: skip


def test_the_most_urgent_is_claimed_first(database: Database) -> None:
    """By priority, then by how long it is due; never before it is due, nor of another queue."""
    clips = _clips(database, 4)
    asked = [(2, 10), (1, 30), (1, 20), (0, 5000)]
    for clip, (priority, due) in zip(clips, asked, strict=True):
        _ask(database, clip, priority=priority, now=due)
    assert _claim(database, 1000, ("render",)) is None
    order = [_taken(database, 1000).clip for _ in range(3)]
    assert order == [clips[2], clips[1], clips[0]]
    assert _claim(database, 1000) is None
    assert _taken(database, 5000).clip == clips[3]


def test_one_message_is_enough_for_all_workers(database: Database, woken: Woken) -> None:
    """Whoever claims wakes the next, as long as more is due."""
    for clip in _clips(database, 2):
        _ask(database, clip)
    woken.queues.clear()
    _claim(database)
    assert woken.queues == ["analysis"]
    _claim(database)
    assert woken.queues == ["analysis"]


def test_a_claim_takes_the_clip_up_and_nobody_else_gets_it(database: Database) -> None:
    """The state moves in the same unit of work."""
    (clip,) = _clips(database)
    _ask(database, clip)
    lease = _taken(database)
    assert lease.attempt == 1
    assert _clip(database, clip).state == State.ANALYSING
    assert _claim(database, 10**12) is None


def test_many_workers_never_hold_the_same_job(database: Database) -> None:
    """Each of 40 jobs goes to exactly one of four workers that claim at once."""
    for clip in _clips(database, 40):
        _ask(database, clip)
    taken: list[str] = []

    def work() -> None:
        while (lease := _claim(database)) is not None:
            taken.append(lease.job)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A worker passes over what others look at, so the last jobs may be left to the next message.
    while (lease := _claim(database)) is not None:
        taken.append(lease.job)
    assert len(taken) == 40 == len(set(taken))


def test_work_that_came_too_late_is_over(database: Database) -> None:
    """A job of a clip that has moved on ends without being done."""
    (clip,) = _clips(database, state=State.READY)
    job = _ask(database, clip, Stage.RENDER)
    assert _claim(database) is None
    assert _job(database, job).outcome == "moot"


def test_a_lease_that_ran_out_is_lost(database: Database, woken: Woken) -> None:
    """The sweep takes it back, another worker gets the job, and the first can record nothing."""
    (clip,) = _clips(database)
    _ask(database, clip)
    first = _taken(database, 1000)
    with database.writing() as session:
        assert take_back(session, 1000 + _LEASE - 1) == 0
        jobs.renew(session, first, 2000, _LEASE)
    woken.queues.clear()
    with database.writing() as session:
        assert take_back(session, 1000 + _LEASE) == 0
        assert take_back(session, 2000 + _LEASE) == 1
    assert woken.queues == ["analysis"]
    second = _taken(database, 3000 + _LEASE)
    assert (second.job, second.attempt) == (first.job, 2)
    with database.writing() as session:
        with pytest.raises(LeaseLost):
            jobs.renew(session, first, 3000 + _LEASE, _LEASE)
        with pytest.raises(LeaseLost):
            jobs.held(session, first)
        jobs.renew(session, second, 3000 + _LEASE, _LEASE)
    assert _job(database, first.job).leases_lost == 1


def test_what_fails_is_tried_after_growing_pauses_then_put_aside_and_run_again(
    database: Database,
) -> None:
    """As the table says; the log says how it failed, the clip that it did; then it begins anew."""
    (clip,) = _clips(database)
    job = _ask(database, clip)
    now = 1000
    for number, pause in enumerate(jobs.PAUSES, 1):
        assert _fail(database, _taken(database, now), now)
        assert _claim(database, now + pause - 1) is None
        now += pause
        assert f"[{number}] FfmpegFailed\nthe last lines" in _job(database, job).log
    assert not _fail(database, _taken(database, now), now)
    assert _claim(database, 10**12) is None
    assert _clip(database, clip).state == State.ASIDE
    assert _clip(database, clip).problem == {"error": "FfmpegFailed", "facts": {"code": 1}}
    with database.writing() as session:
        again = jobs.run_again(session, job, None, now)
    with pytest.raises(NotAside), database.writing() as session:
        jobs.run_again(session, job, None, now)
    assert again != job
    assert _clip(database, clip).problem is None
    assert _taken(database, now).job == again


def test_a_clip_that_kills_its_workers_is_put_aside(database: Database) -> None:
    """It can't keep a machine busy for ever."""
    (clip,) = _clips(database)
    job = _ask(database, clip)
    for number in range(jobs.TRIES):
        _taken(database, number * 10**6 + 1000)
        with database.writing() as session:
            take_back(session, (number + 1) * 10**6)
    assert _job(database, job).aside_at is not None
    assert _clip(database, clip).state == State.ASIDE


def test_work_that_is_handed_back_counts_for_nothing(database: Database) -> None:
    """A worker that has to leave gives the job to the next one."""
    (clip,) = _clips(database)
    _ask(database, clip)
    with database.writing() as session:
        lease = jobs.claim(session, ALL, "worker", 1000, _LEASE)
        assert lease is not None
        jobs.hand_back(jobs.held(session, lease)[0], 1000)
    assert _taken(database).attempt == 1


_CANCELLABLE = sorted(before for before, event in TRANSITIONS if event is Event.CANCELLED)


@pytest.mark.parametrize("state", State)
def test_cancelling_frees_what_a_clip_held(state: State, database: Database) -> None:
    """At every stage where it may be cancelled; elsewhere nothing changes."""
    (clip,) = _clips(database, state=state)
    job = _ask(database, clip, Stage.RENDER)
    with database.writing() as session:
        lease = jobs.claim(session, ALL, "worker", 1000, _LEASE)
    if state not in _CANCELLABLE:
        with pytest.raises(NotNow), database.writing() as session:
            jobs.cancel(session, session.get_one(ClipRow, clip), person_id=None, now=2000)
        return
    with database.writing() as session:
        jobs.cancel(session, session.get_one(ClipRow, clip), person_id=None, now=2000)
    assert _job(database, job).ended_at is not None
    assert _claim(database, 10**12) is None
    if lease is not None:
        with pytest.raises(LeaseLost), database.writing() as session:
            jobs.renew(session, lease, 2000, _LEASE)


def test_a_lost_message_is_sent_again(database: Database, woken: Woken) -> None:
    """Once a minute for what nobody took, and at once for what becomes due."""
    (clip,) = _clips(database)
    _ask(database, clip, now=1000)
    woken.queues.clear()

    def swept(now: int) -> int:
        with database.writing() as session:
            return send_again(session, now)

    assert [swept(now) for now in (2000, 61_000, 62_000, 121_000)] == [0, 1, 0, 1]
    assert woken.queues == ["analysis", "analysis"]
    _fail(database, _taken(database, 121_000), 121_000)
    assert [swept(now) for now in (130_999, 131_000)] == [0, 1]


def test_progress_changes_no_version(database: Database) -> None:
    """It is a hint for the eyes, and no reason to refuse a person's edit."""
    (clip,) = _clips(database)
    _ask(database, clip)
    lease = _taken(database)
    before = _clip(database, clip)
    with database.writing() as session:
        jobs.tell(session, lease, "analyse", 500)
    after = _clip(database, clip)
    assert (after.stage, after.done) == ("analyse", 500)
    assert (after.version, after.changed_at) == (before.version, before.changed_at)


_ACTS = st.lists(st.sampled_from(("claim", "fail", "end", "die", "sweep", "wait")), max_size=30)


@given(_ACTS)
def test_whatever_happens_work_is_done_once_or_is_somewhere(acts: list[str]) -> None:
    """After any row of events the job is open, aside or done, and done at most once."""
    database = open_database("sqlite://")
    all_tables().create_all(database.engine)
    (clip,) = _clips(database)
    _ask(database, clip)
    now, held, done = 1000, list[Lease](), 0
    for act in acts:
        now += 1
        if act == "claim" and (lease := _claim(database, now)) is not None:
            held.append(lease)
        elif act == "wait":
            now += 2_000_000
        elif act == "sweep":
            with database.writing() as session:
                take_back(session, now)
        elif act == "die" and held:
            held.pop()
        elif act in {"fail", "end"} and held:
            done += _settled(database, held.pop(0), act, now)
    with database.reading() as session:
        (job,) = session.scalars(select(JobRow)).all()
        moves = session.scalars(select(ClipEventRow.event)).all()
    assert done <= 1
    assert (job.outcome == "done") == bool(done)
    assert moves.count("gave_up") == (job.aside_at is not None)
    assert job.attempts <= jobs.TRIES
    database.engine.dispose()


def _settled(database: Database, lease: Lease, act: str, now: int) -> int:
    """Record the end of a try; returns 1 where it is done."""
    with database.writing() as session:
        try:
            job, clip = jobs.held(session, lease)
        except LeaseLost:
            return 0
        if act == "fail":
            jobs.retry(session, job, clip, _WHY, now)
            return 0
        jobs.end(job, clip, now)
        return 1
