"""What a clip's own file tells of where it comes from: facts of the probe into flags. Pure.

Phones write the camera, the time and often the place into a clip; messengers and editors take
most of it out and leave their own writer's name. The place itself never gets into a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.clip import ClipFacts, Problem
from vidcommerce.media.privacy import Reveals, traces

SOURCE: Final = "probe"

DAY: Final = 24 * 3600 * 1000
AHEAD: Final = DAY
"""Milliseconds that a phone's clock may be wrong by: a day, so that time zones don't matter."""

LONG_PAST: Final = 180 * DAY
"""Milliseconds after which a clip is of another season."""

_FIRST_YEAR: Final = 1990
"""Before it no phone filmed: a file without a time says 1904 or 1970."""

_QUESTIONS: Final = frozenset({Problem.TRUNCATED, Problem.WRONG_DURATION, Problem.SECOND_PICTURE})
"""Problems that a phone seldom makes by itself."""

_WRITERS: Final = (
    ("lavf", "ffmpeg"), ("lavc", "ffmpeg"), ("handbrake", "HandBrake"), ("capcut", "CapCut"),
    ("jianying", "CapCut"), ("adobe", "Adobe"), ("premiere", "Adobe"), ("imovie", "iMovie"),
    ("final cut", "Final Cut"), ("inshot", "InShot"), ("vlc", "VLC"), ("kinemaster", "KineMaster"),
)  # fmt: skip
"""Parts of a writer's name that no camera leaves, and what people call the program."""

_WRITER_KEYS: Final = frozenset({"encoder", "software", "writing_application", "comment", "tool"})
_LONGEST: Final = 60


def probe_flags(facts: ClipFacts, received: int) -> tuple[Flag, ...]:
    """Return the flags that the facts of a clip already give.

    ``received`` is when the clip came, in milliseconds since 1970 UTC. There is always one flag
    about the camera and one about the time, so that what is shown says what was looked for.
    """
    tags = _tags(facts)
    return (
        *_problems(facts),
        _device(tags),
        _time(tags, received),
        *_program(tags),
        *_place(facts),
    )


def filmed(facts: ClipFacts) -> datetime | None:
    """Return when a clip was filmed as its file says; None without a time that can be meant."""
    return _told(_tags(facts))


def _told(tags: Mapping[str, str]) -> datetime | None:
    return _moment(tags.get("creationdate") or tags.get("creation_time") or "")


def _tags(facts: ClipFacts) -> Mapping[str, str]:
    """Return the tags by the last part of their name, in small letters."""
    return {key.lower().rpartition(".")[2]: value for key, value in reversed(facts.tags)}


def _problems(facts: ClipFacts) -> Iterator[Flag]:
    for problem in facts.problems:
        severity = Severity.QUESTION if problem in _QUESTIONS else Severity.NOTE
        yield Flag(Kind(problem.value), severity, SOURCE)


def _device(tags: Mapping[str, str]) -> Flag:
    maker = tags.get("make") or tags.get("manufacturer") or ""
    model = tags.get("model") or ""
    named = model if model.lower().startswith(maker.lower()) else f"{maker} {model}"
    device = _clean(named)
    if not device:
        return Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, SOURCE)
    return Flag(Kind.DEVICE_KNOWN, Severity.NOTE, SOURCE, {"device": device})


def _time(tags: Mapping[str, str], received: int) -> Flag:
    moment = _told(tags)
    if moment is None:
        return Flag(Kind.TIME_UNKNOWN, Severity.NOTE, SOURCE)
    filmed = round(moment.timestamp() * 1000)
    evidence = {"day": moment.date().isoformat(), "at": filmed}
    if filmed > received + AHEAD:
        return Flag(Kind.TIME_AHEAD, Severity.QUESTION, SOURCE, evidence)
    if filmed < received - LONG_PAST:
        return Flag(Kind.TIME_LONG_PAST, Severity.QUESTION, SOURCE, evidence)
    return Flag(Kind.TIME_KNOWN, Severity.NOTE, SOURCE, evidence)


def _moment(text: str) -> datetime | None:
    """Return the time that a tag gives, None where it gives none that can be meant.

    Accepts ISO 8601 with any offset; without one it is taken for UTC.
    """
    zoned = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.strip())
    try:
        moment = datetime.fromisoformat(zoned)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return None if moment.astimezone(UTC).year < _FIRST_YEAR else moment
    except (ValueError, OverflowError):
        return None


def _program(tags: Mapping[str, str]) -> Iterator[Flag]:
    said = " ".join(value.lower() for key, value in tags.items() if key in _WRITER_KEYS)
    for part, program in _WRITERS:
        if part in said:
            yield Flag(Kind.PASSED_THROUGH, Severity.NOTE, SOURCE, {"program": program})
            return


def _place(facts: ClipFacts) -> Iterator[Flag]:
    if any(trace.reveals is Reveals.PLACE for trace in traces(facts.tags)):
        yield Flag(Kind.PLACE_IN_FILE, Severity.NOTE, SOURCE)


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:_LONGEST]
