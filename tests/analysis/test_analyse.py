"""The whole of an analysis: real talk with a real recogniser, and clips without sound."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.listening import errors, units
from tests.analysis.sphinx import SphinxRecogniser
from tests.analysis.voices import spoken_spans
from tests.media import clips
from tests.media.conftest import Clips
from vidcommerce.analysis.analyse import analyse, within
from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.analysis.loudness import integrated
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.media.ffmpeg import Ffmpeg, Stopped
from vidcommerce.media.probe import probe
from vidcommerce.media.time import Span

pytestmark = pytest.mark.slow

_SAID = (
    "and mister john dashwood had then leisure to consider how much there might be prudently in "
    "his power to do for them unless to be rather cold hearted and rather selfish is to be ill "
    "disposed and so my fellow americans ask not what your country can do for you ask what you can "
    "do for your country"
)


@pytest.fixture(scope="module")
def talk(shared: Path, ffmpeg: Ffmpeg) -> ClipAnalysis:
    """The English talk, analysed with PocketSphinx."""
    path = shared / "media" / "talk_en_portrait.mp4"
    told: list[int] = []
    found = analyse(path, probe(path), ffmpeg, SphinxRecogniser(), None, ("dates",), told.append)
    assert told == sorted(told)
    assert told[-1] == 1000
    return found


@pytest.mark.real
def test_real_words_are_heard_when_they_are_said(talk: ClipAnalysis, shared: Path) -> None:
    """Half of the words are right, and each stands in a recording, in order."""
    said = units(_SAID, "en")
    heard = units("".join(word.text for word in talk.words), "en")
    assert errors(said, heard) <= 0.5 * len(said)
    recordings = spoken_spans(shared, "talk_en_portrait")
    for word in talk.words:
        assert any(
            r.start - 200 <= word.span.start <= word.span.stop <= r.stop + 200 for r in recordings
        )
    assert all(a.span.stop <= b.span.start for a, b in pairwise(talk.words))


@pytest.mark.real
def test_speech_and_words_agree(talk: ClipAnalysis) -> None:
    """Every span of 0.5 s and more has words, from its first half second to its last."""
    for span in (span for span in talk.speech if len(span) >= 500):
        inside = [w.span for w in talk.words if w.span.overlap(span)]
        assert inside
        assert inside[0].start - span.start < 500
        assert span.stop - inside[-1].stop < 500


@pytest.mark.real
def test_a_real_talk_is_told_whole(talk: ClipAnalysis, shared: Path) -> None:
    """Looks all along, the loop of its picture as a cut, loudness of its speech, JSON and back."""
    assert talk.language == "en"
    assert talk.duration == 33_000
    assert talk.shots == pytest.approx((22_433,), abs=34)
    assert all(b.at - a.at <= 1600 for a, b in pairwise(talk.looks))
    assert talk.loudness is not None
    assert len(talk.loudness.momentary) == 330
    speech = integrated(talk.loudness, talk.speech)
    gaps = [
        Span(a.stop + 400, b.start - 100)
        for a, b in pairwise(spoken_spans(shared, "talk_en_portrait"))
    ]
    assert -2500 < speech < -1000
    assert integrated(talk.loudness, gaps) < speech - 3000
    assert read_json(ClipAnalysis, canonical_json(talk)) == talk


def test_without_a_recogniser_everything_but_words_is_told(clip: Clips, ffmpeg: Ffmpeg) -> None:
    """No model: speech, looks and loudness are there, words are not, the language as asked."""
    path = clip(clips.plain).path
    found = analyse(path, probe(path), ffmpeg, None, "zh", (), lambda _: None)
    assert (found.words, found.language) == ((), "zh")
    assert found.looks
    assert found.loudness is not None
    assert max(found.loudness.momentary) > -3000  # the beeps


def test_a_silent_clip_has_looks_alone(clip: Clips, ffmpeg: Ffmpeg) -> None:
    """No sound: no speech, no words, no loudness; nobody could tell the language."""
    path = clip(clips.silent).path
    found = analyse(path, probe(path), ffmpeg, SphinxRecogniser(), None, (), lambda _: None)
    assert (found.speech, found.words, found.loudness, found.language) == ((), (), None, "und")
    assert found.looks


def test_a_stopped_analysis_ends(clip: Clips) -> None:
    """With the event set nothing is told, and Stopped is raised."""
    path = clip(clips.plain).path
    ffmpeg = Ffmpeg("ffmpeg")
    ffmpeg.stop.set()
    with pytest.raises(Stopped):
        analyse(path, probe(path), ffmpeg, None, None, (), lambda _: None)


def test_sound_that_outlasts_the_picture_is_left_out() -> None:
    """Spans end with the clip."""
    spans = (Span(0, 500), Span(800, 1500), Span(1200, 1800))
    assert within(spans, 1000) == (Span(0, 500), Span(800, 1000))
