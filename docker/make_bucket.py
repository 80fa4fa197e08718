# ruff: noqa: INP001 - a script, no part of a package
"""Makes the bucket that the setting for files names, where it is not there yet."""

from __future__ import annotations

from pathlib import Path

from botocore.exceptions import ClientError

from vidcommerce.service import open_store
from vidcommerce.settings import settings
from vidcommerce.storage_s3 import S3Store

_OURS = ("BucketAlreadyOwnedByYou", "BucketAlreadyExists")


def main() -> None:
    """Make the bucket; one that is there is fine where we may use it. Raises StoreFailed."""
    here = settings()
    store = open_store(here.files, Path(here.data))
    if isinstance(store, S3Store):
        try:
            store.client.create_bucket(Bucket=store.bucket)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _OURS:
                raise
    store.check()


if __name__ == "__main__":
    main()
