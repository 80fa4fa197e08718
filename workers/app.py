"""The Celery application: one thin task, which does the most urgent job of a queue."""

from __future__ import annotations

import logging
import os
import select
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from celery import Celery, signals

from vidcommerce import logs
from vidcommerce.jobs import Stage
from vidcommerce.queues import TASK, connected, waker
from vidcommerce.service import Service, open_service
from vidcommerce.settings import Settings
from workers.analyse import analyse
from workers.check import check
from workers.proxy import proxy
from workers.publish import publish
from workers.render import render
from workers.work import Crew, Doing, do_next

STAGES: Final[Mapping[Stage, Doing]] = {
    Stage.ANALYSE: analyse,
    Stage.RENDER: render,
    Stage.PUBLISH: publish,
    Stage.PROXY: proxy,
    Stage.CHECK: check,
}
"""What a worker does for each stage."""


class Bell:
    """Tells the processes of a worker that it has to leave: a pipe that they all inherit."""

    def __init__(self) -> None:
        """Hang the bell up."""
        self._ear, self._hand = os.pipe()

    def ring(self, **_: object) -> None:
        """Say that it is time to leave."""
        os.write(self._hand, b"!")

    def rung(self) -> bool:
        """Tell whether it is time; what was rung stays in the pipe, for all to hear."""
        return bool(select.select([self._ear], [], [], 0)[0])


def _set_up_logs(**_: object) -> None:
    """Have our own way of logging, in place of Celery's."""
    logs.set_up()
    logging.getLogger("celery").setLevel(logging.WARNING)  # what was done, we say ourselves


def make_app(settings: Settings) -> Celery:
    """Return the application of a worker. No database is opened before a process forked.

    A message is acknowledged when its job is over; were it lost, the sweep would send another.
    """
    app = connected(settings)
    app.conf.update(
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
    )
    bell = Bell()
    signals.worker_shutting_down.connect(bell.ring, weak=False)
    signals.setup_logging.connect(_set_up_logs, weak=False)
    crew = Crew(STAGES, bell.rung)

    @cache
    def opened() -> Service:
        return open_service(settings, waker(settings))

    def work(queue: str) -> None:
        """Do what is most urgent in a queue."""
        do_next(opened(), (queue,), crew)

    register: Any = app.task(name=TASK)
    register(work)
    return app
