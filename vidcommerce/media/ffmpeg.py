"""Runs ffmpeg, the one effect of this package: confined, watched, and stopped when asked.

Every run has limits on time, memory, output and the size of a decoded frame, may read local
files of known containers only, and is killed when it makes no progress.
"""

from __future__ import annotations

import contextlib
import resource
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Final

from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed
from vidcommerce.language import N_

MAX_PIXELS: Final = 4096 * 2304
"""Largest frame that is decoded: what phones record as 4K, rounded up to whole macroblocks."""

CONTAINERS: Final = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts")
"""Containers that phones and messengers write. No playlist, no image sequence, no concat script."""

INPUT_GUARD: Final = (
    "-protocol_whitelist", "file",
    "-format_whitelist", ",".join(CONTAINERS),
    "-max_pixels", str(MAX_PIXELS),
)  # fmt: skip
"""Options before a raw clip's ``-i``: no network, no other file, no picture that fills memory."""

_LAST_LINES = 20
_GLANCE = 0.02
"""Seconds between two looks at a running child."""


@dataclass(eq=False)
class FfmpegFailed(WorkFailed):
    """ffmpeg ended with an error; ``log`` holds its last lines, for the log and not for people."""

    job: str
    code: int
    log: str
    sentence = N_("ffmpeg failed while {job} (code {code}).")


@dataclass(eq=False)
class FfmpegStalled(WorkFailed):
    """ffmpeg made no progress for ``seconds`` and was killed."""

    job: str
    seconds: int
    sentence = N_("ffmpeg made no progress for {seconds} s while {job} and was stopped.")


@dataclass(eq=False)
class FfmpegMissing(WorkFailed):
    """There is no ffmpeg where the settings say."""

    executable: str
    sentence = N_("There is no ffmpeg at {executable}. Run: vidcommerce doctor")


@dataclass(eq=False)
class DiskFull(InputRejected):
    """The disk has no room left; what was finished is kept and the next run goes on from it."""

    folder: str
    sentence = N_("The disk that holds {folder} is full. Make room and run the same command again.")


@dataclass(eq=False)
class Stopped(VidcommerceError):
    """Somebody asked for the work to stop; what was finished is kept."""

    sentence = N_("Stopped. Run the same command again to go on from here.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one ffmpeg run may use: seconds without progress, CPU seconds, bytes.

    x264 at 1080x1920 needs 2.0 GB of address space and three rungs from a 4K HEVC clip about
    twice that, hence 6 GB.
    """

    stall: int = 60
    cpu: int = 3600
    memory: int = 6 << 30
    output: int = 4 << 30


@dataclass(frozen=True)
class Ffmpeg:
    """An ffmpeg executable with its limits; ``stop`` ends whatever it runs.

    ``outer`` are the events of those on whose behalf it runs, which end it too.
    """

    executable: str
    limits: Limits = field(default_factory=Limits)
    stop: threading.Event = field(default_factory=threading.Event)
    outer: tuple[threading.Event, ...] = ()

    def scoped(self) -> Ffmpeg:
        """Return the same ffmpeg with a ``stop`` of its own, which ends nothing else."""
        return replace(self, stop=threading.Event(), outer=(self.stop, *self.outer))

    def stopping(self) -> bool:
        """Tell whether anybody asked for the work to stop."""
        return self.stop.is_set() or any(event.is_set() for event in self.outer)

    def run(
        self,
        arguments: Sequence[str],
        *,
        job: str,
        folder: Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> str:
        """Run to the end in ``folder`` and return the last lines that ffmpeg logged.

        ``job`` says in English what is being done, for errors ("rendering a chunk"). ``progress``
        is called with the number of output frames done so far.

        Raises FfmpegFailed, FfmpegStalled, FfmpegMissing, DiskFull or Stopped.
        """
        command = [*self._command("-progress", "pipe:1", "-stats_period", "0.25"), *arguments]
        with self._process(command, job, folder) as process:
            _follow(process, progress)
            process.finish(folder)
            return process.tail()

    def read(
        self, arguments: Sequence[str], *, job: str, folder: Path | None = None
    ) -> Iterator[bytes]:
        """Yield what ffmpeg writes to its standard output (``pipe:1``), as it comes.

        Blocks are up to 1 MiB. Raises as :meth:`run` does, after the last block.
        """
        with self._process([*self._command(), *arguments], job, folder) as process:
            while block := process.stdout.read(1 << 20):
                process.alive()
                yield block
            process.finish(folder)

    def _command(self, *options: str) -> list[str]:
        return [self.executable, "-hide_banner", "-nostdin", "-nostats", "-y", *options]

    @contextlib.contextmanager
    def _process(self, command: list[str], job: str, folder: Path | None) -> Iterator[_Process]:
        with tempfile.TemporaryFile() as log:
            try:
                child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=folder,
                    start_new_session=True,  # Ctrl-C reaches us, and we decide what ends
                )
            except OSError as error:
                raise FfmpegMissing(self.executable) from error
            _confine(child.pid, self.limits)
            process = _Process(child, log, job, self)
            watch = threading.Thread(target=process.watch, daemon=True)
            watch.start()
            try:
                yield process
            finally:
                process.end()
                watch.join()


def _confine(pid: int, limits: Limits) -> None:
    """Set the child's limits from outside; Linux only, elsewhere the watch alone guards."""
    if not hasattr(resource, "prlimit"):
        return
    with contextlib.suppress(ProcessLookupError):  # it may have ended already
        resource.prlimit(pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.prlimit(pid, resource.RLIMIT_CPU, (limits.cpu, limits.cpu))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.output, limits.output))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _follow(process: _Process, progress: Callable[[int], None] | None) -> None:
    """Read ffmpeg's key=value progress until it closes the pipe."""
    seen = ""
    for line in process.stdout:
        key, _, value = line.decode("ascii", "replace").strip().partition("=")
        if key in ("frame", "out_time_us") and value != seen:
            seen = value
            process.alive()
        if key == "frame" and value.isdigit() and progress is not None:
            progress(int(value))


class _Process:
    """One running ffmpeg and the thread that watches it."""

    def __init__(
        self, child: subprocess.Popen[bytes], log: IO[bytes], job: str, owner: Ffmpeg
    ) -> None:
        if child.stdout is None:
            raise ValueError("the child's standard output must be a pipe")
        self.stdout = child.stdout
        self._child, self._log, self._job, self._owner = child, log, job, owner
        self._last_sign = time.monotonic()
        self._stalled = False

    def alive(self) -> None:
        self._last_sign = time.monotonic()

    def watch(self) -> None:
        """Kill the child when it stalls or the owner is asked to stop."""
        while self._child.poll() is None:
            if time.monotonic() - self._last_sign > self._owner.limits.stall:
                self._stalled = True
            if self._stalled or self._owner.stopping():
                self._child.kill()
            time.sleep(_GLANCE)

    def tail(self) -> str:
        """Return the last lines of the log."""
        self._log.seek(0)
        lines = deque(self._log, maxlen=_LAST_LINES)
        return b"".join(lines).decode("utf-8", "replace").strip()

    def finish(self, folder: Path | None) -> None:
        """Wait for the end and raise what went wrong."""
        code = self._child.wait()
        if self._owner.stopping():
            raise Stopped
        if self._stalled:
            raise FfmpegStalled(self._job, self._owner.limits.stall)
        if code == 0:
            return
        log = self.tail()
        if "No space left on device" in log:
            raise DiskFull(str(folder or Path.cwd()))
        raise FfmpegFailed(self._job, code, log)

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        if self._child.poll() is None:
            self._child.kill()
        self.stdout.close()
        self._child.wait()
