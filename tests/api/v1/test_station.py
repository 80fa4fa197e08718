"""People, invitations, stations, webhooks and work put aside, over JSON."""

from __future__ import annotations

import pytest
from standardwebhooks.webhooks import Webhook

from tests.api.conftest import People, Someone
from tests.api.v1.conftest import Place
from tests.stations import NOW
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.service import tell

pytestmark = pytest.mark.slow

HOOK = {"url": "https://shop.example/hooks", "events": ["clip.ready", "video.published"]}


@pytest.fixture
def operator(people: People) -> Someone:
    """An operator, who belongs to no station."""
    return people(Role.OPERATOR)


def test_people_are_seen_at_their_station(place: Place, operator: Someone) -> None:
    """A helper sees the station's; an operator everybody; farmers nobody."""
    here = place.helper.client.get("/api/v1/people").json()["items"]
    assert {person["station_id"] for person in here} == {place.village.station_id}
    everywhere = operator.client.get("/api/v1/people").json()["items"]
    assert len(everywhere) > len(here)
    address = f"/api/v1/people/{place.village.farmer.id}"
    assert place.helper.client.get(address).json()["name"] == "Farmer Li"
    assert place.stranger.client.get(address).status_code == 404
    assert place.farmer.get(address).status_code == 403


def test_a_person_is_kept_out_and_let_in_again(place: Place) -> None:
    """At once: their session ends."""
    address = f"/api/v1/people/{place.village.farmer.id}"
    assert place.lead.client.post(f"{address}/disable").json()["disabled_at"] is not None
    assert place.farmer.get("/api/v1/me").status_code == 401
    assert place.lead.client.post(f"{address}/enable").json()["disabled_at"] is None
    assert place.helper.client.post(f"{address}/disable").status_code == 403


def test_an_invitation_shows_its_link_once(place: Place) -> None:
    """A helper invites farmers and no staff; a link can be taken back."""
    client = place.helper.client
    made = client.post("/api/v1/invitations", json={"role": "farmer", "name": "Zhao"})
    assert made.status_code == 201, made.text
    assert made.json()["url"].startswith("http://localhost:8000/join/")
    (listed,) = client.get("/api/v1/invitations").json()["items"]
    assert "url" not in listed
    assert listed["id"] == made.json()["id"]
    staff = client.post("/api/v1/invitations", json={"role": "lead", "name": "Boss"})
    assert staff.status_code == 403
    elsewhere = {"station_id": place.stranger.station_id}
    assert client.get("/api/v1/invitations", params=elsewhere).status_code == 403
    assert client.delete(made.headers["location"]).status_code == 204
    assert client.get("/api/v1/invitations").json()["items"] == []


def test_only_operators_make_stations(place: Place, operator: Someone) -> None:
    """And see them all."""
    asked = {"name": "Riverside", "village": "Anyuan"}
    assert place.lead.client.post("/api/v1/stations", json=asked).status_code == 403
    made = operator.client.post("/api/v1/stations", json=asked)
    assert made.status_code == 201
    assert made.json() in operator.client.get("/api/v1/stations").json()["items"]
    mine = place.lead.client.get("/api/v1/stations").json()["items"]
    assert [station["id"] for station in mine] == [place.village.station_id]


def test_an_endpoint_is_registered_changed_rotated_and_ended(place: Place) -> None:
    """Its secret is shown once, and signs as the standard says."""
    client = place.lead.client
    made = client.post("/api/v1/webhooks", json=HOOK)
    assert made.status_code == 201, made.text
    assert Webhook(made.json()["secret"])
    address = made.headers["location"]
    read = client.get(address)
    assert "secret" not in read.json()
    seen = {"If-Match": read.headers["etag"]}
    assert client.put(address, json=HOOK).status_code == 428
    changed = client.put(address, json=HOOK | {"events": ["comment.held"]}, headers=seen)
    assert changed.json()["events"] == ["comment.held"]
    assert client.put(address, json=HOOK, headers=seen).json()["theirs"]["version"] == 2
    rotated = client.post(f"{address}/secrets")
    assert rotated.status_code == 201
    assert rotated.json()["secret"] != made.json()["secret"]
    with place.village.service.database.writing() as work:
        tell(work, place.village.station_id, Kind.COMMENT_HELD, {"comment_id": "c"}, NOW)
    (sent,) = client.get(f"{address}/deliveries").json()["items"]
    assert (sent["attempts"], sent["ended_at"]) == (0, None)
    ended = client.delete(address, headers={"If-Match": rotated.headers["etag"]})
    assert ended.status_code == 204
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/webhooks").json()["items"] == []


@pytest.mark.parametrize(
    ("wrong", "title"),
    [
        ({"url": "http://shop.example/"}, "AddressRefused"),
        ({"url": "https://127.0.0.1/"}, "AddressRefused"),
        ({"events": []}, "RequestInvalid"),
        ({"events": ["clip.eaten"]}, "RequestInvalid"),
    ],
)
def test_endpoints_that_are_refused(place: Place, wrong: dict[str, object], title: str) -> None:
    """Private addresses above all."""
    answer = place.lead.client.post("/api/v1/webhooks", json=HOOK | wrong)
    assert (answer.status_code, answer.json()["title"]) == (422, title)


def test_operators_name_the_station(operator: Someone, place: Place) -> None:
    """Without one there is nowhere to register; with it they can."""
    assert operator.client.post("/api/v1/webhooks", json=HOOK).status_code == 404
    named = HOOK | {"station_id": place.village.station_id}
    assert operator.client.post("/api/v1/webhooks", json=named).status_code == 201


def test_work_put_aside_is_seen_and_run_again(place: Place, operator: Someone) -> None:
    """By operators, with the log; only once."""
    with place.village.service.database.writing() as work:
        clip = work.get_one(ClipRow, place.village.clip_id)
        clip.state = State.ASIDE
        work.add(
            JobRow(
                id="a" * 32, clip_id=clip.id, stage="render", queue="render", created_at=NOW,
                due_at=NOW, attempts=5, aside_at=NOW, log="ffmpeg said no",
            )
        )  # fmt: skip
    assert place.lead.client.get("/api/v1/jobs/aside").status_code == 403
    (job,) = operator.client.get("/api/v1/jobs/aside").json()["items"]
    assert (job["log"], job["stage"]) == ("ffmpeg said no", "render")
    address = f"/api/v1/jobs/{job['id']}/run-again"
    assert operator.client.post(address).status_code == 200
    assert operator.client.post(address).json()["title"] == "NotAside"
    assert operator.client.get("/api/v1/jobs/aside").json()["items"] == []
