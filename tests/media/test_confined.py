"""A parser that a hostile file took over can do nothing."""

from __future__ import annotations

import signal
import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest

from vidcommerce.media.confined import OUT_OF_MEMORY, Ended, Limits, ask

pytestmark = pytest.mark.slow

_LIMITS = Limits(memory=1 << 30, seconds=20, answer=1 << 20)


def _do(order: str, limits: Limits = _LIMITS) -> Ended:
    with tempfile.TemporaryFile() as file:
        file.write(order.encode())
        file.seek(0)
        return ask("tests.media.misbehaving", file, limits)


def test_it_opens_no_file(tmp_path: Path) -> None:
    """The kernel refuses every open, also of files that the user may read."""
    (tmp_path / "secret").write_text("the secret")
    assert Path(tmp_path / "secret").read_text() == "the secret"
    assert _do(f"open {tmp_path / 'secret'}").answer == b"Too many open files"


def test_it_reaches_no_network() -> None:
    """The kernel refuses every socket, also to this machine; a listener sees nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        assert _do(f"connect {port}").answer == b"Too many open files"
        with pytest.raises(TimeoutError):
            listener.accept()


def test_it_fills_no_memory() -> None:
    """Eight gigabytes are refused, and the child can still say why it ends."""
    assert _do("grow").code == OUT_OF_MEMORY


def test_it_ends_when_its_time_is_over() -> None:
    """A child that spins is stopped by its CPU limit or by the clock, whichever is first."""
    began = time.monotonic()
    ended = _do("spin", Limits(memory=1 << 30, seconds=1))
    assert ended.late or ended.code == -signal.SIGXCPU
    assert time.monotonic() - began < 10


def test_it_fills_no_disk() -> None:
    """A flood of output ends at the limit, and no more than the limit is read."""
    ended = _do("flood")
    assert ended.code != 0
    assert len(ended.answer) == _LIMITS.answer


def test_its_crash_is_its_own() -> None:
    """A segmentation fault ends the child and is told as a signal."""
    assert _do("crash").code == -signal.SIGSEGV


def test_it_knows_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens in our environment are not in the child's."""
    monkeypatch.setenv("VIDCOMMERCE_TOKEN", "abc")
    assert _do("environment VIDCOMMERCE_TOKEN").answer == b"not there"


def test_ctrl_c_leaves_nothing_running() -> None:
    """An interrupted call takes its child along, and the interrupt goes on its way."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    before = set(children.read_text().split())  # servers and browsers that other tests keep
    timer = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        _do("spin")
    timer.join()
    assert set(children.read_text().split()) <= before


def test_an_unknown_module_says_so() -> None:
    """What Python itself complains of is kept for the log."""
    with tempfile.TemporaryFile() as file:
        ended = ask("vidcommerce.media.nothing", file, _LIMITS)
    assert ended.code == 1
    assert "No module named" in ended.log
