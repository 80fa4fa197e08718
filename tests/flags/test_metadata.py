"""What a clip's own file tells: flags from the facts of the probe."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import clip_facts
from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Kind, Severity
from vidcommerce.flags.metadata import LONG_PAST, probe_flags
from vidcommerce.language import LANGUAGES, words
from vidcommerce.media.clip import ClipFacts, Problem

_RECEIVED = 1_780_000_000_000
_IPHONE = (
    ("com.apple.quicktime.make", "Apple"),
    ("com.apple.quicktime.model", "iPhone 13"),
    ("com.apple.quicktime.software", "17.5"),
    ("com.apple.quicktime.creationdate", "2026-05-28T10:00:00+0800"),
    ("com.apple.quicktime.location.ISO6709", "+25.8310+114.9330+099.0/"),
    ("encoder", "Core Media"),
)


def _facts(*tags: tuple[str, str], problems: tuple[Problem, ...] = ()) -> ClipFacts:
    return replace(clip_facts(), tags=tags, problems=problems)


def _kinds(*tags: tuple[str, str], problems: tuple[Problem, ...] = ()) -> dict[Kind, Flag]:
    return {f.kind: f for f in probe_flags(_facts(*tags, problems=problems), _RECEIVED)}


def test_an_iphone_names_itself_and_its_day_and_the_place_is_not_told() -> None:
    """Four facts are in the file; three of them get into flags, the place only as such."""
    flags = _kinds(*_IPHONE)
    assert set(flags) == {Kind.DEVICE_KNOWN, Kind.TIME_KNOWN, Kind.PLACE_IN_FILE}
    assert flags[Kind.DEVICE_KNOWN].evidence == {"device": "Apple iPhone 13"}
    assert flags[Kind.TIME_KNOWN].evidence["day"] == "2026-05-28"
    assert flags[Kind.PLACE_IN_FILE].evidence == {}


def test_a_bare_file_is_neutral() -> None:
    """That nothing is said is noted, as notes."""
    flags = _kinds(("major_brand", "mp42"))
    assert set(flags) == {Kind.DEVICE_UNKNOWN, Kind.TIME_UNKNOWN}
    assert {f.severity for f in flags.values()} == {Severity.NOTE}


@pytest.mark.parametrize(
    ("key", "value", "program"),
    [
        ("encoder", "Lavf58.76.100", "ffmpeg"),
        ("encoder", "HandBrake 1.6.1 2023012300", "HandBrake"),
        ("software", "Adobe Premiere Pro", "Adobe"),
        ("com.apple.quicktime.software", "CapCut", "CapCut"),
    ],
)
def test_messengers_and_editors_leave_their_name(key: str, value: str, program: str) -> None:
    """What no camera writes tells what the file came through."""
    assert _kinds((key, value))[Kind.PASSED_THROUGH].evidence == {"program": program}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2026-05-28T10:00:00.000000Z", Kind.TIME_KNOWN),
        ("2026-05-29T10:00:00", Kind.TIME_KNOWN),  # a phone's clock, a day ahead
        ("2026-07-01T00:00:00Z", Kind.TIME_AHEAD),
        ("2024-01-01T00:00:00Z", Kind.TIME_LONG_PAST),
        ("1904-01-01T00:00:00Z", Kind.TIME_UNKNOWN),
        ("1970-01-01T00:00:00Z", Kind.TIME_UNKNOWN),
        ("yesterday", Kind.TIME_UNKNOWN),
        ("", Kind.TIME_UNKNOWN),
    ],
)
def test_the_date_is_compared_with_the_day_of_sending(value: str, kind: Kind) -> None:
    """After it can't be, long before is of another season, and nonsense is no date."""
    assert kind in _kinds(("creation_time", value))


def test_every_problem_of_a_file_is_a_flag() -> None:
    """None is forgotten, and those of a phone's everyday are notes."""
    flags = _kinds(problems=tuple(Problem))
    assert {problem.value for problem in Problem} <= {kind.value for kind in flags}
    assert flags[Kind.NO_SOUND].severity is Severity.NOTE
    assert flags[Kind.TRUNCATED].severity is Severity.QUESTION


_NAMES = st.sampled_from([key for key, _ in _IPHONE] + ["creation_time", "location", "gps", "xyz"])
_TAGS = st.lists(st.tuples(_NAMES, st.text(max_size=30)), max_size=8).map(tuple)


@given(_TAGS, st.integers(-LONG_PAST, 4_000_000_000_000))
def test_any_tags_give_flags_that_can_be_said(
    tags: tuple[tuple[str, str], ...], received: int
) -> None:
    """Whatever a file claims, there is one flag of the device and one of the time, in words."""
    flags = probe_flags(_facts(*tags), received)
    kinds = [flag.kind.value.split("_")[0] for flag in flags]
    assert (kinds.count("device"), kinds.count("time")) == (1, 1)
    for flag in flags:
        json.dumps(dict(flag.evidence))
        for language in LANGUAGES:
            assert words(language).say(HELPER_WORDS[flag.kind], **flag.evidence)


@given(st.text(st.characters(categories=["L", "N"]), min_size=4, max_size=30))
def test_the_place_never_gets_into_a_flag(place: str) -> None:
    """Not in any evidence, whatever the tag that holds it is called."""
    tags = [(key, f"@{place}@") for key in ("location", "location-eng", "com.android.gps", "xyz")]
    told = json.dumps([dict(f.evidence) for f in probe_flags(_facts(*tags), _RECEIVED)])
    assert f"@{place}@" not in json.loads(json.dumps(told))
