"""What the model sees in a text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.model.features import features


@given(st.text(max_size=60))
def test_any_text_has_sorted_features(text: str) -> None:
    """Every text, also an empty one, has features, each once and in order."""
    found = features(text)
    assert len(found) > 0
    assert bool(np.all(found[1:] > found[:-1]))


def test_features_are_the_same_everywhere() -> None:
    """A trained file holds features of another process: what they are must not move."""
    found = features("新鲜 apples 12")
    assert len(found) == 61
    assert int(found[:3].sum(dtype=np.uint64)) == 536_144_997


def test_numbers_look_alike_and_order_counts() -> None:
    """Digits are one sign, however large the number; words the other way round are other words."""
    assert np.array_equal(features("order 138"), features("order 207"))
    assert not np.array_equal(features("not bad"), features("bad not"))
