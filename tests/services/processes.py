"""Real servers as children of the tests: started on free ports, stopped whatever happens."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

START_SECONDS = 60
_STOP_SECONDS = 10


def program(name: str, package: str, folders: Sequence[Path] = ()) -> str:
    """Return where a server's program is; skips, or fails in CI, where it is not installed."""
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have {name}")
        pytest.skip(f"this machine has no {name}; on Debian: sudo apt install {package}")
    return found


def free_ports(count: int) -> list[int]:
    """Return different ports of this machine that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def server_folder(user: str | None = None) -> Iterator[Path]:
    """Give a folder for a server's files that its user can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="vidcommerce-service-") as name:
        if user is not None:
            account = pwd.getpwnam(user)
            os.chown(name, account.pw_uid, account.pw_gid)
        yield Path(name)


def _setpriv() -> str:
    """Return the program that starts another as somebody else, to die with its parent."""
    return program("setpriv", "util-linux")


def as_user(user: str | None) -> list[str]:
    """Return the words before a command that make it run as ``user``."""
    if user is None:
        return []
    return [_setpriv(), f"--reuid={user}", f"--regid={user}", "--clear-groups"]


@contextlib.contextmanager
def launched(
    command: Sequence[str], log: Path, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server and stop it at the end; it also dies with a test run that is killed."""
    wrapped = [*(as_user(user) or [_setpriv()]), "--pdeathsig=KILL", *command]
    with log.open("wb") as output:
        child = subprocess.Popen(wrapped, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield child
    finally:
        _stop(child)


def wait_for(child: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]) -> None:
    """Wait until a server that was launched is ready."""
    until = time.monotonic() + START_SECONDS
    while not ready():
        if child.poll() is not None or time.monotonic() > until:
            last = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            pytest.fail(f"a server did not start: {child.args!r}\n{last}")
        time.sleep(0.05)


@contextlib.contextmanager
def running(
    command: Sequence[str], log: Path, ready: Callable[[], bool], user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the ``with``, from when it is ready."""
    with launched(command, log, user) as child:
        wait_for(child, log, ready)
        yield child


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
