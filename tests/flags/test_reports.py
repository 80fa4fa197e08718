"""What shoppers report: how it is counted, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import NotAllowed
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import open_database
from vidcommerce.flags import log, reports
from vidcommerce.flags import service as flags
from vidcommerce.flags.kinds import Kind, Severity
from vidcommerce.flags.reports import (
    LONGEST,
    MANY,
    MOST_IN_WINDOW,
    WINDOW,
    OwnReport,
    Reason,
    ReplyMissing,
    ReportAnswered,
    ReportEmpty,
    ReportLong,
    ReportsTooMany,
    ReportTrapped,
    ReportUnknown,
    Told,
    flags_of,
    independent,
    tidied,
)
from vidcommerce.flags.tables import ReportRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.service import Service
from vidcommerce.tables import all_tables

BAD = Told(Reason.NOT_AS_SHOWN, "They were small.")


def _row(visitor: str = "", *, upheld: bool | None = None, reason: str = "other") -> ReportRow:
    return ReportRow(visitor=visitor, upheld=upheld, reason=reason)


def visitor(number: int) -> str:
    """Return the id of a browser."""
    return f"{number:024x}"


@given(visitors=st.lists(st.sampled_from(["", "a", "b", "c"])))
def test_nobody_counts_twice(visitors: list[str]) -> None:
    """However often one browser reports; those without an id are one at the most."""
    assert independent(visitors) == independent(visitors * 2) <= 4
    assert independent([*visitors, "new"]) == independent(visitors) + 1


def test_a_flag_says_how_many_report_what() -> None:
    """One asks; many independent ones, or one that was found right, are serious."""
    assert flags_of([]) == ()
    (one,) = flags_of([_row("a", reason="other_place"), _row("a")])
    assert (one.severity, one.evidence["people"]) == (Severity.QUESTION, 1)
    assert one.evidence["reasons"] == {"other": 1, "other_place": 1}
    (many,) = flags_of([_row(str(number)) for number in range(MANY)])
    assert many.severity is Severity.SERIOUS
    (right,) = flags_of([_row("a", upheld=True)])
    assert right.severity is Severity.SERIOUS
    assert flags_of([_row("a", upheld=False)]) == ()


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        (replace(BAD, trap="x"), ReportTrapped),
        (Told(Reason.OTHER, " \n\u202e "), ReportEmpty),
        (replace(BAD, words="x" * (LONGEST + 1)), ReportLong),
    ],
)
def test_what_breaks_the_rules_is_refused(told: Told, refused: type[Exception]) -> None:
    """A program's, an empty one, one that is too long."""
    with pytest.raises(refused):
        tidied(told)


def test_a_report_is_tidied() -> None:
    """Hidden signs and needless space go, and an id that the page never made."""
    assert tidied(Told(Reason.OTHER, "a\u202e \n b", "no id")) == Told(Reason.OTHER, "a b", "")
    assert tidied(replace(BAD, visitor=visitor(1))).visitor == visitor(1)


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """A published page of the village."""
    return published(village)


def published(village: Village) -> PublicationRow:
    """Publish the village's clip."""
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


def sent(village: Village, row: PublicationRow, told: Told = BAD, now: int = NOW) -> ReportRow:
    """Have a shopper report the page."""
    with village.service.database.writing() as work:
        receipt = reports.report(work, row, told, now)
        return reports.of_receipt(work, row, receipt)


def severities(village: Village) -> list[Severity]:
    """Return how much the flags of reports weigh."""
    with village.service.database.reading() as work:
        found = flags.of_clip(work, village.clip_id)
    return [flag.severity for flag in found if flag.kind is Kind.REPORTED]


def test_a_report_becomes_evidence_and_an_answer_settles_it(
    village: Village, row: PublicationRow
) -> None:
    """It is a flag until somebody finds it wrong; all of it is in the log, but not its words."""
    first = sent(village, row)
    assert severities(village) == [Severity.QUESTION]
    with village.service.database.writing() as work:
        (waiting,) = reports.waiting(work, village.actor)
        assert (waiting[0].id, waiting[1].slug) == (first.id, row.slug)
        assert reports.count_waiting(work, village.actor) == 1
        assert reports.count_waiting(work, village.stranger) == 0
        reports.answer(work, village.actor, first.id, (False, " we weighed  them "), NOW + 1)
    assert severities(village) == []
    with village.service.database.reading() as work:
        answered = work.get_one(ReportRow, first.id)
        assert (answered.upheld, answered.answer) == (False, "we weighed them")
        assert reports.count_waiting(work, village.actor) == 0
        noted = [json.loads(entry) for entry in log.of_clip(work, village.clip_id)]
        assert [entry["what"] for entry in noted] == [
            "reported", "flag_seen", "report_answered", "flag_gone",
        ]  # fmt: skip
        assert "small" not in str(noted)
        log.verify_chain(work)


def test_one_that_is_right_stays(village: Village, row: PublicationRow) -> None:
    """What was found right weighs as much as anything can, until the video is mended."""
    first = sent(village, row)
    with village.service.database.writing() as work:
        reports.answer(work, village.actor, first.id, (True, "sorry"), NOW)
    assert severities(village) == [Severity.SERIOUS]


def test_who_answers(village: Village, row: PublicationRow) -> None:
    """Somebody of the station, once, with words, and never about their own video."""
    first = sent(village, row)
    other = colleague(village)
    with village.service.database.writing() as work:
        with pytest.raises(ReportUnknown):
            reports.answer(work, village.stranger, first.id, (True, "x"), NOW)
        with pytest.raises(ReportUnknown):
            reports.answer(work, village.actor, "none", (True, "x"), NOW)
        with pytest.raises(NotAllowed):
            reports.answer(work, village.moderator, first.id, (True, "x"), NOW)
        with pytest.raises(ReplyMissing):
            reports.answer(work, village.actor, first.id, (True, "  "), NOW)
        with pytest.raises(ReportLong):
            reports.answer(work, village.actor, first.id, (True, "x" * 501), NOW)
        work.get_one(ClipRow, village.clip_id).farmer_id = village.helper.id
        with pytest.raises(OwnReport):
            reports.answer(work, village.actor, first.id, (True, "x"), NOW)
    with village.service.database.writing() as work:
        reports.answer(work, other, first.id, (True, "x"), NOW)
        with pytest.raises(ReportAnswered):
            reports.answer(work, other, first.id, (False, "x"), NOW)


def test_only_the_receipt_finds_a_report(village: Village, row: PublicationRow) -> None:
    """Nobody guesses one; that of one page finds nothing on another."""
    other = published(settle(village.service, village.station_id))
    with village.service.database.writing() as work:
        receipt = reports.report(work, row, BAD, NOW)
        for page, guess in ((row, "x"), (other, receipt)):
            with pytest.raises(ReportUnknown):
                reports.of_receipt(work, page, guess)


def test_a_flood_is_held_off(village: Village, row: PublicationRow) -> None:
    """One page takes so many in a while, then waits."""
    for number in range(MOST_IN_WINDOW):
        sent(village, row, replace(BAD, visitor=visitor(number)))
    with pytest.raises(ReportsTooMany):
        sent(village, row)
    sent(village, row, now=NOW + WINDOW)
    assert severities(village) == [Severity.SERIOUS]


@pytest.fixture
def busy(service: Service, postgres_url: str) -> Iterator[Village]:
    """A station on PostgreSQL, where people do things at the same moment."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    yield settle(replace(service, database=database))
    database.engine.dispose()


@pytest.mark.slow
def test_reports_at_the_same_moment_all_count(busy: Village) -> None:
    """None of them waits for ever, and the flag knows of each."""
    row = published(busy)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: sent(busy, row, replace(BAD, visitor=visitor(n))), range(8)))
    with busy.service.database.reading() as work:
        (flag,) = [f for f in flags.of_clip(work, busy.clip_id) if f.kind is Kind.REPORTED]
        assert flag.evidence["people"] == 8
        log.verify_chain(work)
