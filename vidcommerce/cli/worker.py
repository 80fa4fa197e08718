"""``vidcommerce worker``: works on queues, alone."""

from __future__ import annotations

import argparse
import os
import sys

from vidcommerce.cli import programs
from vidcommerce.language import Words
from vidcommerce.migrations import require_current_at
from vidcommerce.settings import settings


def run(given: argparse.Namespace, _said: Words) -> int:
    """Become the worker. Raises DatabaseNewer or DatabaseBehind."""
    require_current_at(settings().database)
    for name, value in programs.ONE_THREAD.items():
        os.environ.setdefault(name, value)
    os.execv(sys.executable, programs.worker(given.queues, given.at_once))  # noqa: S606 - none is wanted
