"""Recognises words with Whisper on CTranslate2 (faster-whisper), on the CPU with 8-bit weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.packing import Packed, pack
from vidcommerce.analysis.punctuation import punctuated
from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.analysis.words import (
    UNKNOWN,
    Transcript,
    in_script,
    primary,
    quietly,
    tidy,
    wants_traditional,
)
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.time import Span

_NO_SPEECH: Final = 0.6
_LOW_LOG_PROBABILITY: Final = -1.0
"""Whisper's own thresholds; a segment is invented only where both are crossed."""

_SURELY_NO_SPEECH: Final = 0.9
"""Above this, and with a low log-probability, Whisper doesn't try a window again and again."""

_TAGS: Final = {"jw": "jv"}
"""Whisper's codes that are not ISO 639-1."""


@dataclass(eq=False)
class ModelUnusable(InputRejected):
    """A folder that should hold a Whisper model in CTranslate2's format, and doesn't."""

    folder: str
    fault: str
    sentence = N_("The speech model in {folder} can't be loaded: {fault}")


@dataclass(eq=False)
class LanguageUnknown(InputRejected):
    """A language that the model was not trained on."""

    language: str
    sentence = N_("The speech model does not know the language {language}.")


@dataclass(frozen=True)
class WhisperRecogniser:
    """A Whisper model in ``folder``, loaded when it is first needed; ``threads`` 0 is all cores.

    Raises ModelUnusable when first used.
    """

    folder: Path
    threads: int = 0

    def transcribe(
        self,
        samples: Samples,
        speech: Sequence[Span],
        language: str | None,
        hotwords: Sequence[str],
        progress: Callable[[int], None] = quietly,
    ) -> Transcript:
        """Return the words of the spans; see :class:`Recogniser`.

        Raises ModelUnusable or LanguageUnknown.
        """
        duration = len(samples) * 1000 // SPEECH_RATE
        packed = pack(speech, duration)
        if not packed.stretches:
            return Transcript(language or UNKNOWN, ())
        heard = packed.samples(samples)
        segments, info = self._model.transcribe(heard, **options(self._code(language), hotwords))
        words = tidy(_words(segments, packed, progress), duration)
        return written(words, language or _TAGS.get(info.language, info.language))

    def _code(self, language: str | None) -> str | None:
        if language is None:
            return None
        code = {tag: code for code, tag in _TAGS.items()}.get(primary(language), primary(language))
        if code not in self._model.supported_languages:
            raise LanguageUnknown(language)
        return code

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - faster_whisper.WhisperModel, which ships no types
        from faster_whisper import WhisperModel  # noqa: PLC0415 - takes a second

        try:
            return WhisperModel(
                str(self.folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=self.threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError) as wrong:
            raise ModelUnusable(str(self.folder), str(wrong).strip()) from wrong


def options(code: str | None, hotwords: Sequence[str]) -> dict[str, Any]:
    """Return faster-whisper's options; ``code`` is Whisper's own for the language.

    Each window is decoded for itself (what was invented once is not carried on), and silence was
    left out before.
    """
    return {
        "language": code,
        "hotwords": ", ".join(hotwords) or None,
        "word_timestamps": True,
        "condition_on_previous_text": False,
        "no_speech_threshold": _SURELY_NO_SPEECH,
        "log_prob_threshold": _LOW_LOG_PROBABILITY,
        "vad_filter": False,
    }


def invented(no_speech: float, log_probability: float) -> bool:
    """Tell whether Whisper made a segment up out of silence or music.

    ``no_speech`` is its own probability that nobody speaks, ``log_probability`` the mean over the
    segment's tokens. One of them alone says little: a quiet speaker has the first, a dialect the
    second (faster-whisper#843, #1249).
    """
    return no_speech > _NO_SPEECH and log_probability < _LOW_LOG_PROBABILITY


def written(words: tuple[SpokenWord, ...], language: str) -> Transcript:
    """Return the words as the language is written: script and punctuation."""
    if primary(language) in ("zh", "yue"):
        words = in_script(words, traditional=wants_traditional(language))
    return Transcript(language, punctuated(words, primary(language)))


def _words(
    segments: Iterable[Any], packed: Packed, progress: Callable[[int], None]
) -> Iterator[SpokenWord]:
    """Yield the words of the segments, which faster-whisper decodes as they are asked for."""
    for segment in segments:
        progress(packed.in_clip(_span(segment)).stop)
        if invented(segment.no_speech_prob, segment.avg_logprob):
            continue
        for word in segment.words or ():
            span = packed.in_clip(_span(word))
            yield SpokenWord(word.word, span, round(word.probability * 1000))


def _span(timed: Any) -> Span:  # noqa: ANN401 - faster_whisper's Segment or Word: start, end
    start = max(0, round(timed.start * 1000))
    return Span(start, max(start, round(timed.end * 1000)))
