"""What the service says of itself: JSON for programs, lines for people, and nobody's name."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn.config
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where this process says what it says, for the time of a test."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    made = io.StringIO()
    logs.set_up(made)
    yield made
    root.handlers[:] = before
    root.setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_ids(stream: io.StringIO) -> None:
    """Bound ids are on it, and are gone after the with; Chinese stays Chinese."""
    with logs.bound(clip_id="c1", request_id="r1"):
        logs.logger("vidcommerce.test").info("cut", seconds=3, text="甜")
        assert logs.request_id() == "r1"
    logs.logger("vidcommerce.test").warning("after")
    first, second = _lines(stream)
    assert first.items() >= {"event": "cut", "clip_id": "c1", "request_id": "r1"}.items()
    assert first.items() >= {"level": "info", "logger": "vidcommerce.test", "seconds": 3}.items()
    assert "甜" in stream.getvalue()
    assert "at" in first
    assert "clip_id" not in second
    assert logs.request_id() == ""


def test_lines_of_libraries_carry_the_ids_too(stream: io.StringIO) -> None:
    """What the standard library's logging is told goes the same way."""
    with logs.bound(clip_id="c1"):
        logging.getLogger("some.library").warning("it is %s", "late")
    assert _lines(stream)[0].items() >= {"event": "it is late", "clip_id": "c1"}.items()


def test_the_server_speaks_as_we_do(capfd: pytest.CaptureFixture[str]) -> None:
    """Its own handlers, which it has set up before it loads us, are gone."""
    logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up(stream)
    logging.getLogger("uvicorn.error").warning("Started")
    root.handlers[:] = before
    root.setLevel(level)
    (line,) = _lines(stream)
    assert (line["event"], line["logger"]) == ("Started", "uvicorn.error")
    assert capfd.readouterr() == ("", "")


def test_an_error_comes_with_where_it_happened(stream: io.StringIO) -> None:
    """And without the phone number that it speaks of."""
    try:
        raise ValueError("no sender for +8613812345678")  # noqa: TRY301
    except ValueError:
        logs.logger("vidcommerce.test").exception("failed")
    (line,) = _lines(stream)
    assert "test_an_error_comes_with" in line["exception"]
    assert "no sender for ..." in line["exception"]


@given(
    key=st.sampled_from(["phone", "name", "password", "token", "cookie", "code"]),
    value=st.text(min_size=4),
)
def test_what_names_a_person_is_struck_out(key: str, value: str) -> None:
    """By its key."""
    assert logs.strike_out(None, "", {key: value, "person_id": "p"}) == {
        key: "...",
        "person_id": "p",
    }


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_phone_numbers_are_struck_out_wherever_they_stand(phone: str) -> None:
    """Also in the middle of a sentence."""
    assert logs.strike_out(None, "", {"event": f"sent to {phone}."})["event"] == "sent to ...."


def test_on_a_terminal_lines_are_for_people() -> None:
    """No JSON there."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    terminal = Terminal()
    logs.set_up(terminal)
    logs.logger("vidcommerce.test").info("cut", clip_id="c1")
    root.handlers[:] = before
    root.setLevel(level)
    assert "cut" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_nothing_is_said_before_anybody_listens(capfd: pytest.CaptureFixture[str]) -> None:
    """A command that does not set up logs says nothing but what it means to say."""
    logs.logger("vidcommerce.quiet").info("cut")
    assert capfd.readouterr() == ("", "")
