"""Looks at a clip: shots, sharpness, shake, exposure, stillness, faces and the main subject.

Raw clips are decoded in a confined child process (:mod:`vidcommerce.media.confined`), which
answers line by line; it ends when it is told to, when it says nothing for a minute, and with us.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from vidcommerce.analysis.attention import steadied
from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.stretches import LONGEST, surprises
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.confined import OUT_OF_MEMORY
from vidcommerce.media.ffmpeg import Stopped
from vidcommerce.media.probe import called
from vidcommerce.media.refusals import ClipUnreadable, Fault

_CHILD: Final = "vidcommerce.analysis.picture_child"
_ROOT: Final = Path(__file__).parents[2]
_KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")

_MEMORY: Final = 3 << 30
_SECONDS: Final = 120
_SLOWEST: Final = 20
"""CPU seconds that a second of the clip may take: 4K HEVC without keyframes on an old machine."""

_LOG: Final = 1 << 20
_STALL: Final = 60.0
_LONGEST_LINE: Final = 1 << 16
_LAST_LINES: Final = 20


@dataclass(eq=False)
class LookingFailed(WorkFailed):
    """The child that looks at a clip failed by our own fault; ``log`` holds its last lines."""

    clip: str
    code: int
    log: str
    sentence = N_("Looking at {clip} failed (code {code}).")


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen: the milliseconds at which shots begin (never 0), and looks in order."""

    shots: tuple[int, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the child's answer: one of the three."""

    look: Look | None = None
    shot: int | None = None
    seen: int | None = None


def look_at(
    path: Path,
    facts: ClipFacts,
    stop: threading.Event,
    progress: Callable[[int], None] | None = None,
) -> Sight:
    """Return what there is to see in the clip; ``progress`` is told the milliseconds seen.

    Raises ClipUnreadable when the clip breaks its decoder, LookingFailed, or Stopped.
    """
    looks: dict[int, Look] = {}
    shots: set[int] = set()
    with path.open("rb", buffering=0) as file:
        for line in _answers(path, file, facts, stop):
            if line.look is not None and line.look.at < facts.duration:
                looks.setdefault(line.look.at, line.look)
            if line.shot is not None and 0 < line.shot < facts.duration:
                shots.add(line.shot)
            if line.seen is not None and progress is not None:
                progress(min(line.seen, facts.duration))
    ordered = tuple(sorted(shots))
    return Sight(ordered, steadied([looks[at] for at in sorted(looks)], ordered))


def _answers(
    path: Path, file: IO[bytes], facts: ClipFacts, stop: threading.Event
) -> Iterator[Line]:
    seconds = _SECONDS + facts.duration * _SLOWEST // 1000
    picture = canonical_json(replace(facts.picture, keyframes=()))
    command = [
        sys.executable, "-P", "-m", _CHILD,
        str(_MEMORY), str(seconds), str(_LOG), picture, str(facts.origin), _spacing(facts),
        ",".join(map(str, surprises(facts.picture.keyframes))),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=log,
            env=_environment(),
            start_new_session=True,  # Ctrl-C reaches us, and we end the child
        )
        watch = _Watch(child, stop)
        try:
            for line in watch.lines():
                yield read_json(Line, line)
        finally:
            watch.end()
        log.seek(0)
        said = b"".join(deque(log, maxlen=_LAST_LINES)).decode("utf-8", "replace").strip()
    _judge(called(path), watch, said)


def _spacing(facts: ClipFacts) -> str:
    """Say whether keyframes are near each other everywhere, "short" or "long"."""
    places = (0, *facts.picture.keyframes, facts.duration)
    gaps = (later - earlier for earlier, later in pairwise(places))
    return "short" if max(gaps) <= LONGEST else "long"


class _Watch:
    """A running child, killed when it falls silent or is no longer wanted."""

    def __init__(self, child: subprocess.Popen[bytes], stop: threading.Event) -> None:
        self._child, self._stop = child, stop
        self._last_sign = time.monotonic()
        self.stalled = False
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    @property
    def stopped(self) -> bool:
        """Tell whether somebody asked for the end."""
        return self._stop.is_set()

    @property
    def code(self) -> int:
        """The child's exit code; negative for the signal that killed it."""
        return self._child.wait()

    def lines(self) -> Iterator[bytes]:
        """Yield what the child says until it ends."""
        if self._child.stdout is None:
            raise ValueError("the child's standard output must be a pipe")
        while line := self._child.stdout.readline(_LONGEST_LINE):
            self._last_sign = time.monotonic()
            yield line

    def end(self) -> None:
        """Leave nothing running."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(0.2)  # its pipe is closed: it is ending by itself, or must be ended
        self._child.kill()
        self._child.wait()
        self._thread.join()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def _watch(self) -> None:
        while self._child.poll() is None:
            self.stalled = time.monotonic() - self._last_sign > _STALL
            if self.stalled or self.stopped:
                self._child.kill()
            time.sleep(0.02)


def _judge(clip: str, watch: _Watch, said: str) -> None:
    """Say what became of the child, when it did not end well."""
    if watch.stopped:
        raise Stopped
    if watch.stalled or watch.code in (OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL):
        raise ClipUnreadable(clip, Fault.GREEDY)
    if watch.code < 0:
        raise ClipUnreadable(clip, Fault.DAMAGED)
    if watch.code != 0:
        raise LookingFailed(clip, watch.code, said)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
