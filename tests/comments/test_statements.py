"""Statements of reasons: one for each comment that is kept back, without a word of it."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from tests.comments.boards import RUDE, Board, board
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.comments import appeals, service, statements
from vidcommerce.comments.policy import Reason
from vidcommerce.language import words

_EN = words("en")


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def test_each_removal_has_one(here: Board) -> None:
    """By a rule or a person, with the rule, who found it, and how the appeal went."""
    with here.village.service.database.writing() as work:
        here.write(work)  # waits: nothing is decided
        rude = here.write(work, RUDE)
        dull = here.write(work, "Something else")
        service.reject(work, here.moderator, dull.id, dull.version, Reason.OFF_TOPIC, NOW + 5)
        made = appeals.appeal(work, rude, "", NOW + 6)
        appeals.answer(work, here.moderator, made.id, (False, "No"), NOW + 7)
        by_rule, by_person, after = statements.part(work, _EN)
        assert (by_rule.comment, by_rule.ground, by_rule.automatic_decision) == (
            rude.id, "abuse", True,
        )  # fmt: skip
        assert (by_rule.redress, by_rule.appeal) == ("appeal", "stays")
        assert by_rule.ground_words == "It insults or threatens somebody."
        assert by_rule.answered_at == "2026-05-28T20:26:40.007Z"
        assert (by_person.ground, by_person.automatic_decision) == ("off_topic", False)
        assert (by_person.page, by_person.appeal) == (f"/v/{here.page.slug}/", "")
        assert (after.comment, after.redress, after.automatic_decision) == (rude.id, "used", False)


def test_its_writer_reads_it(here: Board) -> None:
    """What was done, why, how it was found, who decided, what can be done; nothing once shown."""
    with here.village.service.database.writing() as work:
        rude = here.write(work, RUDE)
        action = statements.of_comment(work, rude)
        assert action is not None
        told = dict(statements.told(action, _EN))
        assert told["The rule"] == "It insults or threatens somebody."
        assert told["Who decided"].startswith("A program")
        assert "another person" in told["What you can do"]
        service.let_through(work, here.moderator, rude.id, rude.version, NOW)
        assert statements.of_comment(work, rude) is None


def test_files_hold_all_of_them_and_no_word_of_anybody(here: Board) -> None:
    """CSV and JSON say the same; neither text nor name is in them; a table is made in parts."""
    with here.village.service.database.writing() as work:
        for _ in range(3):
            here.write(work, RUDE)
        found = list(statements.every(work, _EN))
        assert len(found) == 3
        assert statements.part(work, _EN, after=found[0].number, limit=1) == found[1:2]
    table, lines = StringIO(), StringIO()
    statements.write_csv(found[:1], table)
    statements.write_csv(found[1:], table, header=False)
    statements.write_json(found, lines)
    for text in (table.getvalue(), lines.getvalue()):
        assert "fuck" not in text
        assert "Mei" not in text
    rows = list(csv.DictReader(StringIO(table.getvalue())))
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [row["number"] for row in rows] == [str(one["number"]) for one in said]
    assert set(rows[0]) == set(said[0])


def test_a_station_reads_its_own(here: Board) -> None:
    """A lead those of the station, an auditor all, a helper none."""
    with here.village.service.database.writing() as work:
        here.write(work, RUDE)
        assert len(statements.part(work, _EN, station_id=here.village.station_id)) == 1
        assert statements.part(work, _EN, station_id="another") == []
    lead = Actor("p", Role.LEAD, here.village.station_id)
    assert statements.station_of(lead) == here.village.station_id
    assert statements.station_of(Actor("p", Role.AUDITOR, None)) == ""
    with pytest.raises(NotAllowed):
        statements.station_of(here.moderator)
