"""What is told about a finished run, in ``report.json``: what was cut and why, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass

from vidcommerce.media.loudness import Loudness
from vidcommerce.media.time import Span

REPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReportedCut:
    """A stretch of a clip that is not in the video, in milliseconds, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedClip:
    """What became of one clip: milliseconds in, milliseconds kept, and what was left out."""

    name: str
    sha256: str
    duration: int
    kept: int
    problems: tuple[str, ...]
    cuts: tuple[ReportedCut, ...]


@dataclass(frozen=True, slots=True)
class StageTime:
    """How many milliseconds a stage took on the clock."""

    stage: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run. ``remarks`` are sentences in the language of whoever ran it.

    ``milliseconds`` is the length of the video, ``chunks`` how many it consists of and
    ``rendered`` how many of them this run had to make.
    """

    version: int
    plan: str
    milliseconds: int
    chunks: int
    rendered: int
    loudness: Loudness
    clips: tuple[ReportedClip, ...]
    remarks: tuple[str, ...]
    stages: tuple[StageTime, ...]
