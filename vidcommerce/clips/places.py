"""Which place for incoming bytes goes with which store."""

from __future__ import annotations

from vidcommerce.clips.incoming import Incoming
from vidcommerce.clips.incoming_folder import FolderIncoming
from vidcommerce.storage import BlobStore, FolderStore


def open_incoming(store: BlobStore) -> Incoming:
    """Return the place for incoming bytes that belongs to ``store``."""
    if isinstance(store, FolderStore):
        return FolderIncoming(store.folder / ".incoming", store)
    # boto3 takes long to load: only those wait who use it.
    from vidcommerce.clips.incoming_s3 import S3Incoming  # noqa: PLC0415
    from vidcommerce.storage_s3 import S3Store  # noqa: PLC0415

    if isinstance(store, S3Store):
        return S3Incoming(store)
    raise TypeError(store)
