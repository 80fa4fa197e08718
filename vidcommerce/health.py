"""Whether what the service stands on can be reached. Each check returns soon, or raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kombu.exceptions import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from vidcommerce.errors import VidcommerceError
from vidcommerce.migrations import require_current
from vidcommerce.queues import connected
from vidcommerce.service import Service

_CONNECT_SECONDS: Final = 2

UNREACHABLE: Final = (VidcommerceError, SQLAlchemyError, OperationalError, OSError)
"""What a check raises where something is wrong."""

NEEDED: Final = ("database", "files")
"""What nothing works without. While the queue is away, the sweep and the workers' own looks find
the work, later."""


def check_database(service: Service) -> None:
    """Ask the database for its version of our tables."""
    with service.database.reading() as session:
        require_current(session)


def check_files(service: Service) -> None:
    """Have the store say that it is there."""
    service.store.check()


def check_queue(service: Service) -> None:
    """Connect to the broker, and leave."""
    with connected(service.settings).connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=_CONNECT_SECONDS)


CHECKS: Final[Mapping[str, Callable[[Service], None]]] = {
    "database": check_database,
    "files": check_files,
    "queue": check_queue,
}
"""By the name that people are told."""
