"""``vidcommerce worker``: works on queues, alone."""

from __future__ import annotations

import argparse
import os
import sys

from vidcommerce.cli import programs
from vidcommerce.language import Words


def run(given: argparse.Namespace, _said: Words) -> int:
    """Become the worker."""
    os.execv(sys.executable, programs.worker(given.queues, given.at_once))  # noqa: S606 - none is wanted
