"""A service that works on tiny computed clips, without model or network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.media import clips
from tests.rows import arrived
from tests.service import Woken
from vidcommerce import jobs
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.db import now_ms
from vidcommerce.jobs import Stage
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service, open_service
from vidcommerce.settings import Settings, settings
from vidcommerce.sweeping import take_back
from vidcommerce.tables import all_tables
from workers.app import STAGES
from workers.work import Crew, do_next

ALL = tuple(jobs.QUEUES.values())


def small(data: Path) -> Settings:
    """Return settings of a service in a folder that is quick and needs nobody."""
    return settings({
        "VIDCOMMERCE_DATA": str(data), "VIDCOMMERCE_MODEL": "none", "VIDCOMMERCE_WORKERS": "1",
    })  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """A service with one clip in it, and hands to work on it."""

    service: Service
    clip: str

    def work(self, crew: Crew | None = None) -> bool:
        """Do the next job."""
        return do_next(self.service, ALL, crew or Crew(STAGES))

    def analyse(self) -> None:
        """Have the clip analysed and checked, and nothing drawn yet."""
        assert self.work()
        with self.service.database.writing() as session:
            checks = update(JobRow).where(JobRow.stage == jobs.Stage.CHECK)
            session.execute(checks.values(due_at=0))
        assert self.work()

    def work_to_the_end(self, crew: Crew | None = None) -> None:
        """Do all there is, also what a dead worker still holds or what waits after a failure."""
        self.hurry()
        while self.work(crew):
            self.hurry()

    def hurry(self) -> None:
        """Have it that all leases ran out and all pauses are over."""
        with self.service.database.writing() as session:
            take_back(session, 10**15)
            session.execute(update(JobRow).where(*jobs.OPEN).values(due_at=0))

    def row(self) -> ClipRow:
        """Return the clip as it stands."""
        with self.service.database.reading() as session:
            return session.get_one(ClipRow, self.clip)

    def stands(self) -> State:
        """Where the clip stands."""
        return State(self.row().state)

    def jobs(self) -> list[JobRow]:
        """Return the jobs of the clip's way, in the order in which they were asked for."""
        return [job for job in self._all_jobs() if job.stage not in jobs.BESIDE]

    def beside(self, stage: Stage) -> list[JobRow]:
        """Return the jobs of a stage that is done beside its way, likewise."""
        return [job for job in self._all_jobs() if job.stage == stage]

    def _all_jobs(self) -> list[JobRow]:
        with self.service.database.reading() as session:
            return list(session.scalars(select(JobRow).order_by(JobRow.created_at)))

    def plans(self) -> list[PlanRow]:
        """Return the versions of the clip's plan."""
        with self.service.database.reading() as session:
            return list(session.scalars(select(PlanRow).order_by(PlanRow.number)))

    def publications(self) -> list[PublicationRow]:
        """Return what is public."""
        with self.service.database.reading() as session:
            return list(session.scalars(select(PublicationRow)))

    def files(self) -> dict[str, str]:
        """Return the digest of every blob, by name."""
        store = self.service.store
        return {
            name: hashlib.sha256(b"".join(store.read(name, 0, store.size(name)))).hexdigest()
            for name in store.names("")
        }

    def approve(self) -> None:
        """Have the draft approved, as a helper does."""
        with self.service.database.writing() as session:
            clip = session.get_one(ClipRow, self.clip)
            clip.state = State.PUBLISHING
            jobs.ask(session, clip.id, jobs.Stage.PUBLISH, 0, now_ms())

    def with_ffmpeg(self, executable: str) -> Shop:
        """Return the same shop with another ffmpeg."""
        other = replace(self.service.settings, ffmpeg=executable)
        return replace(self, service=replace(self.service, settings=other))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a computed clip with sound."""
    return clips.plain(tmp_path_factory.mktemp("clips") / "plain.mp4").path


@pytest.fixture
def shop_with(tmp_path: Path, woken: Woken) -> Iterator[Callable[[Path], Shop]]:
    """``shop_with(file)``: a service in which that clip has arrived."""
    made = open_service(small(tmp_path / "data"), woken)
    all_tables().create_all(made.database.engine)
    yield lambda file: Shop(made, arrived(made, file))
    made.database.engine.dispose()


@pytest.fixture
def shop(shop_with: Callable[[Path], Shop], plain: Path) -> Shop:
    """A service in which a plain clip has arrived."""
    return shop_with(plain)
