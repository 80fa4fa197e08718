"""A service's secret: made once, for its owner's eyes only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vidcommerce.service import open_service
from vidcommerce.settings import settings


def test_all_processes_get_the_same_secret(tmp_path: Path) -> None:
    """However many start at once, there is one secret, whole, in a file of its owner's."""
    given = settings({"VIDCOMMERCE_DATA": str(tmp_path)})

    def secret(_number: int) -> bytes:
        return open_service(given, lambda _: None).secret

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(secret, range(16)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert list(tmp_path.glob(".*")) == []
