"""Floods, a writer's record, and when comments of a place are read. Pure; counts are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.deciding import rules
from vidcommerce.comments.reading import TRUSTED_AFTER, Mode, Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_TELLING: Final = 12
"""Letters from which on two people don't write the same by chance ("很好吃" they do)."""


def flood(reading: Reading) -> Iterator[Signal]:
    """Yield what says that one text is written again and again, or one writer is everywhere."""
    echo, writer, limits = reading.given.echo, reading.given.writer, rules().floods
    letters = sum(map(str.isalnum, reading.plain.text))
    if letters >= _TELLING and echo.writers >= limits["writers"]:
        yield Signal(Kind.FLOOD, Strength.LIKELY, "flood.same_by_several")
    if echo.mine >= limits["mine_reject"]:
        yield Signal(Kind.FLOOD, Strength.SURE, "flood.same_by_one")
    elif echo.mine >= limits["mine"] or (letters >= _TELLING and echo.places >= limits["places"]):
        yield Signal(Kind.FLOOD, Strength.LIKELY, "flood.same_by_one")
    if writer.places >= limits["writer_places"]:
        yield Signal(Kind.FLOOD, Strength.LIKELY, "flood.many_places")
    if writer.recent >= limits["recent_reject"]:
        yield Signal(Kind.FLOOD, Strength.SURE, "flood.too_quick")
    elif writer.recent >= limits["recent"]:
        yield Signal(Kind.FLOOD, Strength.LIKELY, "flood.quick")


def record(reading: Reading) -> Iterator[Signal]:
    """Yield what a writer's record says."""
    writer = reading.given.writer
    if writer.banned:
        yield Signal(Kind.WRITER, Strength.SURE, "writer.banned")
    elif writer.approved < TRUSTED_AFTER:
        yield Signal(Kind.WRITER, Strength.LIKELY, "writer.new")
    elif writer.rejected >= rules().floods["rejected"] and writer.rejected * 2 > writer.approved:
        yield Signal(Kind.WRITER, Strength.LIKELY, "writer.often_rejected")


def place(reading: Reading) -> Iterator[Signal]:
    """Yield whether comments of this place wait for a person."""
    where = reading.given.place
    if where.burst:
        yield Signal(Kind.PLACE, Strength.LIKELY, "place.burst")
    elif where.mode is Mode.BEFORE:
        yield Signal(Kind.PLACE, Strength.LIKELY, "place.before")
