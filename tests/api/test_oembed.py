"""oEmbed's endpoint: answers for a public page as its file does, and for nothing else."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.stations import NOW, Village
from vidcommerce.clips.states import State
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip."""
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


@pytest.fixture
def url(village: Village, row: PublicationRow) -> str:
    """The page's whole address."""
    return f"{village.service.settings.public_url}/v/{row.slug}/"


def test_the_endpoint_says_what_the_file_says(
    client: TestClient, row: PublicationRow, url: str
) -> None:
    """With room enough the answers are the same; with less the frame is smaller."""
    answer = client.get("/oembed", params={"url": url, "format": "json"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json() == client.get(f"{row.bundle.removeprefix('site')}/oembed.json").json()
    small = client.get("/oembed", params={"url": url, "maxwidth": 300}).json()
    assert (small["width"], "thumbnail_url" in small) == (300, False)


def test_what_it_does_not_answer_for(client: TestClient, village: Village, url: str) -> None:
    """As the specification has it: 501 for another format, 404 for another address."""
    assert client.get("/oembed", params={"url": url, "format": "xml"}).status_code == 501
    assert client.get("/oembed", params={"url": url + "comments"}).status_code == 404
    assert client.get("/oembed", params={"url": url, "maxwidth": 0}).status_code == 422
    assert client.get("/oembed").status_code == 404
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, NOW)
    assert client.get("/oembed", params={"url": url}).status_code == 410
