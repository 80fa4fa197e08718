"""The evasion suite: tricks done to listed words are caught, and look-alikes are let through."""

from __future__ import annotations

import pytest

from benchmarks.evasion import measure

_TRICKS: dict[str, float] = {}


@pytest.mark.parametrize("part", ["dev", "held"])
def test_tricks_are_seen_through(part: str) -> None:
    """At least 40 tricks and 95 % caught of all, and no trick that works more often than not."""
    found = measure(part, show=False)
    assert found["tricks"] >= 40
    assert found["caught"] >= 0.98
    assert {name: share for name, share in found["by_trick"].items() if share < 0.5} == {}


@pytest.mark.parametrize(
    "part", ["dev", "held", "fresh", "reader1", "reader2", "reader3", "reader4", "reader5"]
)
def test_look_alikes_are_let_through(part: str) -> None:
    """Of place names, prices, lots, harsh criticism and the like at most 1 % waits for a person."""
    assert measure_innocent(part) <= 0.01


@pytest.mark.parametrize("part", ["reader1", "reader2", "reader3", "reader4", "reader5"])
def test_what_was_written_by_hand_is_caught(part: str) -> None:
    """Of sentences written by hand nine in ten wait for a person, without a model's help."""
    assert measure(part, show=False)["caught"] >= 0.9


def measure_innocent(part: str) -> float:
    """Return the share of innocent texts of a part that are held."""
    from benchmarks.evasion import held, innocent  # noqa: PLC0415

    texts = innocent(part)
    return sum(map(held, texts)) / len(texts)
