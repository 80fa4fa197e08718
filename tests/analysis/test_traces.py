"""What leads to a voice and what it leaves behind."""

from __future__ import annotations

import numpy as np

from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.analysis.speech import traces
from vidcommerce.media.time import Span


def _sound(*parts: tuple[int, float]) -> Samples:
    """Return noise: milliseconds and strength of each part."""
    chance = np.random.default_rng(5)
    blocks = [chance.normal(0, level, ms * SPEECH_RATE // 1000) for ms, level in parts]
    return np.concatenate(blocks).astype(np.float32)


def test_a_trace_reaches_to_where_the_clip_falls_silent() -> None:
    """The room around a voice belongs to it, silence does not, however near."""
    heard = _sound((1000, 0.0005), (300, 0.004), (1000, 0.2), (400, 0.004), (1000, 0.0005))
    (trace,) = traces([Span(1300, 2300)], heard)
    assert abs(trace.start - 1000) <= 20
    assert abs(trace.stop - 2700) <= 20


def test_a_trace_is_no_longer_than_it_may_be() -> None:
    """A place that is never silent again is not kept for ever."""
    heard = _sound((1000, 0.0005), (1000, 0.2), (3000, 0.004))
    (trace,) = traces([Span(1000, 2000)], heard)
    assert trace == Span(1000, 2600)


def test_in_a_steady_place_the_trace_is_the_voice() -> None:
    """Where all is as loud as the quietest, nothing is added."""
    heard = _sound((1000, 0.004), (1000, 0.2), (1000, 0.004))
    assert traces([Span(1000, 2000)], heard) == (Span(1000, 2000),)
