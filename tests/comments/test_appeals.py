"""Appeals on a real database: another person answers, once, and the writer's record is right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.comments.boards import RUDE, Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, Role
from vidcommerce.comments import appeals, banning, service, writing
from vidcommerce.comments.appeals import (
    LONGEST,
    AnswerMissing,
    AppealTooLate,
    AppealTooLong,
    AppealUnknown,
    OwnDecision,
)
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.tables import CommentActionRow


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def test_a_rule_kept_it_back_and_a_person_shows_it(here: Board) -> None:
    """The appeal waits for who moderates there; a yes shows the comment and counts as a yes."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        row = here.write(work, RUDE, mei)
        assert (row.state, appeals.may_appeal(work, row)) == ("withheld", True)
        made = appeals.appeal(work, row, "  A   joke. ", NOW + 1)
        assert made.words == "A joke."
        assert appeals.appeal(work, row, "Again", NOW + 2).id == made.id
        assert not appeals.may_appeal(work, row)
        (waiting,) = appeals.waiting(work, here.moderator)
        assert (waiting.row.id, waiting.slug) == (made.id, here.page.slug)
        assert appeals.count_waiting(work, here.moderator) == 1
        appeals.answer(work, here.moderator, made.id, (True, ""), NOW + 3)
        assert (row.state, row.decided_by, mei.approved) == ("shown", here.moderator.person_id, 6)
        assert appeals.waiting(work, here.moderator) == []
        assert not appeals.may_appeal(work, row)


def test_it_stays_so_and_that_ends_it(here: Board) -> None:
    """The writer is told in words; the person's decision names no further appeal here."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE)
        made = appeals.appeal(work, row, "", NOW)
        with pytest.raises(AnswerMissing):
            appeals.answer(work, here.moderator, made.id, (False, " "), NOW)
        with pytest.raises(AppealTooLong):
            appeals.answer(work, here.moderator, made.id, (False, "x" * (LONGEST + 1)), NOW)
        appeals.answer(work, here.moderator, made.id, (False, "It insults."), NOW)
        assert (row.state, row.reason, row.automatic) == ("rejected", "abuse", False)
        found = appeals.of_comment(work, row.id)
        assert found is not None
        assert (found.answer, found.upheld) == ("It insults.", False)
        with pytest.raises(AppealTooLate):
            appeals.appeal(work, row, "But", NOW)
        with pytest.raises(AppealUnknown):
            appeals.answer(work, here.moderator, made.id, (True, ""), NOW)


def test_who_decided_does_not_answer(here: Board) -> None:
    """A person rejected it: that person can't look again, another one can."""
    with here.village.service.database.writing() as work:
        row = here.write(work)
        service.reject(work, here.moderator, row.id, row.version, Reason.OFF_TOPIC, NOW)
        made = appeals.appeal(work, row, "It is about oranges", NOW)
        with pytest.raises(OwnDecision):
            appeals.answer(work, here.moderator, made.id, (False, "No"), NOW)
        other = here.other_moderator(work)
        appeals.answer(work, other, made.id, (False, "It is not."), NOW)
        assert (row.state, row.decided_by) == ("rejected", here.moderator.person_id)
        assert not appeals.may_appeal(work, row)


def test_a_ban_ends_with_what_it_was_for(here: Board) -> None:
    """Who was stopped for a comment that was right may write again, unless for another, too."""
    with here.village.service.database.writing() as work:
        for others in (0, 1):
            mei = trusted(work)
            rows = [here.write(work, RUDE, mei) for _ in range(1 + others)]
            for row in rows:
                banning.ban(work, here.moderator, row.id, 7, Reason.INSULT, NOW)
            made = appeals.appeal(work, rows[0], "", NOW + 1)
            appeals.answer(work, here.other_moderator(work), made.id, (True, ""), NOW + 2)
            assert (mei.banned_until > NOW + 2) == bool(others)


def test_another_decision_may_be_appealed_again(here: Board) -> None:
    """What was shown after an appeal and taken down once more is a new decision."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE)
        first = appeals.appeal(work, row, "", NOW)
        appeals.answer(work, here.moderator, first.id, (True, ""), NOW)
        service.reject(work, here.moderator, row.id, row.version, Reason.INSULT, NOW)
        assert appeals.may_appeal(work, row)
        assert appeals.appeal(work, row, "", NOW).id != first.id


def test_there_is_nothing_to_ask_for_where_it_is_not_kept_back(here: Board) -> None:
    """A comment that is shown or waits can't be appealed about; one deleted meanwhile is gone."""
    with here.village.service.database.writing() as work:
        for row in (here.write(work), here.write(work, by=trusted(work))):
            with pytest.raises(AppealTooLate):
                appeals.appeal(work, row, "", NOW)
        row = here.write(work, RUDE)
        made = appeals.appeal(work, row, "", NOW)
        writing.delete(work, row, NOW)
        assert appeals.waiting(work, here.moderator) == []
        with pytest.raises(AppealUnknown):
            appeals.answer(work, here.moderator, made.id, (True, ""), NOW)


def test_strangers_and_farmers_answer_nothing(here: Board) -> None:
    """Neither other stations nor people who may not moderate; a made-up id is nobody's."""
    with here.village.service.database.writing() as work:
        made = appeals.appeal(work, here.write(work, RUDE), "", NOW)
        other = _stranger(here)
        assert appeals.waiting(work, other) == []
        for actor, appeal_id in ((other, made.id), (here.moderator, "0" * 32)):
            with pytest.raises(AppealUnknown):
                appeals.answer(work, actor, appeal_id, (True, ""), NOW)
        farmer = replace(here.moderator, role=Role.FARMER)
        with pytest.raises(NotAllowed) as refused:
            appeals.answer(work, farmer, made.id, (True, ""), NOW)
        assert refused.value.action == Action.MODERATE


def test_each_step_is_in_the_log(here: Board) -> None:
    """Withheld, appealed, answered, shown: with who did it."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE)
        made = appeals.appeal(work, row, "", NOW)
        appeals.answer(work, here.moderator, made.id, (True, ""), NOW)
        asked = select(CommentActionRow).where(CommentActionRow.comment_id == row.id)
        found = work.scalars(asked.order_by(CommentActionRow.number)).all()
        who = here.moderator.person_id
        assert [(one.action, one.person_id) for one in found] == [
            ("withheld", None), ("appealed", None), ("answered", who), ("shown", who),
        ]  # fmt: skip


def _stranger(here: Board) -> Actor:
    return replace(here.moderator, station_id="another")


def test_who_decided_meanwhile_does_not_answer(here: Board) -> None:
    """A rule kept it back, and before the answer a person agreed: another one must look."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE)
        made = appeals.appeal(work, row, "A joke", NOW)
        service.reject(work, here.moderator, row.id, row.version, Reason.INSULT, NOW)
        with pytest.raises(OwnDecision):
            appeals.answer(work, here.moderator, made.id, (False, "No"), NOW)
        other = here.other_moderator(work)
        assert appeals.answer(work, other, made.id, (True, ""), NOW).upheld
        assert row.state == "shown"


def test_words_hold_no_hidden_characters(here: Board) -> None:
    """What PostgreSQL can't keep, and what turns the direction of the page around it."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE)
        made = appeals.appeal(work, row, "A\x00 \u202ejoke", NOW)
        assert made.words == "A joke"
