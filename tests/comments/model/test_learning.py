"""How weights are found."""

from __future__ import annotations

import numpy as np
import pytest

from vidcommerce.comments.model.features import features
from vidcommerce.comments.model.learning import minimum, ratios, regress, tabled


def test_the_lowest_point_is_found() -> None:
    """The minimum of a stretched bowl is where its gradient is nought."""
    stretch, middle = np.array([1.0, 10.0, 200.0]), np.array([3.0, -1.0, 0.5])

    def bowl(at: np.ndarray) -> tuple[float, np.ndarray]:
        return float((stretch * (at - middle) ** 2).sum()), 2 * stretch * (at - middle)

    assert minimum(bowl, np.zeros(3)) == pytest.approx(middle, abs=1e-3)


def test_a_table_keeps_what_several_rows_have() -> None:
    """A feature of one row only is left out; each row has the column that every row has."""
    rows = [np.array(row, np.uint32) for row in ([5, 9], [5], [7])]
    keys, table = tabled(rows, least=2)
    assert keys.tolist() == [0, 5]
    assert table.times(np.array([1.0, 10.0])).tolist() == [11.0, 11.0, 1.0]
    assert table.spread(np.array([1.0, 2.0, 4.0])).tolist() == [7.0, 3.0]


def test_ratios_tell_the_sides_apart() -> None:
    """What stands on both sides alike says nothing; what stands on one side tells it."""
    rows = [np.array(row, np.uint32) for row in ([1, 3], [2, 3])]
    _, table = tabled(rows, least=1)
    _, yes, no, both = ratios(table, np.array([1.0, 0.0]), np.ones(2))
    assert yes > 0 > no
    assert both == pytest.approx(0)


def test_what_was_learned_is_said_of_new_texts() -> None:
    """From a few insults and praises, the model tells others apart that share their words."""
    texts = ["你这个垃圾人", "真是垃圾人", "滚垃圾", "苹果很甜", "橙子很甜", "真的很甜"]
    keys, table = tabled([features(text) for text in texts], least=1)
    meant = np.array([1.0, 1, 1, 0, 0, 0])
    ratio = ratios(table, meant, np.ones(6))
    weights = regress(table, ratio, meant, np.ones(6), looseness=1.0)
    for text, insult in (("他是垃圾", True), ("梨子很甜", False)):
        known = np.isin(keys, features(text))
        assert bool(weights[0] + weights[known].sum() > 0) is insult


def test_heavier_examples_win() -> None:
    """Of two examples that say the opposite of a text, the one that counts more is believed."""
    rows = [features("很好")] * 2
    _, table = tabled(rows, least=1)
    meant, ones = np.array([1.0, 0.0]), np.ones(table.width)
    assert regress(table, ones, meant, np.array([5.0, 1.0])).sum() > 0
    assert regress(table, ones, meant, np.array([1.0, 5.0])).sum() < 0
