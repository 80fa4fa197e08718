"""Music: the bed fits the video, the same each time, and everything is as loud as it should be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import TRACK
from vidcommerce.drafting.music import Bed, Pace, chosen, mix
from vidcommerce.media.time import AUDIO_RATE

CALM = Bed("calm", "Night", "calm", "1" * 64, 60, 80 * AUDIO_RATE, -2000)
WARM = Bed("warm", "Morning", "warm", "2" * 64, 96, 70 * AUDIO_RATE, -1800)
LIVELY = Bed("lively", "Dance", "lively", "3" * 64, 110, 67 * AUDIO_RATE, -2200)
BEDS = (CALM, WARM, LIVELY)

TALK = Pace(seconds=40, spoken=0.95, cuts_a_minute=6, movement=0.1)
DANCE = Pace(seconds=30, spoken=0, cuts_a_minute=30, movement=0.9)

LEVELS = st.integers(-6999, -100)


def test_talk_gets_calm_music_and_motion_gets_drive() -> None:
    """What goes on in the picture decides how much may go on in the music."""
    quiet, loud = chosen(BEDS, TALK, "seed"), chosen(BEDS, DANCE, "seed")
    assert quiet is not None
    assert loud is not None
    assert (loud.id, quiet.id != "lively") == ("lively", True)


def test_a_bed_that_need_not_start_again_is_better() -> None:
    """Of two beds that are alike the one that is long enough is taken."""
    short = replace(WARM, id="short", duration_samples=15 * AUDIO_RATE)
    found = {chosen((short, WARM), replace(TALK, seconds=60), f"clip {n}") for n in range(20)}
    assert found == {WARM}


@given(st.permutations(BEDS), st.text(max_size=5))
def test_the_choice_is_the_same_each_time(beds: list[Bed], seed: str) -> None:
    """The order of the catalogue doesn't matter, only what is in it."""
    assert chosen(beds, TALK, seed) == chosen(BEDS, TALK, seed)


def test_equally_good_beds_take_turns() -> None:
    """Two videos of one shop need not sound alike."""
    twins = [replace(WARM, id=f"bed-{n}") for n in range(4)]
    found = {chosen(twins, TALK, f"clip {n}") for n in range(40)}
    assert len(found) == 4


def test_no_bed_is_no_music() -> None:
    """Who wants none gets none."""
    assert chosen((), TALK, "seed") is None
    assert mix(-2300, -2300, None).music is None


@given(LEVELS, LEVELS)
def test_speech_is_at_its_level_and_music_well_under_it(speech: int, bed: int) -> None:
    """-16 LUFS for speech, gained by 20 dB at most; the bed at -24, and 12 dB less under speech."""
    found = mix(speech, speech, replace(CALM, loudness=bed))
    assert speech + found.gain == -1600 or found.gain == 2000
    assert found.gain <= 2000
    assert found.music is not None
    assert bed + found.music.gain == -2400
    assert found.music.duck >= 1000


@given(LEVELS)
def test_without_speech_the_music_leads(ambience: int) -> None:
    """The bed is at -18 LUFS, and the clip's own sound nowhere above -26 and never raised."""
    found = mix(None, ambience, CALM)
    assert ambience + found.gain <= -2600 or found.gain == 0 >= ambience + 2600
    assert found.gain <= 0
    assert found.music is not None
    assert (CALM.loudness + found.music.gain, found.music.duck) == (-1800, 0)


def test_music_alone_is_as_loud_as_speech_would_be() -> None:
    """No sound at all: the bed at -16 LUFS."""
    found = mix(None, None, CALM)
    assert found.music is not None
    assert CALM.loudness + found.music.gain == -1600


@pytest.mark.parametrize(("ambience", "gain"), [(-1000, -600), (-2000, 400), (-5000, 600)])
def test_ambience_without_music_is_raised_with_care(ambience: int, gain: int) -> None:
    """By 6 dB at most: wind that is raised more is noise."""
    assert mix(None, ambience, None).gain == gain


def test_a_bed_keeps_its_name() -> None:
    """The plan names the file by its bytes and the piece by its title."""
    found = mix(-2000, -2000, replace(WARM, sha256=TRACK)).music
    assert found is not None
    assert (found.track, found.title) == (TRACK, "Morning")
