"""A service as one thing: its settings, its database, its files. Opened once by every edge."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from vidcommerce.db import Database, open_database
from vidcommerce.flags.rules import Policies
from vidcommerce.settings import Settings
from vidcommerce.storage import BlobStore, FolderStore, StoreUnknown

_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Service:
    """What the API, the workers and the commands share.

    ``secret`` signs what leaves the service and must come back unchanged.
    """

    settings: Settings
    database: Database
    store: BlobStore
    secret: bytes

    @property
    def policies(self) -> Policies:
        """Which flags need whom, at all stations."""
        return Policies(self.settings.flag_policy, self.settings.phone_region)


def open_service(settings: Settings, waker: Callable[[str], None]) -> Service:
    """Return the service that ``settings`` describe; ``waker`` wakes the workers of a queue."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return Service(
        settings=settings,
        database=open_database(settings.database, waker),
        store=open_store(settings.files, settings.data / "fetched"),
        secret=settings.secret.encode() or _secret(settings.data / "secret"),
    )


def open_store(url: str, cache: Path) -> BlobStore:
    """Return the store at ``url``: ``file:///folder``, or ``s3://bucket/prefix?options``.

    Blobs that come over a network are kept for a while in the folder ``cache``. Raises
    StoreUnknown.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        # boto3 takes long to load: only those wait who use it.
        from vidcommerce.storage_s3 import open_s3  # noqa: PLC0415

        return open_s3(url, cache)
    raise StoreUnknown(url)


def _secret(file: Path) -> bytes:
    """Return the service's secret, made at its first start; whoever is second takes the first's."""
    if not file.exists():
        beside = file.with_name(f".{secrets.token_hex(8)}.part")
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as new:
            new.write(secrets.token_bytes(_SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(beside, file)  # whole or not at all, and never over another's
        beside.unlink()
    return file.read_bytes()
