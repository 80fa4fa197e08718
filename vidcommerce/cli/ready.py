"""``vidcommerce ready``: whether database, files and queue can be reached, for who watches."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from vidcommerce.cli import exits
from vidcommerce.errors import WorkFailed
from vidcommerce.health import CHECKS, NEEDED, UNREACHABLE
from vidcommerce.language import N_, Words
from vidcommerce.queues import waker
from vidcommerce.service import open_service
from vidcommerce.settings import settings


@dataclass(eq=False)
class NotReady(WorkFailed):
    """What the service can't work without is not there."""

    missing: str
    sentence = N_("The service can't work, it can't reach: {missing}")


def run(_given: argparse.Namespace, _said: Words) -> int:
    """Look at each, and say how it is. Raises NotReady."""
    here = settings()
    service = open_service(here, waker(here))
    missing = []
    for name, check in CHECKS.items():
        try:
            check(service)
            print(f"✓ {name}")
        except UNREACHABLE as error:
            print(f"✗ {name}: {error}")
            missing.append(name)
    if set(missing) & set(NEEDED):
        raise NotReady(", ".join(missing))
    return exits.OK
