"""Questions and answers on a real database: who may answer, what waits, what becomes a fact."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.comments.boards import Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.comments import answering, questions, service, writing
from vidcommerce.comments.answering import MOST_PINNED, PinsTooMany
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.questions import OFTEN, Fact
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.comments.tables import CommentRow
from vidcommerce.publishing import repository as publications


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def _farmer(here: Board) -> Actor:
    return Actor(here.village.farmer.id, Role.FARMER, here.village.station_id)


def _ask(here: Board, work: Session, text: str = "When do you pick?", now: int = NOW) -> CommentRow:
    return here.write(work, text, trusted(work), now, Kind.QUESTION)


def test_the_farmer_answers(here: Board) -> None:
    """Shown at once under the question, by name; answered once more it is the same one, changed."""
    with here.village.service.database.writing() as work:
        asked = _ask(here, work)
        here.write(work, "Nice", trusted(work))
        (one,) = questions.waiting(work, _farmer(here))
        assert (one.row.id, one.wanted, questions.count_waiting(work, _farmer(here))) == (
            asked.id, 1, 1,
        )  # fmt: skip
        said = answering.answer(work, _farmer(here), asked.id, " In  November ", NOW)
        assert (said.state, said.name, said.reply_to) == ("shown", "Farmer Li", asked.id)
        assert (said.kind, said.pinned_at is not None) == ("answer", True)
        assert questions.waiting(work, _farmer(here)) == []
        assert questions.count_waiting(work, _farmer(here)) == 0
        again = answering.answer(work, _farmer(here), asked.id, "In December", NOW + 1)
        assert (again.id, again.text, again.edited_at) == (said.id, "In December", NOW + 1)
        (told,) = questions.answered(work, _farmer(here))
        assert told.answer is not None
        assert told.answer.text == "In December"


def test_staff_answer_as_the_station(here: Board) -> None:
    """Not by their own name."""
    with here.village.service.database.writing() as work:
        said = answering.answer(work, here.moderator, _ask(here, work).id, "In November", NOW)
        assert (said.name, said.person_id) == ("Hillside", here.moderator.person_id)


@pytest.mark.parametrize("text", ["These oranges cure cancer", "fuck you", "治疗糖尿病"])
def test_an_answer_that_may_not_be_said_waits(here: Board, text: str) -> None:
    """An answer is part of the offer: claims are read by a moderator, as rudeness is."""
    with here.village.service.database.writing() as work:
        asked = _ask(here, work)
        said = answering.answer(work, _farmer(here), asked.id, text, NOW)
        assert (said.state, said.reason != "") == ("held", True)
        assert questions.waiting(work, _farmer(here)) == []
        service.reject(work, here.moderator, said.id, said.version, Reason.UNTRUE, NOW)
        assert [one.row.id for one in questions.waiting(work, _farmer(here))] == [asked.id]


def test_others_answer_nothing(here: Board) -> None:
    """No other farmer, no other station, no auditor; and only questions that are shown."""
    with here.village.service.database.writing() as work:
        asked = _ask(here, work)
        other = Actor("another", Role.FARMER, here.village.station_id)
        assert questions.waiting(work, other) == []
        for actor in (other, here.village.stranger):
            with pytest.raises(CommentUnknown):
                answering.answer(work, actor, asked.id, "x", NOW)
        with pytest.raises(NotAllowed):
            answering.answer(work, Actor("a", Role.AUDITOR, None), asked.id, "x", NOW)
        held = here.write(work, "And you?", kind=Kind.QUESTION)
        for row in (held, here.write(work, "Nice", trusted(work))):
            with pytest.raises(CommentUnknown):
                answering.answer(work, _farmer(here), row.id, "x", NOW)


def test_what_is_asked_often_becomes_a_fact(here: Board) -> None:
    """By "me too", once each, or by asking the same; only while both are shown."""
    with here.village.service.database.writing() as work:
        asked = _ask(here, work)
        said = answering.answer(work, _farmer(here), asked.id, "In November", NOW)
        ann = trusted(work, "Ann")
        assert questions.want_to_know(work, asked, ann, NOW)
        assert not questions.want_to_know(work, asked, ann, NOW)
        assert questions.facts(work, here.page.id) == ()
        _ask(here, work, "When do you  pick ??", NOW + 1)
        assert asked.asked + 2 == OFTEN
        fact = Fact("When do you pick?", "In November", "Farmer Li")
        assert questions.facts(work, here.page.id) == (fact,)
        service.reject(work, here.moderator, said.id, said.version, Reason.UNTRUE, NOW)
        assert questions.facts(work, here.page.id) == ()


def test_who_asked_does_not_count_twice(here: Board) -> None:
    """And nobody wants to know what is no question."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        asked = here.write(work, "When?", mei, kind=Kind.QUESTION)
        assert not questions.want_to_know(work, asked, mei, NOW)
        with pytest.raises(CommentUnknown):
            questions.want_to_know(work, here.write(work, "Nice", mei), mei, NOW)


def test_pinning_makes_a_fact_and_has_the_page_made_anew(here: Board) -> None:
    """Taken off it is none; so many pins and no more."""
    with here.village.service.database.writing() as work:
        asked = _ask(here, work)
        answering.answer(work, _farmer(here), asked.id, "In November", NOW)
        answering.pin(work, here.moderator, asked.id, NOW + 5, pinned=True)
        assert publications.site_of(work, here.village.station_id).changed_at == NOW + 5
        assert len(questions.facts(work, here.page.id)) == 1
        answering.pin(work, here.moderator, asked.id, NOW + 6, pinned=False)
        assert questions.facts(work, here.page.id) == ()
        for number in range(MOST_PINNED):
            more = _ask(here, work, f"Question {number}?")
            answering.pin(work, here.moderator, more.id, NOW, pinned=True)
        with pytest.raises(PinsTooMany):
            answering.pin(work, here.moderator, asked.id, NOW, pinned=True)


def test_what_is_decided_about_a_fact_has_the_page_made_anew(here: Board) -> None:
    """An answer that waited and is let through, one that is taken down, a question that goes."""
    with here.village.service.database.writing() as work:

        def changed() -> int:
            return publications.site_of(work, here.village.station_id).changed_at

        asked = _ask(here, work)
        answering.pin(work, here.moderator, asked.id, NOW, pinned=True)
        said = answering.answer(work, _farmer(here), asked.id, "Best oranges in all China!", NOW)
        assert (said.state, questions.facts(work, here.page.id)) == ("held", ())
        other = here.other_moderator(work)
        service.let_through(work, other, said.id, said.version, NOW + 100)
        assert (len(questions.facts(work, here.page.id)), changed()) == (1, NOW + 100)
        service.reject(work, other, said.id, said.version, Reason.UNTRUE, NOW + 200)
        assert (questions.facts(work, here.page.id), changed()) == ((), NOW + 200)
        service.let_through(work, other, said.id, said.version, NOW + 300)
        writing.delete(work, asked, NOW + 400)
        assert (questions.facts(work, here.page.id), changed()) == ((), NOW + 400)
        here.write(work, "No question", trusted(work), NOW + 500)
        unknown = here.write(work, "Do you ship?", None, NOW + 500, Kind.QUESTION)
        assert (unknown.state, changed()) == ("held", NOW + 400)


def test_a_question_that_its_writer_changes_is_another_one(here: Board) -> None:
    """What staff pinned and others wanted to know were other words: no fact any more."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        asked = here.write(work, "When do you pick?", mei, NOW, Kind.QUESTION)
        answering.answer(work, _farmer(here), asked.id, "Yes, always", NOW)
        answering.pin(work, here.moderator, asked.id, NOW, pinned=True)
        for _ in range(OFTEN):
            questions.want_to_know(work, asked, trusted(work), NOW)
        assert len(questions.facts(work, here.page.id)) == 1
        writing.edit(work, asked, "Is it rotten?", NOW + 1, mei)
        assert (asked.state, asked.pinned_at, asked.asked) == ("shown", None, 0)
        assert questions.facts(work, here.page.id) == ()
