"""Listens to a clip and looks at it: the one entrance to everything in this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vidcommerce.analysis.facts import ANALYSIS_VERSION, ClipAnalysis, Loudness
from vidcommerce.analysis.picture import look_at
from vidcommerce.analysis.sound import loudness, samples
from vidcommerce.analysis.speech import speech, traces
from vidcommerce.analysis.words import UNKNOWN, Recogniser, Transcript, tidy
from vidcommerce.media.clip import ClipFacts, SoundFacts
from vidcommerce.media.ffmpeg import Ffmpeg, Stopped
from vidcommerce.media.time import Span

_ALL: Final = 1000
_LOOKED: Final = 400
_HEARD: Final = 450
"""Thousandths of the work that are done when the picture was seen, and when voices were found;
with a recogniser, the rest is its own."""


@dataclass(frozen=True, slots=True)
class _Heard:
    speech: tuple[Span, ...]
    traces: tuple[Span, ...]
    loudness: Loudness | None
    transcript: Transcript


def analyse(  # noqa: PLR0913, PLR0917 - a clip, the tools, what is asked, and whom to tell
    path: Path,
    facts: ClipFacts,
    ffmpeg: Ffmpeg,
    recogniser: Recogniser | None,
    language: str | None,
    hotwords: Sequence[str],
    progress: Callable[[int], None],
) -> ClipAnalysis:
    """Return all that can be told of a clip; ``progress`` is told thousandths.

    ``language`` is a BCP 47 tag, or None to find out; ``hotwords`` are names that are likely to
    be said. Ends soon after ``ffmpeg.stop`` is set.
    Raises ClipUnreadable, Stopped, and what ffmpeg and the recogniser raise.
    """
    share = _LOOKED if recogniser and facts.sound else _ALL - 1
    sight = look_at(path, facts, ffmpeg.stop, lambda at: progress(share * at // facts.duration))
    heard = _Heard((), (), None, Transcript(language or UNKNOWN, ()))
    if facts.sound is not None:
        said = _Listening(recogniser, language, hotwords, ffmpeg, progress)
        heard = said.to(path, facts, facts.sound)
    progress(_ALL)
    return ClipAnalysis(
        version=ANALYSIS_VERSION,
        sha256=facts.sha256,
        duration=facts.duration,
        language=heard.transcript.language,
        speech=heard.speech,
        words=tidy(heard.transcript.words, facts.duration),
        shots=sight.shots,
        looks=sight.looks,
        loudness=heard.loudness,
        traces=heard.traces,
    )


@dataclass(frozen=True, slots=True)
class _Listening:
    recogniser: Recogniser | None
    language: str | None
    hotwords: Sequence[str]
    ffmpeg: Ffmpeg
    progress: Callable[[int], None]

    def to(self, path: Path, facts: ClipFacts, sound: SoundFacts) -> _Heard:
        measured = loudness(path, sound.stream, self.ffmpeg)
        heard = samples(path, sound.stream, self.ffmpeg)
        spans = within(speech(heard), facts.duration)
        around = within(traces(spans, heard), facts.duration)
        transcript = Transcript(self.language or UNKNOWN, ())
        if self.recogniser is not None:
            transcript = self.recogniser.transcribe(
                heard, spans, self.language, self.hotwords, self._told(facts.duration)
            )
        return _Heard(spans, around, _cut(measured, facts.duration), transcript)

    def _told(self, duration: int) -> Callable[[int], None]:
        def tell(at: int) -> None:
            if self.ffmpeg.stop.is_set():
                raise Stopped
            self.progress(_HEARD + (_ALL - 1 - _HEARD) * min(at, duration) // duration)

        return tell


def within(spans: Sequence[Span], duration: int) -> tuple[Span, ...]:
    """Return the spans as far as they lie in the clip: sound may go on after the picture."""
    return tuple(Span(s.start, min(s.stop, duration)) for s in spans if s.start < duration)


def _cut(measured: Loudness, duration: int) -> Loudness:
    return replace(measured, momentary=measured.momentary[: -(-duration // 100)])
