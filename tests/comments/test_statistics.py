"""How two agree, in numbers."""

from __future__ import annotations

import pytest

from vidcommerce.comments.statistics import Agreement


@pytest.mark.parametrize(
    ("agreement", "percent", "kappa"),
    [
        (Agreement(20, 5, 10, 15), 70, 0.4),  # the example of en.wikipedia.org/wiki/Cohen's_kappa
        (Agreement(10, 0, 0, 10), 100, 1.0),
        (Agreement(5, 5, 5, 5), 50, 0.0),
    ],
)
def test_kappa_is_how_much_better_than_chance(
    agreement: Agreement, percent: int, kappa: float
) -> None:
    """Known tables give the known numbers."""
    assert agreement.percent == percent
    assert agreement.kappa == pytest.approx(kappa)


def test_what_says_nothing_has_no_kappa() -> None:
    """No comments at all, or all of one kind."""
    assert (Agreement().percent, Agreement().kappa) == (0, None)
    assert Agreement(neither=9).kappa is None
