"""``vidcommerce sweep``: puts right what lost messages and dead workers left, again and again."""

from __future__ import annotations

import argparse
import signal
import threading

from vidcommerce import logs
from vidcommerce.cli import exits
from vidcommerce.db import now_ms
from vidcommerce.language import Words
from vidcommerce.migrations import require_current_at
from vidcommerce.queues import waker
from vidcommerce.service import open_service
from vidcommerce.settings import settings
from vidcommerce.sweeping import sweep

_PAUSE = 5.0
_HOUR = 3600_000


def run(given: argparse.Namespace, _said: Words) -> int:
    """Sweep once, or every few seconds until somebody ends it.

    Raises DatabaseNewer or DatabaseBehind.
    """
    logs.set_up()
    here = settings()
    require_current_at(here.database)
    service = open_service(here, waker(here))
    if given.once:
        sweep(service, now_ms(), thorough=True)
        return exits.OK
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    thorough = 0
    while not over.is_set():
        now = now_ms()
        sweep(service, now, thorough=now >= thorough)
        thorough = now + _HOUR if now >= thorough else thorough
        over.wait(_PAUSE)
    return exits.OK
