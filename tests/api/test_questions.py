"""Questions from end to end: a shopper asks, the farmer answers on the phone, staff pin it."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People
from tests.comments.boards import Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments import questions
from vidcommerce.comments.kinds import Kind

pytestmark = pytest.mark.slow


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def _ask(here: Board) -> str:
    with here.village.service.database.writing() as work:
        return here.write(work, "When <do> you pick?", trusted(work), NOW, Kind.QUESTION).id


def _farmer(here: Board, people: People) -> TestClient:
    """Sign in a farmer, whose the clip is now."""
    someone = people(Role.FARMER, here.village.station_id)
    with here.village.service.database.writing() as work:
        work.get_one(ClipRow, here.village.clip_id).farmer_id = someone.person.id
    return someone.client


def test_the_farmer_answers_on_the_phone(client: TestClient, people: People, here: Board) -> None:
    """It is told on the first page, answered, and stands under the question for everybody."""
    asked = _ask(here)
    farmer = _farmer(here, people)
    assert "Questions for you: 1" in farmer.get("/farm").text
    html = farmer.get("/farm/questions").text
    assert "When &lt;do&gt; you pick?" in html
    address = f"/farm/questions/{asked}"
    assert re.findall(r'action="(/farm/questions/\w+)"', html) == [address]
    wrong = farmer.post(address, data={"text": "x" * 1001})
    assert (wrong.status_code, "x" * 1001 in wrong.text) == (422, True)
    assert farmer.post(address, data={"text": "In November"}).status_code == 303
    html = farmer.get("/farm/questions").text
    assert "Nobody is waiting for an answer" in html
    assert "In November" in html
    assert "Questions for you" not in farmer.get("/farm").text
    assert "In November" in client.get(f"/v/{here.page.slug}/comments").text


def test_staff_answer_and_pin(people: People, here: Board) -> None:
    """In the station's name; a pinned one is a fact of the page."""
    asked = _ask(here)
    helper = people(Role.HELPER, here.village.station_id).client
    address = f"/moderate/questions/{asked}"
    assert address in helper.get("/moderate/questions").text
    assert helper.post(address, data={"do": "answer", "text": "In May"}).status_code == 303
    assert helper.post(address, data={"do": "pin"}).status_code == 303
    html = helper.get("/moderate/questions").text
    assert "Hillside: In May" in html
    assert "Take it off the top" in html
    with here.village.service.database.reading() as work:
        assert [one.answer for one in questions.facts(work, here.page.id)] == ["In May"]
    assert people(Role.HELPER).client.post(address, data={"text": "x"}).status_code == 404


def test_somebody_else_wants_to_know(client: TestClient, here: Board) -> None:
    """One press counts once for a browser; what is no question is not found."""
    asked = _ask(here)
    address = f"/v/{here.page.slug}/comments/{asked}/wanted"
    for _ in range(2):
        assert client.post(address).status_code == 303
    with here.village.service.database.reading() as work:
        (one,) = questions.waiting(work, here.moderator)
        assert one.wanted == 2
    assert client.post(f"/v/{here.page.slug}/comments/nobody/wanted").status_code == 404
