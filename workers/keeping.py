"""Keeps a lease in a thread while the work goes on, and notices when it has to end."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from sqlalchemy.exc import DBAPIError

from vidcommerce import jobs
from vidcommerce.db import Database, now_ms
from vidcommerce.jobs import Lease, LeaseLost
from vidcommerce.logs import logger
from vidcommerce.progress import Notice, Progress

_TICK: Final = 1.0
"""Seconds from one renewal to the next: how soon a cancelled clip is noticed, and how often
progress is written."""

_PATIENCE: Final = 15 * 60.0
"""Seconds without any sign of progress after which a worker counts as stuck. All that runs in
children is watched more closely; this is for our own process."""

_PARTS: Final = 1000
_STUCK: Final = 70
"""The exit code of a process that got stuck (EX_SOFTWARE)."""

_log = logger(__name__)


@dataclass
class Keeper:
    """Renews a lease for ``length`` milliseconds at a time, and writes how far the work is.

    Sets ``stop`` when the lease is ``lost``, or when ``leaving`` says that the worker has to go
    (then it has ``left``). A worker that is stuck gives no sign; its process is ended by
    ``give_up``, and the lease runs out.
    """

    database: Database
    lease: Lease
    length: int
    stop: threading.Event
    leaving: Callable[[], bool]
    give_up: Callable[[], None] = field(default=lambda: os._exit(_STUCK))
    patience: float = _PATIENCE
    lost: bool = field(default=False, init=False)
    left: bool = field(default=False, init=False)
    notices: list[Notice] = field(default_factory=list, init=False)
    _now: Progress | None = field(default=None, init=False)
    _written: Progress | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make what the two threads share."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)
        self._sign = time.monotonic()
        self._until = now_ms() + self.length

    def __enter__(self) -> Self:
        """Begin to keep."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep no longer; the lease is as it was at the last renewal."""
        self._over.set()
        self._thread.join()

    def report(self, event: Progress | Notice) -> None:
        """Take down how far the work is; written at the next renewal."""
        self._sign = time.monotonic()
        if isinstance(event, Notice):
            self.notices.append(event)
        else:
            self._now = event

    def _keep(self) -> None:
        while not self._over.wait(min(_TICK, self.length / 3000)):
            if self.leaving():
                self.left = True
            self.lost = self.lost or not self._renewed()
            if self.lost or self.left:
                self.stop.set()
            if time.monotonic() - self._sign > self.patience:
                _log.error("stuck", job_id=self.lease.job, clip_id=self.lease.clip)
                self.give_up()

    def _renewed(self) -> bool:
        """Renew once; while the database is away, what we had holds until it runs out."""
        now, progress = now_ms(), self._now
        try:
            with self.database.writing() as session:
                if progress is not None and progress != self._written:
                    done = _PARTS * progress.done // max(1, progress.total)
                    jobs.tell(session, self.lease, progress.stage.value, done)
                jobs.renew(session, self.lease, now, self.length)  # or nothing was told
        except LeaseLost:
            return False
        except DBAPIError as away:
            _log.warning("lease not renewed", job_id=self.lease.job, why=str(away))
            return now < self._until
        self._written, self._until = progress, now + self.length
        return True
