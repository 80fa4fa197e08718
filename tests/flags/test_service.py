"""Flags in the database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from tests.factories import clip_facts
from tests.stations import NOW, Village
from vidcommerce.flags import service as flags
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.tables import FlagRow
from vidcommerce.language import words
from vidcommerce.media.clip import Problem

_TAGS = (("encoder", "Lavf58.76.100"), ("location", "+25.8310+114.9330/"))


def test_noting_twice_leaves_the_same_rows(village: Village) -> None:
    """A stage that runs again, later, adds nothing and changes nothing."""
    facts = replace(clip_facts(), tags=_TAGS, problems=(Problem.TRUNCATED,))
    seen = []
    for now in (NOW, NOW + 400 * 24 * 3600 * 1000):
        with village.service.database.writing() as work:
            flags.note_probe(work, village.clip_id, facts, now)
        with village.service.database.reading() as work:
            seen.append([(r.id, r.kind, r.digest) for r in work.scalars(select(FlagRow))])
    assert seen[0] == seen[1]
    assert {kind for _, kind, _ in seen[0]} == {
        "truncated", "device_unknown", "time_unknown", "passed_through", "place_in_file",
    }  # fmt: skip


def test_what_is_not_seen_any_more_goes(village: Village) -> None:
    """A probe that has learned more replaces what it said before."""
    with village.service.database.writing() as work:
        odd = replace(clip_facts(), problems=(Problem.TRUNCATED,))
        flags.note_probe(work, village.clip_id, odd, NOW)
        flags.note_probe(work, village.clip_id, clip_facts(), NOW)
        kinds = [flag.kind for flag in flags.of_clip(work, village.clip_id)]
    assert sorted(kinds) == [Kind.DEVICE_UNKNOWN, Kind.TIME_UNKNOWN]


def test_helpers_read_that_there_is_a_place_but_not_where(village: Village) -> None:
    """The place itself gets into no flag."""
    with village.service.database.writing() as work:
        flags.note_probe(work, village.clip_id, replace(clip_facts(), tags=_TAGS), NOW)
        found = flags.of_clip(work, village.clip_id)
    told = " ".join(sentence for _, sentence in flags.for_helper(found, words("en")))
    assert "25.83" not in told
    assert "never published" in told
