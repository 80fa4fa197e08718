"""Appeals from end to end, by forms alone: the writer reads why, asks, and reads the answer."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People
from tests.comments.boards import RUDE, Board, board
from tests.stations import Village
from vidcommerce.accounts.roles import Role

pytestmark = pytest.mark.slow


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def _receipt(client: TestClient, here: Board) -> str:
    """Write what a rule keeps back, and return the address at which its writer follows it."""
    sent = {"name": "Mei", "text": RUDE}
    return client.post(f"/v/{here.page.slug}/comments", data=sent).headers["location"]


def test_from_the_statement_to_the_answer(client: TestClient, people: People, here: Board) -> None:
    """All of it is read on the receipt: the rule, that a program decided, the other's answer."""
    receipt = _receipt(client, here)
    html = client.get(receipt).text
    assert "It insults or threatens somebody." in html
    assert "A program, by our rules." in html
    asked = client.post(f"{receipt}/appeal", data={"words": "<b>A joke</b>"})
    assert (asked.status_code, asked.headers["location"]) == (303, receipt)
    html = client.get(receipt).text
    assert "Nobody has answered yet" in html
    assert "/appeal" not in html
    moderator = people(Role.MODERATOR, here.village.station_id).client
    assert "Asked to look again: 1" in moderator.get("/moderate").text
    listed = moderator.get("/moderate/appeals").text
    assert "&lt;b&gt;A joke&lt;/b&gt;" in listed
    assert "A program kept it back" in listed
    (address,) = re.findall(r'action="(/moderate/appeals/\w+)"', listed)
    empty = moderator.post(address, data={"do": "stays"})
    assert (empty.status_code, "why it stays so" in empty.text) == (422, True)
    said = {"do": "stays", "words": "It insults."}
    assert moderator.post(address, data=said).status_code == 303
    assert "Nobody has asked" in moderator.get("/moderate/appeals").text
    assert "Asked to look again:" not in moderator.get("/moderate").text
    html = client.get(receipt).text
    assert "it stays so" in html
    assert "It insults." in html
    assert "You can still go to a court" in html
    assert moderator.post(address, data={"do": "right"}).status_code == 409
    assert client.post(f"{receipt}/appeal").status_code == 409


def test_the_writer_was_right(client: TestClient, people: People, here: Board) -> None:
    """Then everybody sees it, and its writer is told so."""
    receipt = _receipt(client, here)
    client.post(f"{receipt}/appeal")
    moderator = people(Role.MODERATOR, here.village.station_id).client
    (address,) = re.findall(
        r'action="(/moderate/appeals/\w+)"', moderator.get("/moderate/appeals").text
    )
    moderator.post(address, data={"do": "right", "words": "Sorry"})
    html = client.get(receipt).text
    assert "it is shown again" in html
    assert "Why it is not shown" not in html
    assert RUDE in client.get(f"/v/{here.page.slug}/comments").text


def test_only_its_writer_can_ask(client: TestClient, people: People, here: Board) -> None:
    """No guess finds the comment, and other stations see nothing."""
    receipt = _receipt(client, here)
    assert client.post(f"{receipt}x/appeal").status_code == 404
    client.post(f"{receipt}/appeal")
    assert "Nobody has asked" in people(Role.MODERATOR).client.get("/moderate/appeals").text


def test_statements_are_handed_out(client: TestClient, people: People, here: Board) -> None:
    """A table for who may see the log, JSON by parts for programs; no word of the comment."""
    for _ in range(2):
        _receipt(client, here)
    lead = people(Role.LEAD, here.village.station_id).client
    assert "statements.csv" in lead.get("/moderate/appeals").text
    table = lead.get("/moderate/appeals/statements.csv").text
    rows = list(csv.DictReader(StringIO(table)))
    assert [row["ground"] for row in rows] == ["abuse", "abuse"]
    first = lead.get("/api/v1/comments/statements?limit=1").json()
    second = lead.get(first["next"]).json()
    numbers = [one["number"] for part in (first, second) for one in part["items"]]
    assert numbers == [int(row["number"]) for row in rows]
    assert lead.get(second["next"]).json() == {"items": [], "next": None}
    assert "fuck" not in table
    assert people(Role.LEAD).client.get("/api/v1/comments/statements").json()["items"] == []
    auditor = people(Role.AUDITOR).client
    assert len(auditor.get("/api/v1/comments/statements").json()["items"]) == 2


def test_bought_it_is_wanted_and_taken_back(client: TestClient, here: Board) -> None:
    """Only in the browser that wrote it; a stranger with the receipt changes nothing."""
    sent = {"name": "Mei", "text": "Very sweet!"}
    receipt = client.post(f"/v/{here.page.slug}/comments", data=sent).headers["location"]
    assert "Have you bought it" in client.get(receipt).text
    number = {"visitor": "0123456789abcdef01234567"}
    assert client.post(f"{receipt}/bought", data=number).status_code == 303
    assert "will stand beside your comments" in client.get(receipt).text
    assert client.post(f"{receipt}/bought", data={"visitor": "x"}).status_code == 422
    assert client.post(f"{receipt}/bought").status_code == 303
    assert "Have you bought it" in client.get(receipt).text
    client.cookies.clear()
    assert client.post(f"{receipt}/bought", data=number).status_code == 404


def test_a_writer_erases_themselves(client: TestClient, here: Board) -> None:
    """Only with the box ticked; then nothing of theirs is found, also not by the receipt."""
    receipt = _receipt(client, here)
    assert client.post("/comments/you/erase").status_code == 303
    assert RUDE in client.get("/comments/you").text
    assert client.post("/comments/you/erase", data={"sure": "yes"}).status_code == 303
    assert "Nothing was written with this browser" in client.get("/comments/you").text
    assert client.get(receipt).status_code == 404
