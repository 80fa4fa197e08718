"""The checks of pictures, on computed clips of which is known what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from tests.flags import pictured
from tests.flags.pictured import filmed, gliding, held, looped, orchard, refilmed, shown, still
from vidcommerce.analysis.seeing import Picture
from vidcommerce.flags import looks, screen, stillness
from vidcommerce.flags.glimpses import Glimpses, glimpses
from vidcommerce.flags.kinds import Flag, Kind
from vidcommerce.media.probe import probe

Seeing: TypeAlias = Callable[[str, Callable[[int], Picture], float], tuple[Flag, ...]]


@pytest.fixture
def seen(tmp_path: Path) -> Seeing:
    """Return the flags of a computed clip that so many seconds show."""

    def see(name: str, moment: Callable[[int], Picture], seconds: float) -> tuple[Flag, ...]:
        path = pictured.clip(tmp_path / f"{name}.mp4", moment, seconds)
        facts = probe(path)
        return _flags(glimpses(path, facts), facts.duration)

    return see


def _flags(seen: Glimpses, duration: int) -> tuple[Flag, ...]:
    return (
        *stillness.still(seen, duration),
        *stillness.looped(seen),
        *screen.filmed_screen(seen),
        *looks.boosted(seen),
        *looks.enlarged(seen),
    )


def _kinds(flags: tuple[Flag, ...]) -> set[Kind]:
    return {flag.kind for flag in flags}


@pytest.mark.slow
def test_a_clip_from_a_hand_has_nothing(seen: Seeing) -> None:
    """Neither drift nor tremor nor noise is taken for anything."""
    assert seen("filmed", filmed(), 5) == ()


@pytest.mark.slow
def test_a_show_of_stills_is_told_from_a_clip(seen: Seeing) -> None:
    """With fades between; and one that is made of a single photograph that is enlarged steadily."""
    photographs = [still(number) for number in (1, 2, 3)]
    (show,) = seen("stills", shown(photographs, 2.5), 7.5)
    assert show.kind is Kind.STILLS
    assert show.evidence["count"] == 3
    (glide,) = seen("glide", gliding(photographs[0], 0.002, 0.3), 4)
    assert glide.kind is Kind.STILLS


@pytest.mark.slow
def test_a_frozen_picture_is_found_where_it_is(seen: Seeing) -> None:
    """From frame 30 to 75 at 15 a second: 2 s to 5 s."""
    (flag,) = seen("held", held(filmed(), 30, 75), 7)
    assert flag.kind is Kind.FROZEN
    assert flag.span is not None
    assert abs(flag.span.start - 2000) < 100
    assert abs(flag.span.stop - 5000) < 100


@pytest.mark.slow
def test_a_loop_is_found_with_both_places(seen: Seeing) -> None:
    """37 frames again and again: what is shown at the start comes again 2.47 s later."""
    (flag,) = seen("loop", looped(filmed(), 37), 8)
    assert flag.kind is Kind.LOOPED
    first, second = flag.evidence["first"], flag.evidence["second"]
    assert abs((second - first) % (37000 / 15)) < 100


@pytest.mark.slow
def test_a_filmed_screen_has_a_comb(seen: Seeing) -> None:
    """A hand films a screen whose points are a little wider than the camera's."""
    screened = refilmed(still(1), 1.05, 2, (960, 540))

    def moment(number: int) -> Picture:
        return np.roll(screened, (number % 3, number), (0, 1))

    assert Kind.SCREEN_FILMED in _kinds(seen("screen", moment, 1.5))


@pytest.mark.slow
@pytest.mark.parametrize(("times", "flagged"), [(1.0, False), (2.0, True), (3.0, True)])
def test_an_enlarged_picture_is_found(seen: Seeing, times: float, *, flagged: bool) -> None:
    """A picture at its own size, and parts of it enlarged."""
    moment = pictured.enlarged(filmed(noise=1), times)
    assert (Kind.ENLARGED in _kinds(seen("enlarged", moment, 3))) is flagged


@pytest.mark.slow
@pytest.mark.parametrize(("strength", "flagged"), [(1.0, False), (2.0, True)])
def test_boosted_colours_are_found(seen: Seeing, strength: float, *, flagged: bool) -> None:
    """Oranges among leaves as a camera gives them, and with colours twice as strong."""
    orange = orchard(strength)

    def moment(number: int) -> Picture:
        return np.roll(orange, number, 1)

    assert (Kind.COLOURS_BOOSTED in _kinds(seen("orchard", moment, 2))) is flagged


@pytest.mark.slow
@pytest.mark.real
def test_what_moves_in_real_clips_is_not_taken_for_a_trick(shared: Path) -> None:
    """A macro of a flower is colourful and sharp, a walk moves."""
    for name in ("mdn_flower.mp4", "gopro_max-heromode.mp4"):
        path = shared / "media" / name
        facts = probe(path)
        assert _flags(glimpses(path, facts), facts.duration) == ()


@pytest.mark.slow
@pytest.mark.real
def test_a_clip_that_would_take_minutes_is_not_decoded(shared: Path) -> None:
    """Six minutes of 4K at 60 a second in one megabyte: only its keyframes are looked at."""
    path = shared / "hostile" / "axm_long_4k_av1.mp4"
    facts = probe(path)
    assert glimpses(path, facts).watched < facts.picture.frames // 10
