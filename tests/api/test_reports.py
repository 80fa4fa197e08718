"""Reporting a video, answering, and reading the answer: all by forms, without any script."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.publishing import service as publishing

pytestmark = pytest.mark.slow


@pytest.fixture
def at(village: Village) -> str:
    """The address at which the village's page is reported."""
    village.set_state(State.PUBLISHING)
    row = publishing.publish(village.service, village.clip_id, NOW)
    return f"/v/{row.slug}/report"


def test_from_the_report_to_the_answer(
    client: TestClient, people: People, village: Village, at: str
) -> None:
    """A shopper reports, a helper answers, the shopper reads it; words are shown as they stand."""
    assert f'href="{at.rpartition("/")[2]}"' in client.get(at.removesuffix("report")).text
    form = client.get(at)
    assert (form.status_code, "In your own words" in form.text) == (200, True)
    sent = {"reason": "other_place", "words": "<b>From elsewhere</b>"}
    answer = client.post(at, data=sent)
    assert answer.status_code == 303
    own = answer.headers["location"]
    assert "Nobody has answered it yet" in client.get(own).text
    helper = people(Role.HELPER, village.station_id).client
    assert "What shoppers reported: 1" in helper.get("/review").text
    listed = helper.get("/review/reports").text
    assert "&lt;b&gt;From elsewhere&lt;/b&gt;" in listed
    assert "Your answer to the shopper" in listed
    report_id = re.findall(r'action="/review/reports/([0-9a-f]{32})"', listed)[0]
    empty = helper.post(f"/review/reports/{report_id}", data={"do": "right"})
    assert (empty.status_code, "reads them" in empty.text) == (422, True)
    said = {"do": "right", "words": "We asked: it was last year's."}
    assert helper.post(f"/review/reports/{report_id}", data=said).status_code == 303
    assert "Nothing waits for an answer" in helper.get("/review/reports").text
    assert "Found right: We asked" in helper.get(f"/review/{village.clip_id}").text
    html = client.get(own).text
    assert "You were right" in html
    assert "We asked" in html


def test_the_answer_is_read_also_when_the_video_is_gone(
    client: TestClient, village: Village, at: str
) -> None:
    """Nothing new is taken then; who reported it may still look."""
    own = client.post(at, data={"reason": "not_as_shown"}).headers["location"]
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, NOW)
    assert client.get(own).status_code == 200
    assert client.get(at).status_code == 410
    assert client.post(at, data={"reason": "not_as_shown"}).status_code == 410


def test_what_is_refused_is_said_beside_the_form(client: TestClient, at: str) -> None:
    """What was written is not lost."""
    answer = client.post(at, data={"reason": "other", "words": "", "trap": ""})
    assert (answer.status_code, "what is wrong" in answer.text) == (422, True)
    trapped = client.post(at, data={"reason": "other", "words": "My words", "trap": "x"})
    assert (trapped.status_code, "My words" in trapped.text) == (422, True)
    assert client.post(at, data={"reason": "nonsense"}).status_code == 422
    assert client.get(f"{at}/nobody").status_code == 404
    assert client.get("/v/nowhere/report/x").status_code == 404


def test_another_station_answers_nothing(client: TestClient, people: People, at: str) -> None:
    """They see none of it."""
    client.post(at, data={"reason": "not_as_shown"})
    stranger = people(Role.HELPER).client
    assert "Nothing waits for an answer" in stranger.get("/review/reports").text
    assert stranger.post("/review/reports/x", data={"words": "x"}).status_code == 404
