"""What is measured of a clip's pictures for the checks, in integers; and the child that measures.

Nothing here decides. Raw clips are decoded in a confined child
(docs/decisions/0006-raw-clips-are-read-in-a-confined-child.md).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import with_config

from vidcommerce.documents import STRICT, canonical_json, read_json
from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.confined import OUT_OF_MEMORY
from vidcommerce.media.probe import called
from vidcommerce.media.refusals import ClipUnreadable, Fault
from vidcommerce.media.time import Span

_CHILD: Final = "vidcommerce.flags.glimpse_child"
_ROOT: Final = Path(__file__).parents[2]
_KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_MEMORY: Final = 3 << 30
_SECONDS: Final = 120
_ANSWER: Final = 4 << 20
_LAST: Final = 2000
_CRASHES: Final = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one picture, in thousandths of its pixels and in CIELAB chroma.

    ``leaves`` and ``food`` are the shares of pixels with the hues of leaves and of ripe food,
    ``leaf`` and ``ripe`` the median chroma of each. ``empty`` is the share of bright coloured
    pixels in which one of red, green and blue is nothing at all.
    """

    leaves: int
    leaf: int
    food: int
    ripe: int
    empty: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Glimpse:
    """One full-size picture: when it is shown (ms), and what it is like.

    ``detail`` is how much of the sharpest places is lost by halving the picture once, in
    thousandths of their contrast, -1 where nothing has contrast; ``comb`` how far the strongest
    regular pattern stands above its surroundings in the spectrum, in thousandths of a power of
    ten.
    """

    at: int
    detail: int
    comb: int
    colours: Colours


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Repeat:
    """The pictures of ``first`` come again in the same order from ``again`` (ms) on."""

    first: Span
    again: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Glimpses:
    """All that is measured of a clip's pictures.

    ``frozen`` are spans in which nothing changes at all, ``gliding`` those in which one still
    picture is moved or enlarged at a steady speed. ``watched`` is how many pictures were compared.
    ``boxes`` are the kinds of an MP4's outermost boxes; ``writers`` what its tracks say of who
    wrote them.
    """

    pictures: tuple[Glimpse, ...]
    frozen: tuple[Span, ...]
    gliding: tuple[Span, ...]
    repeats: tuple[Repeat, ...]
    watched: int
    boxes: tuple[str, ...]
    writers: tuple[str, ...]


@dataclass(eq=False)
class MeasuringFailed(WorkFailed):
    """The child that measures a clip's pictures failed by our own fault."""

    clip: str
    code: int
    log: str
    sentence = N_("Measuring the pictures of {clip} failed (code {code}).")


@lru_cache(maxsize=2)
def glimpses(path: Path, facts: ClipFacts) -> Glimpses:
    """Return what is measured of a clip; the last two answers are kept, as several checks ask.

    Raises ClipUnreadable when the clip breaks its decoder, or MeasuringFailed.
    """
    with path.open("rb", buffering=0) as file, tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            _command(facts),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=log,
            env=_environment(),
            start_new_session=True,  # Ctrl-C reaches us, and we end the child
        )
        try:
            answer, _ = child.communicate(timeout=2 * _SECONDS)
        except subprocess.TimeoutExpired as late:
            raise ClipUnreadable(called(path), Fault.GREEDY) from late
        finally:
            child.kill()
            child.wait()
        log.seek(0)
        said = log.read().decode("utf-8", "replace").strip()[-_LAST:]
    _judge(called(path), child.returncode, said)
    return read_json(Glimpses, answer)


def _command(facts: ClipFacts) -> list[str]:
    picture = canonical_json(replace(facts.picture, keyframes=()))
    return [
        sys.executable, "-P", "-m", _CHILD,
        str(_MEMORY), str(_SECONDS), str(_ANSWER),
        picture, str(facts.origin), str(facts.duration),
    ]  # fmt: skip


def _judge(clip: str, code: int, said: str) -> None:
    if code in (OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL):
        raise ClipUnreadable(clip, Fault.GREEDY)
    if -code in _CRASHES:
        raise ClipUnreadable(clip, Fault.DAMAGED)
    if code != 0:
        raise MeasuringFailed(clip, code, said)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
