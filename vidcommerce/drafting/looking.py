"""How good a picture is at a moment: what cuts, choices and covers go by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis, Look
from vidcommerce.media.time import Span

_WELL_LIT: Final = 470
"""Mean luma, in thousandths, of a picture that is neither dark nor pale."""


def cells(analysis: ClipAnalysis) -> list[tuple[Span, Look]]:
    """Return each look with the milliseconds for which it stands; together the whole clip.

    A look stands for what is nearer to it than to the looks before and after.
    """
    looks = [look for look in analysis.looks if look.at < analysis.duration]
    middles = [(a.at + b.at) // 2 for a, b in pairwise(looks)]
    edges = [0, *middles, analysis.duration]
    return [(Span(*edge), look) for edge, look in zip(pairwise(edges), looks, strict=False)]


def exposure(look: Look) -> float:
    """Return how well lit a picture is, 0 to 1: of middling luma, nothing blown out or crushed."""
    light = 1 - abs(look.brightness - _WELL_LIT) / (1000 - _WELL_LIT)
    return max(0.0, light) * (1 - look.clipped / 1000)


def quality(look: Look) -> float:
    """Return how good a picture is, 0 to 1.

    Sharpness counts most, then light, then a steady hand; a face is what people look at. The
    weights are a judgement, the order is that of what viewers forgive least.
    """
    steady = 1 - look.shake / 1000
    face = 1.0 if look.faces else 0.0
    return 0.4 * look.sharpness / 1000 + 0.3 * exposure(look) + 0.2 * steady + 0.1 * face


def mean_quality(looks: Iterable[Look]) -> float:
    """Return the mean quality of some looks; 0 of none."""
    values = [quality(look) for look in looks]
    return sum(values) / len(values) if values else 0.0


def within(looks: Sequence[Look], span: Span) -> list[Look]:
    """Return the looks at moments in ``span``; the nearest one where there is none."""
    inside = [look for look in looks if span.start <= look.at < span.stop]
    middle = (span.start + span.stop) // 2
    return inside or sorted(looks, key=lambda look: abs(look.at - middle))[:1]
