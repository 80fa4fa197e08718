"""A large upload needs little memory, and a slow disk holds up nobody else."""

from __future__ import annotations

import fcntl
import re
import threading
from pathlib import Path

import pytest

from tests.uploads.conftest import clip_bytes, look
from tests.uploads.server import Heard, server_of
from tests.uploads.wire import world

pytestmark = pytest.mark.slow

_MEGABYTE = 1 << 20


def _most_memory(pid: int) -> int:
    """Return the most bytes that a process ever had in memory."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def test_memory_does_not_grow_with_the_clip(tmp_path: Path) -> None:
    """100 MB in one PATCH, sent as fast as it goes, need less than 40 MB more than 5 MB did."""
    here = world(tmp_path)
    server = server_of(tmp_path, here.headers)
    small, large = clip_bytes(5 * _MEGABYTE, 1), clip_bytes(100 * _MEGABYTE, 2)
    paths = [here.begin(len(data)) for data in (small, large)]
    with server.running() as pid:
        assert server.patch(paths[0], 0, small).status == 204
        before = _most_memory(pid)
        assert server.patch(paths[1], 0, large).status == 204
        assert _most_memory(pid) - before < 40 * _MEGABYTE
    assert sorted(clip.bytes for clip in look(here.service).clips) == [len(small), len(large)]


def test_a_slow_disk_holds_up_nobody_else(tmp_path: Path) -> None:
    """While one upload waits for its file, the server answers others, and other uploads go on."""
    here = world(tmp_path)
    server = server_of(tmp_path, here.headers)
    data = clip_bytes(100_000)
    stuck, free = here.begin(len(data)), here.begin(len(data))
    lock = tmp_path / "files" / ".incoming" / f"{stuck.rpartition('/')[2]}.lock"
    lock.parent.mkdir(parents=True)
    heard: list[Heard] = []
    with server.running():
        with lock.open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            waiting = threading.Thread(target=lambda: heard.append(server.patch(stuck, 0, data)))
            waiting.start()
            for _ in range(5):
                assert server.ask("GET", "/healthz").status == 200
            assert server.patch(free, 0, data).status == 204
            assert heard == []
        waiting.join()
    assert [each.status for each in heard] == [204]
    look(here.service).one(data)
