"""Where somebody speaks: real speech, real noise, and the rules for edges."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.voices import covered, decoded, recordings, spoken_spans, talk
from vidcommerce.analysis.sound import SPEECH_RATE
from vidcommerce.analysis.speech import grown, joined, levels, speech
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.time import Span

pytestmark = pytest.mark.slow

_TALKS = ("talk_en_portrait", "talk_zh_landscape", "talk_zh_portrait")


@pytest.mark.real
@pytest.mark.parametrize("name", _TALKS)
def test_the_speech_of_a_clip_is_found(name: str, shared: Path, ffmpeg: Ffmpeg) -> None:
    """99% of what is said is inside the spans, before anybody adds a margin to them."""
    voice = talk(shared, name, ffmpeg)
    inside = covered(speech(voice.samples), len(voice.heard))
    assert (voice.heard & inside).sum() >= 0.99 * voice.heard.sum()


@pytest.mark.real
@pytest.mark.parametrize("name", _TALKS)
def test_the_silences_between_are_found(name: str, shared: Path, ffmpeg: Ffmpeg) -> None:
    """Every silence of 0.7 s and more between recordings parts two spans, all but 0.3 s of it."""
    voice = talk(shared, name, ffmpeg)
    found = speech(voice.samples)
    gaps = [
        Span(before.stop, after.start) for before, after in pairwise(spoken_spans(shared, name))
    ]
    for gap in gaps:
        assert len(gap) >= 700
        assert sum(gap.overlap(span) for span in found) <= 300
        assert not any(span.start < gap.start and gap.stop < span.stop for span in found)


@pytest.mark.real
def test_speech_in_five_languages_is_found(shared: Path, ffmpeg: Ffmpeg) -> None:
    """Over all recordings 99% of the voice is covered, and most of their pauses are not."""
    said = kept = paused = taken = 0
    for voice in recordings(shared, ffmpeg):
        inside = covered(speech(voice.samples), len(voice.heard))
        said += int(voice.heard.sum())
        kept += int((voice.heard & inside).sum())
        edges = np.flatnonzero(np.diff(np.concatenate([[0], ~voice.heard, [0]]).astype(np.int8)))
        for first, last in edges.reshape(-1, 2):
            if last - first >= 700 // 20:
                paused += last - first
                taken += int(inside[first:last].sum())
    assert kept >= 0.99 * said
    assert taken <= 0.15 * paused


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    [
        "ambience/moviepy_rain.mp3",
        "ambience/robin_bird.ogg",
        "music/Kevin_MacLeod_Vibe_Ace.ogg",
        "music/Hungarian_Dance_5_US_Army_Strings.ogg",
        "music/mdn_guitar.mp3",
        "speech/silence_leopard_empty.wav",
        "media/gopro_max-heromode.mp4",
    ],
)
def test_rain_birds_and_music_are_no_speech(name: str, shared: Path, ffmpeg: Ffmpeg) -> None:
    """At most 4% of a sound without a voice is taken for speech."""
    sound = decoded(shared / name, ffmpeg)
    taken = sum(len(span) for span in speech(sound))
    assert taken <= 0.04 * len(sound) * 1000 / SPEECH_RATE


def test_no_sound_is_no_speech() -> None:
    """An empty track has no spans."""
    assert speech(np.zeros(0, np.float32)) == ()


def test_an_edge_moves_out_to_where_the_voice_begins() -> None:
    """What sounds on at the span's edge belongs to it, the room's noise does not."""
    sound = np.random.default_rng(1).normal(0, 0.001, 3 * SPEECH_RATE)
    voice = slice(round(0.9 * SPEECH_RATE), round(2.1 * SPEECH_RATE))
    sound[voice] += np.random.default_rng(2).normal(0, 0.1, 19_200)
    assert grown(Span(1000, 2000), levels(sound.astype(np.float32))) == Span(900, 2100)


def test_an_edge_stays_in_a_quiet_room() -> None:
    """Where nothing sounds around a span, its edges stay."""
    sound = np.random.default_rng(1).normal(0, 0.001, 3 * SPEECH_RATE)
    sound[SPEECH_RATE : 2 * SPEECH_RATE] += np.random.default_rng(2).normal(0, 0.1, SPEECH_RATE)
    assert grown(Span(1000, 2000), levels(sound.astype(np.float32))) == Span(1000, 2000)


_spans = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 300)).map(lambda p: Span(p[0], p[0] + p[1]))
)


@given(_spans)
def test_joined_spans_are_apart_and_lose_nothing(spans: list[Span]) -> None:
    """The same milliseconds, in order, in spans that don't touch."""
    result = joined(spans)
    assert all(before.stop < after.start for before, after in pairwise(result))
    assert {ms for s in spans for ms in range(s.start, s.stop)} == {
        ms for s in result for ms in range(s.start, s.stop)
    }


@given(
    st.lists(st.floats(-90, 0), min_size=1, max_size=60),
    st.integers(0, 1200),
    st.integers(1, 600),
)
def test_an_edge_moves_at_most_a_quarter_second(
    heard: list[float], start: int, length: int
) -> None:
    """Whatever sounds around it, a span keeps all that it had and grows by at most 260 ms."""
    span = Span(start, start + length)
    result = grown(span, np.array(heard))
    assert result.start <= span.start
    assert result.stop >= span.stop
    assert span.start - result.start <= 260
    assert result.stop - span.stop <= 260
