"""What is looked for in a clip: one table of checks, each from the clip to flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vidcommerce.flags import capture, looks, origin, passage, scenes, screen, stillness
from vidcommerce.flags.examining import Check, Examined
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.provenance import SOURCE as PROVENANCE

CHECKS: Final[Mapping[str, Check]] = {
    PROVENANCE: origin.origin_flags,
    capture.SOURCE: capture.check,
    passage.SOURCE: passage.check,
    scenes.SOURCE: scenes.check,
    screen.SOURCE: screen.check,
    stillness.SOURCE: stillness.check,
    looks.SOURCE: looks.check,
}
"""The checks by the name that their flags have as ``source``."""


def examine(clip: Examined) -> Mapping[str, tuple[Flag, ...]]:
    """Run all checks, and return their flags by the check's name.

    Raises what decoding the clip raises.
    """
    return {name: check(clip) for name, check in CHECKS.items()}
