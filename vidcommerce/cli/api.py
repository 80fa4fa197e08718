"""``vidcommerce api``: serves pages and API, alone."""

from __future__ import annotations

import argparse
import os
import sys

from vidcommerce.cli import programs
from vidcommerce.language import Words
from vidcommerce.migrations import require_current_at
from vidcommerce.settings import settings


def run(given: argparse.Namespace, _said: Words) -> int:
    """Become the server. Raises DatabaseNewer or DatabaseBehind."""
    require_current_at(settings().database)
    os.execv(sys.executable, programs.api(given.host, given.port))  # noqa: S606 - none is wanted
