"""PocketSphinx behind the Protocol of recognisers, for tests only.

It errs often, but it hears real words when they are said, with the model in its own wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from pocketsphinx import Decoder

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.analysis.words import Transcript, quietly
from vidcommerce.media.time import Span

_FRAME = 10
_MARGIN = 150
_PER_MS = SPEECH_RATE // 1000


class SphinxRecogniser:
    """English, span by span."""

    def transcribe(
        self,
        samples: Samples,
        speech: Sequence[Span],
        language: str | None,
        hotwords: Sequence[str],
        progress: Callable[[int], None] = quietly,
    ) -> Transcript:
        """Return the words of the spans; the language is English, hotwords are not heeded."""
        del language, hotwords
        words: list[SpokenWord] = []
        for span in speech:
            words += self._heard(samples, max(0, span.start - _MARGIN), span.stop + _MARGIN)
            progress(span.stop)
        return Transcript("en", tuple(words))

    def _heard(self, samples: Samples, start: int, stop: int) -> Iterator[SpokenWord]:
        part = samples[start * _PER_MS : stop * _PER_MS]
        loud = np.clip(part / max(1e-6, float(np.abs(part).max())) * 0.9, -1, 1)
        self._decoder.start_utt()
        self._decoder.process_raw((loud * 32767).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        for found in self._decoder.seg():
            if found.word[0] not in "<[":
                text = found.word.partition("(")[0]
                first, last = found.start_frame * _FRAME, (found.end_frame + 1) * _FRAME
                yield SpokenWord(f" {text}", Span(start + first, start + last), 500)

    @cached_property
    def _decoder(self) -> Decoder:
        return Decoder(samprate=SPEECH_RATE, loglevel="FATAL")
