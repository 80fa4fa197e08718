"""What a check is: it gets a clip with all that may be known of it, and returns flags.

A check states evidence and decides nothing (:mod:`vidcommerce.flags.policy` does). Checks that
compare a clip with what else the service knows are the worker's (``workers/check.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.flags.kinds import Flag
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import Ffmpeg


@dataclass(frozen=True, slots=True)
class Village:
    """Where a village lies, in millionths of a degree."""

    latitude: int
    longitude: int


@dataclass(frozen=True, slots=True)
class Declared:
    """What people said of a clip before anybody looked: None and "" where they said nothing.

    ``harvest`` is the first and the last day; ``ai`` what the sender said of made pictures.
    """

    harvest: tuple[date, date] | None = None
    village: Village | None = None
    ai: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """A raw clip, and all that a check may know of it.

    ``received`` is when it came (ms since 1970 UTC). ``analysis`` is None where nobody listened
    and looked yet. ``trusted`` is a PEM file of the signers whose word on a file's origin counts.
    """

    path: Path
    facts: ClipFacts
    received: int
    ffmpeg: Ffmpeg
    declared: Declared = Declared()
    analysis: ClipAnalysis | None = None
    trusted: Path | None = None


Check: TypeAlias = Callable[[Examined], tuple[Flag, ...]]
"""Looks into a clip; the table of all of them is in :mod:`vidcommerce.flags.checks`."""
