"""Packs the spoken spans of a clip into one short sound, and puts the words' times back. Pure.

Whisper works in windows of 30 s whatever they hold: a clip with ten short sentences costs one
window when they stand together, and ten apart; and what it never hears it can't invent words for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.analysis.speech import joined
from vidcommerce.media.time import Span

MARGIN: Final = 200
"""Milliseconds of the clip kept around each span: two spans are heard 400 ms apart, as a pause."""

_PER_MS: Final = SPEECH_RATE // 1000


@dataclass(frozen=True, slots=True)
class Packed:
    """Stretches of a clip, one after the other. Spans are milliseconds of the clip."""

    stretches: tuple[Span, ...]

    def samples(self, samples: Samples) -> Samples:
        """Return the sound of the stretches alone."""
        parts = [samples[s.start * _PER_MS : s.stop * _PER_MS] for s in self.stretches]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def in_clip(self, packed: Span) -> Span:
        """Return where in the clip a word of the packed sound is.

        A word belongs to the stretch that its middle is in, and is held inside it.
        """
        middle = (packed.start + packed.stop) // 2
        begin = 0
        for stretch in self.stretches:
            if middle < begin + len(stretch) or stretch is self.stretches[-1]:
                return _held(packed, stretch, stretch.start - begin)
            begin += len(stretch)
        raise ValueError("nothing was packed, so no word can be in it")


def pack(speech: Iterable[Span], duration: int, margin: int = MARGIN) -> Packed:
    """Plan which stretches of a clip of ``duration`` milliseconds are listened to."""
    inside = [span for span in speech if span.start < duration]
    wide = (Span(max(0, s.start - margin), min(duration, s.stop + margin)) for s in inside)
    return Packed(joined(wide))


def _held(word: Span, stretch: Span, shift: int) -> Span:
    start = min(max(word.start + shift, stretch.start), stretch.stop)
    return Span(start, min(max(word.stop + shift, start), stretch.stop))
