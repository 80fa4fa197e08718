"""Wakes workers: sends a message to a queue, and nothing else.

A message is only a hint. One that is lost, doubled or late changes nothing: workers claim what
the database says is due, and the sweep sends again. So a broker that is down fails no request.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from celery import Celery
from kombu.exceptions import OperationalError
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url

from vidcommerce.logs import logger
from vidcommerce.settings import Settings

TASK: Final = "vidcommerce.work"
"""The one task: do what is due in a queue, which is its only argument."""

_EMBEDDED: Final = "sqla+sqlite"
_POLL: Final = 0.2
"""Seconds between two looks of a worker into the queue file; a look costs under a millisecond."""

_BUSY: Final = 30
_CONNECT: Final = 2
_ANSWER: Final = 5
_VISIBLE: Final = 12 * 3600
"""Seconds after which Redis gives a message to another worker: above the longest stage. The lease
makes a second delivery harmless all the same (celery#5935)."""

_STALE: Final = 300
"""Seconds after which a message is not worth delivering: the sweep has sent others since."""

_QUIET: Final = 5.0
"""Seconds without trying after a broker did not answer, so that no row of requests waits for it."""

_log = logger(__name__)


def connected(settings: Settings) -> Celery:
    """Return a Celery application that knows the broker; nothing is connected yet."""
    app = Celery("vidcommerce", broker=settings.broker, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry=False,
        broker_connection_timeout=_CONNECT,
        broker_transport_options=_options(settings.broker),
    )
    return app


@dataclass
class Waker:
    """Sends what wakes a worker of a queue; a broker that is away is logged, and forgiven."""

    app: Celery
    quiet_until: float = field(default=0.0)

    def __call__(self, queue: str) -> None:
        """Wake a worker of ``queue``."""
        if time.monotonic() < self.quiet_until:
            return
        try:
            self.app.send_task(TASK, args=[queue], queue=queue, expires=_STALE)
        except OperationalError as away:
            self.quiet_until = time.monotonic() + _QUIET
            _log.warning("broker away; the sweep will find the work", why=str(away))


def waker(settings: Settings) -> Waker:
    """Return what wakes the workers of a service; it connects when it is first used."""
    return Waker(connected(settings))


def prune(settings: Settings) -> int:
    """Delete the messages that were delivered from the embedded queue, which keeps every one.

    Returns how many there were; other brokers have none.
    """
    if not settings.broker.startswith(_EMBEDDED):
        return 0
    engine = create_engine(
        settings.broker.removeprefix("sqla+"),
        poolclass=NullPool,
        connect_args={"timeout": _BUSY},
    )
    if not inspect(engine).has_table("kombu_message"):
        return 0
    with engine.begin() as connection:
        gone = connection.execute(text("DELETE FROM kombu_message WHERE visible = 0"))
        return gone.rowcount


def _options(broker: str) -> dict[str, Any]:
    """Return what the broker's transport needs to be told."""
    if not broker.startswith(_EMBEDDED):
        return {
            "visibility_timeout": _VISIBLE,
            "socket_connect_timeout": _CONNECT,
            "socket_timeout": _ANSWER,
        }
    from kombu.transport.sqlalchemy import Transport  # noqa: PLC0415 - only where it is used

    Transport.polling_interval = _POLL  # as an option it crashes create_engine
    file = make_url(broker.removeprefix("sqla+")).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    # No pool: a connection of SQLite must not be carried over a fork.
    return {"poolclass": NullPool, "connect_args": {"timeout": _BUSY}}
