"""Packing spoken spans together, and putting the words' times back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.analysis.packing import MARGIN, pack
from vidcommerce.analysis.sound import SPEECH_RATE
from vidcommerce.media.time import Span

_DURATION = 60_000

_spans = st.lists(
    st.tuples(st.integers(0, _DURATION + 5000), st.integers(1, 8000)).map(
        lambda pair: Span(pair[0], pair[0] + pair[1])
    ),
    max_size=8,
)


@given(_spans)
def test_stretches_hold_the_speech_and_stay_apart(spans: list[Span]) -> None:
    """Every spoken millisecond of the clip is in exactly one stretch, with its margin."""
    stretches = pack(spans, _DURATION).stretches
    for span in spans:
        inside = Span(min(span.start, _DURATION), min(span.stop, _DURATION))
        assert sum(inside.overlap(stretch) for stretch in stretches) == len(inside)
    for before, after in pairwise(stretches):
        assert before.stop < after.start
    assert all(stretch.stop <= _DURATION for stretch in stretches)


@given(_spans.filter(bool), st.data())
def test_a_word_comes_back_to_where_it_was(spans: list[Span], data: st.DataObject) -> None:
    """A word inside a stretch keeps its place in the clip through packing and back."""
    packed = pack(spans, _DURATION)
    if not packed.stretches:
        return
    number = data.draw(st.integers(0, len(packed.stretches) - 1))
    stretch = packed.stretches[number]
    begin = sum(len(s) for s in packed.stretches[:number])
    start = data.draw(st.integers(0, len(stretch) - 1))
    length = data.draw(st.integers(0, len(stretch) - 1 - start))
    word = Span(begin + start, begin + start + length)
    assert packed.in_clip(word) == Span(stretch.start + start, stretch.start + start + length)


@given(_spans.filter(bool), st.integers(0, 100_000), st.integers(0, 5000))
def test_no_word_leaves_its_stretch(spans: list[Span], start: int, length: int) -> None:
    """Whatever times a recogniser makes up, the word lies inside one stretch."""
    packed = pack(spans, _DURATION)
    if not packed.stretches:
        return
    word = packed.in_clip(Span(start, start + length))
    assert any(s.start <= word.start <= word.stop <= s.stop for s in packed.stretches)


def test_only_the_stretches_are_heard() -> None:
    """The packed sound is the stretches' samples and nothing else."""
    clip = np.arange(10 * SPEECH_RATE, dtype=np.float32)
    packed = pack([Span(2000, 3000), Span(7000, 7500)], 10_000)
    heard = packed.samples(clip)
    per_ms = SPEECH_RATE // 1000
    assert len(heard) == (1000 + 500 + 4 * MARGIN) * per_ms
    assert heard[0] == (2000 - MARGIN) * per_ms
    assert heard[-1] == (7500 + MARGIN) * per_ms - 1
