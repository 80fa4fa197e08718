"""The log in the database: written with what it tells of, or not at all."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import open_database
from vidcommerce.flags import log
from vidcommerce.flags import repository as flags
from vidcommerce.flags.chain import Head, LogBroken, follow
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.log import What
from vidcommerce.media.time import Span
from vidcommerce.reviews import answers, appeals
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal
from vidcommerce.service import Service
from vidcommerce.tables import all_tables


def noted(village: Village, *words: str) -> None:
    """Write entries about the village's clip, a unit of work each."""
    for said in words:
        with village.service.database.writing() as work:
            log.note(
                work, What.VERDICT, {"said": said}, NOW, clip_id=village.clip_id,
                station_id=village.station_id, person_id=village.helper.id,
            )  # fmt: skip


def said(village: Village) -> list[str]:
    """Return what the entries about the clip say."""
    with village.service.database.reading() as work:
        return [json.loads(entry)["data"]["said"] for entry in log.of_clip(work, village.clip_id)]


def test_what_is_noted_is_there_in_its_order(village: Village) -> None:
    """An entry tells what, when, by whom and of which clip, and the chain holds."""
    noted(village, "one", "two")
    with village.service.database.reading() as work:
        assert log.verify_chain(work).number == 2
        assert json.loads(log.of_clip(work, village.clip_id)[0]) == {
            "version": 1, "number": 1, "what": "verdict", "at": NOW, "clip": village.clip_id,
            "station": village.station_id, "person": village.helper.id, "data": {"said": "one"},
        }  # fmt: skip


def test_an_empty_log_is_whole(village: Village) -> None:
    """Before anything happened there is nothing to find wrong."""
    with village.service.database.reading() as work:
        assert log.verify_chain(work) == Head()


def test_what_is_undone_is_not_noted(village: Village) -> None:
    """Neither with the whole unit of work, nor with a savepoint inside a savepoint."""
    with contextlib.suppress(ZeroDivisionError), village.service.database.writing() as work:
        log.note(work, What.VERDICT, {"said": "lost"}, NOW, clip_id=village.clip_id)
        raise ZeroDivisionError
    with village.service.database.writing() as work:
        log.note(work, What.VERDICT, {"said": "first"}, NOW, clip_id=village.clip_id)
        with contextlib.suppress(ZeroDivisionError), work.begin_nested():
            with work.begin_nested():
                log.note(work, What.VERDICT, {"said": "lost"}, NOW, clip_id=village.clip_id)
            raise ZeroDivisionError
        with work.begin_nested():
            log.note(work, What.VERDICT, {"said": "kept"}, NOW, clip_id=village.clip_id)
    assert said(village) == ["first", "kept"]
    with village.service.database.reading() as work:
        assert log.verify_chain(work).number == 2


@pytest.mark.parametrize(
    ("harm", "number"),
    [
        ("UPDATE flag_log SET entry = replace(entry, 'two', 'too') WHERE number = 2", 2),
        ("UPDATE flag_log SET hash = 'f' WHERE number = 3", 3),
        ("DELETE FROM flag_log WHERE number = 2", 2),
        ("DELETE FROM flag_log WHERE number = 3", 3),
        ("DELETE FROM flag_log_head", 1),
        ("UPDATE flag_log_head SET hash = 'f'", 4),
    ],
)
def test_harm_is_found(village: Village, harm: str, number: int) -> None:
    """Whoever changes, deletes or cuts off entries behind the service's back is found out."""
    noted(village, "one", "two", "three")
    with village.service.database.writing() as work:
        work.execute(text(harm))
    with village.service.database.reading() as work, pytest.raises(LogBroken) as found:
        log.verify_chain(work)
    assert found.value.number == number


def test_of_other_stations_only_the_seals_are_handed_on(village: Village) -> None:
    """Who may see one station checks the whole chain, and reads only that station's entries."""
    other = settle(village.service)
    noted(village, "ours")
    noted(other, "theirs")
    with village.service.database.reading() as work:
        found = list(log.links(work, other.station_id))
        assert [link.entry is None for link in found] == [True, False]
        assert follow(found) == log.head(work)


def test_a_long_log_is_read_in_parts(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the log is, it is read a part at a time and whole."""
    monkeypatch.setattr(log, "_AT_ONCE", 2)
    for count in (4, 5):
        noted(village, *(str(n) for n in range(count - len(said(village)))))
        with village.service.database.reading() as work:
            assert log.verify_chain(work).number == count


@pytest.fixture
def busy(service: Service, postgres_url: str) -> Iterator[Village]:
    """A station on PostgreSQL, where people do things at the same moment."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    yield settle(replace(service, database=database))
    database.engine.dispose()


@pytest.mark.slow
def test_many_who_note_at_once_make_one_chain(busy: Village) -> None:
    """Entries of many writers stand one after the other; nobody waits for ever.

    Half of them hold the clip while the others note something of it without holding it.
    """

    def write(number: int) -> None:
        with busy.service.database.writing() as work:
            log.note(
                work, What.VERDICT, {"said": str(number)}, NOW, clip_id=busy.clip_id,
                station_id=busy.station_id,
            )  # fmt: skip
            if number % 2:
                work.get_one(ClipRow, busy.clip_id, with_for_update=True).changed_at += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert sorted(map(int, said(busy))) == list(range(40))
    with busy.service.database.reading() as work:
        assert log.verify_chain(work).number == 40


def test_what_checks_see_and_people_say_is_noted(village: Village) -> None:
    """A flag with its evidence, an answer, a decision, an appeal and what became of it: in order.

    What people wrote to each other stays out where it is the farmer's: only its digest is kept.
    """
    seen = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"}, Span(5, 9))
    other = colleague(village, name="Helper Zhao")
    farmer = Actor(village.farmer.id, Role.FARMER, village.station_id)
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "test", [seen], NOW)
        flags.replace(work, village.clip_id, "test", [seen], NOW)
        clip = work.get_one(ClipRow, village.clip_id)
        answers.answer(
            work, village.actor, clip, seen.name(), (Answer.DISMISSED, "clock was wrong"), NOW
        )
        reviews.reject(work, village.actor, clip.id, 1, Refusal(Reason.OTHER, "no"), NOW)
        appeals.appeal(work, farmer, clip.id, "secret words", NOW)
        appeals.answer(work, other, reviews.draft(work, other, clip.id), (True, "right"), NOW)
        flags.replace(work, village.clip_id, "test", [], NOW)
    with village.service.database.reading() as work:
        log.verify_chain(work)
        entries = [json.loads(entry) for entry in log.of_clip(work, village.clip_id)]
    assert [entry["what"] for entry in entries] == [
        "flag_seen", "flag_answered", "decided", "appealed", "appeal_answered", "flag_gone",
    ]  # fmt: skip
    assert entries[0]["data"]["evidence"] == {"day": "2026-01-01"}
    assert entries[0]["data"]["span"] == [5, 9]
    assert entries[1]["data"]["words"] == "clock was wrong"
    assert entries[4]["data"]["upheld"] is True
    assert "secret words" not in str(entries)
