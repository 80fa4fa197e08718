"""Lets untrusted bytes be parsed in a child process that can harm nobody.

The child gets one thing: the open file, as its standard input. Before it reads the first byte it
gives up what it does not need, for good: it can open no file and no socket any more (there is no
descriptor left to hold one), its memory, time and output are bounded, and when it crashes, hangs
or grows, only the child ends. Limits are the kernel's (``setrlimit``), so they hold whatever the
parser does.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_ROOT: Final = Path(__file__).parents[2]
_KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the child needs of the environment; secrets stay outside."""

OUT_OF_MEMORY: Final = 7
"""The exit code of a child that reached its memory limit and could still say so."""

_LAST_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: bytes of address space, seconds of CPU and wall, bytes of answer."""

    memory: int
    seconds: int
    answer: int = 16 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (negative: the signal that killed it), what it said.

    ``late`` means that it was killed because its time was over.
    """

    code: int
    answer: bytes
    log: str
    late: bool


def ask(
    module: str,
    file: IO[bytes],
    limits: Limits,
    words: Sequence[str] = (),
    files: Sequence[int] = (),
) -> Ended:
    """Run ``python -m module`` on ``file`` and return how it ended; it never outlives the call.

    The module must call :func:`give_up_everything` before it touches the file. ``words`` are what
    it finds after its limits in ``sys.argv``, ``files`` the descriptors that it gets besides.
    """
    with _scratch() as answer, _scratch() as log:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(limits.memory), str(limits.seconds),
             str(limits.answer), *words],
            stdin=file,
            pass_fds=files,
            stdout=answer,
            stderr=log,
            env=_environment(),
            start_new_session=True,  # Ctrl-C reaches us, and we end the child
        )  # fmt: skip
        late = False
        try:
            child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            late = True
        finally:
            child.kill()
            code = child.wait()
        answer.seek(0)
        log.seek(0)
        lines = b"".join(deque(log, maxlen=_LAST_LINES)).decode("utf-8", "replace")
        return Ended(code, answer.read(limits.answer), lines.strip(), late)


def give_up_everything() -> None:
    """In the child: take the limits from the command line, and no way back.

    All that will be imported must have been imported before.
    """
    memory, seconds, answer = (int(word) for word in sys.argv[1:4])
    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,  # input, output and log are open; nothing else ever will be
    }
    for limit, bound in bounds.items():
        with contextlib.suppress(ValueError):  # macOS knows RLIMIT_AS but refuses to set it
            resource.setrlimit(limit, (bound, bound))


def _scratch() -> IO[bytes]:
    """Return an empty file in memory where the system can, so that a full disk matters not."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("vidcommerce"), "w+b")
    return tempfile.TemporaryFile()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
