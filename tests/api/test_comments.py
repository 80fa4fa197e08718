"""Comments by way of HTTP: written by shoppers, decided on the moderators' page."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People, Someone
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.comments.policy import WINDOW
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow

_SWEET = {"name": "Mei", "text": "Very sweet! <b>5 stars</b>"}


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip."""
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


@pytest.fixture
def moderator(people: People, village: Village) -> Someone:
    """A moderator of the village, signed in."""
    return people(Role.MODERATOR, village.station_id)


def _shown(client: TestClient, row: PublicationRow) -> list[dict[str, str]]:
    comments: list[dict[str, str]] = client.get(f"/v/{row.slug}/comments.json").json()["comments"]
    return comments


def _ids(html: str) -> list[str]:
    return re.findall(r'action="/moderate/(\w+)"', html)


def test_without_scripts_a_comment_is_written_and_followed(
    client: TestClient, row: PublicationRow, moderator: Someone
) -> None:
    """A form, a receipt's address, a moderator's button, and then everybody reads it."""
    answer = client.post(f"/v/{row.slug}/comments", data=_SWEET)
    assert answer.status_code == 303
    receipt = answer.headers["location"]
    waiting = client.get(receipt).text
    assert "Waiting: somebody at the station reads it first." in waiting
    assert "&lt;b&gt;5 stars" in waiting
    assert _shown(client, row) == []
    (comment,) = _ids(moderator.client.get("/moderate").text)
    decided = moderator.client.post(f"/moderate/{comment}", data={"version": "1", "do": "show"})
    assert decided.headers["location"].startswith("/moderate?done=")
    assert [c["text"] for c in _shown(client, row)] == [_SWEET["text"]]
    assert "&lt;b&gt;5 stars" in client.get(f"/v/{row.slug}/comments").text
    assert "It is shown." in client.get(receipt).text


def test_the_pages_script_writes_and_follows(
    client: TestClient, row: PublicationRow, moderator: Someone
) -> None:
    """The same as JSON, said in the page's language, with the reason of a rejection."""
    said = client.post(f"/v/{row.slug}/comments.json?lang=zh", data=_SWEET)
    assert said.status_code == 201
    assert said.json()["state"] == "held"
    assert said.json()["status"].startswith("等待中：站里的人会先看一看。")
    (comment,) = _ids(moderator.client.get("/moderate").text)
    moderator.client.post(
        f"/moderate/{comment}", data={"version": "1", "do": "hide", "reason": "advertising"}
    )
    address = f"/v/{row.slug}/comments/{said.json()['receipt']}.json"
    assert client.get(address).json()["status"] == "It is not shown. It advertises something else."
    assert _shown(client, row) == []


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "text": "Sweet"}, "Please write a name and a comment."),
        ({"name": "Mei", "text": "x" * 1001}, "That is too long: 1000 characters at most."),
        ({**_SWEET, "trap": "x"}, "This looks as if a program had sent it."),
    ],
)
def test_a_refused_comment_is_not_lost(
    client: TestClient, row: PublicationRow, form: dict[str, str], sentence: str
) -> None:
    """The page says why, and the form still holds what was typed."""
    answer = client.post(f"/v/{row.slug}/comments", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert form["text"][:30] in answer.text or "&lt;b&gt;" in answer.text
    problem = client.post(f"/v/{row.slug}/comments.json", data=form)
    assert (problem.status_code, problem.headers["content-type"]) == (
        422, "application/problem+json",
    )  # fmt: skip
    assert sentence in problem.json()["detail"]


def test_the_second_moderator_sees_how_it_stands(
    client: TestClient, row: PublicationRow, moderator: Someone
) -> None:
    """409, with the list as it is now."""
    client.post(f"/v/{row.slug}/comments", data=_SWEET)
    (comment,) = _ids(moderator.client.get("/moderate").text)
    form = {"version": "1", "do": "show"}
    assert moderator.client.post(f"/moderate/{comment}", data=form).status_code == 303
    second = moderator.client.post(f"/moderate/{comment}", data={**form, "do": "hide"})
    assert second.status_code == 409
    assert "Somebody else has changed this" in second.text
    assert len(_shown(client, row)) == 1


def test_other_stations_moderators_see_nothing(
    client: TestClient, row: PublicationRow, moderator: Someone, people: People
) -> None:
    """Neither in their list nor by its id."""
    client.post(f"/v/{row.slug}/comments", data=_SWEET)
    (comment,) = _ids(moderator.client.get("/moderate").text)
    other = people(Role.MODERATOR)
    assert _ids(other.client.get("/moderate").text) == []
    answer = other.client.post(f"/moderate/{comment}", data={"version": "1", "do": "show"})
    assert answer.status_code == 404


def test_another_site_can_not_decide(row: PublicationRow, moderator: Someone) -> None:
    """Without the session's token nothing is decided."""
    del moderator.client.headers["X-CSRF-Token"]
    answer = moderator.client.post("/moderate/x", data={"version": "1", "do": "show"})
    assert answer.status_code == 403
    assert row.version == 1


def test_no_address_is_kept(client: TestClient, village: Village, row: PublicationRow) -> None:
    """Of who writes there is the name that they chose, and no column for more."""
    client.post(f"/v/{row.slug}/comments", data=_SWEET, headers={"X-Forwarded-For": "10.9.8.7"})
    with village.service.database.engine.connect() as connection:
        dumped = str(connection.exec_driver_sql("SELECT * FROM comments").all())
    assert "Mei" in dumped
    assert "10.9.8.7" not in dumped
    assert "testclient" not in dumped


def test_who_writes_too_soon_is_told_when_to_try_again(
    client: TestClient, row: PublicationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script, a form and a program all get Retry-After, in seconds, with the 429."""
    monkeypatch.setattr("vidcommerce.comments.policy.MOST_IN_WINDOW", 0)
    address = f"/v/{row.slug}/comments"
    script = client.post(f"{address}.json", data=_SWEET)
    form = client.post(address, data=_SWEET, headers={"Accept": "text/html"})
    for answer in (script, form):
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == str(WINDOW // 1000)
    assert "retry-after" not in client.post(f"{address}.json", data={"name": "Mei"}).headers
