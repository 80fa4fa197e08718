"""Which beds there are, in the order of the catalogue."""

from __future__ import annotations

from assets.music.compose.beds import (
    bamboo_hills,
    bright_market,
    gentle_piano,
    harvest_dance,
    lantern_fair,
    night_orchard,
    warm_morning,
)
from assets.music.compose.score import Score


def scores() -> tuple[Score, ...]:
    """Write every bed."""
    return (
        warm_morning.score(),
        bright_market.score(),
        gentle_piano.score(),
        bamboo_hills.score(),
        harvest_dance.score(),
        night_orchard.score(),
        lantern_fair.score(),
    )
