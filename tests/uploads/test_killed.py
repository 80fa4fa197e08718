"""A real server that is killed in the middle of a PATCH, and senders that vanish."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.uploads.conftest import clip_bytes, look
from tests.uploads.server import Server, server_of
from tests.uploads.wire import world
from vidcommerce.clips import holds

pytestmark = pytest.mark.slow

_MEGABYTE = 1 << 20


def _offset(server: Server, path: str) -> int:
    return int(server.ask("HEAD", path).headers["upload-offset"])


def _patience(server: Server, path: str, body: bytes) -> int:
    """Go on as a phone does: ask where it is, send from there, again while it is held."""
    for _ in range(60):
        offset = _offset(server, path)
        answer = server.patch(path, offset, body[offset:])
        if answer.status not in {409, 423}:
            return answer.status
        time.sleep(0.5)
    return answer.status


def test_killed_in_the_middle_and_started_again(tmp_path: Path) -> None:
    """SIGKILL while bytes arrive, twice: what was promised stands, and the clip is whole, once."""
    chance = random.Random(1)  # noqa: S311 - test data
    here = world(tmp_path)
    data = clip_bytes(24 * _MEGABYTE + 12_345)
    path = here.begin(len(data))
    server = server_of(tmp_path, here.headers)
    promised = 0
    for _ in range(2):
        with server.running() as pid:
            deadline = time.monotonic() + 30
            line = None
            while line is None and time.monotonic() < deadline:
                offset = _offset(server, path)
                assert offset >= promised
                many = chance.randrange(5 * _MEGABYTE, 9 * _MEGABYTE)
                stop = min(offset + many, len(data) - _MEGABYTE)  # several tries don't finish it
                line = server.send_part(path, offset, len(data) - offset, data[offset:stop])
                time.sleep(chance.random() / 2)
                if here.offset(path) == offset:  # held by who was killed before; try again
                    line.close()
                    line = None
                    time.sleep(0.5)
            promised = here.offset(path)
            os.kill(pid, signal.SIGKILL)
            assert line is not None
            line.close()
    assert 0 < promised < len(data)
    with server.running():
        assert _offset(server, path) >= promised
        assert _patience(server, path, data) == 204
    look(here.service).one(data)


def test_a_sender_that_hangs_up_leaves_what_came(tmp_path: Path) -> None:
    """A closed line: every byte that arrived counts, and the next sender need not wait."""
    here = world(tmp_path)
    data = clip_bytes(3 * _MEGABYTE)
    path = here.begin(len(data))
    server = server_of(tmp_path, here.headers)
    with server.running():
        server.send_part(path, 0, len(data), data[: 2 * _MEGABYTE]).close()
        deadline = time.monotonic() + holds.LEASE / 1000
        while _offset(server, path) < 2 * _MEGABYTE and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.patch(path, 2 * _MEGABYTE, data[2 * _MEGABYTE :]).status == 204
    look(here.service).one(data)


def test_a_line_that_is_dead_but_open(tmp_path: Path) -> None:
    """A phone whose network changed goes on though its old line looks alive; others are served."""
    here = world(tmp_path)
    data = clip_bytes(2 * _MEGABYTE)
    path = here.begin(len(data))
    server = server_of(tmp_path, here.headers)
    with (
        server.running(),
        contextlib.closing(server.send_part(path, 0, len(data), data[:_MEGABYTE])),
    ):
        while look(here.service).uploads[0].lease_by is None:
            time.sleep(0.05)
        assert server.patch(path, 0, data).status in {409, 423}
        assert server.ask("GET", "/healthz").status == 200
        assert _patience(server, path, data) == 204
    look(here.service).one(data)


def test_a_server_that_is_stopped_lets_go(tmp_path: Path) -> None:
    """A stop in the middle of a PATCH keeps what came, and the next server need not wait."""
    here = world(tmp_path)
    data = clip_bytes(6 * _MEGABYTE)
    path = here.begin(len(data))
    server = server_of(tmp_path, here.headers)
    with server.running():
        line = server.send_part(path, 0, len(data), data[: 5 * _MEGABYTE])
        while not here.offset(path):
            time.sleep(0.05)
    line.close()
    assert look(here.service).uploads[0].lease_by is None
    with server.running():
        offset = _offset(server, path)
        assert 0 < offset <= 5 * _MEGABYTE
        assert server.patch(path, offset, data[offset:]).status == 204
    look(here.service).one(data)
