"""Clips over JSON: seen by those who may, followed, stopped; their versions and files."""

from __future__ import annotations

from tests.api.v1.conftest import Place
from tests.stations import NOW, settle, tiny_video
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.tables import PublicationRow


def test_a_clip_is_seen_by_its_farmer_and_station(place: Place) -> None:
    """With where it stands; strangers learn nothing."""
    address = f"/api/v1/clips/{place.village.clip_id}"
    clip = place.farmer.get(address).json()
    assert (clip["state"], clip["farmer_id"]) == ("ready", place.village.farmer.id)
    assert clip["created_at"].startswith("2026-")
    assert place.helper.client.get(address).json() == clip
    for path in (address, f"{address}/events", f"{address}/plans", f"{address}/plans/1"):
        assert place.stranger.client.get(path).status_code == 404
        assert place.helper.client.get(path).status_code == 200


def test_lists_are_filtered(place: Place) -> None:
    """By state, farmer and product; each sees their own."""
    village = place.village
    other = settle(village.service, village.station_id)
    assert len(place.helper.client.get("/api/v1/clips").json()["items"]) == 2
    for query, ids in (
        (f"farmer_id={other.farmer.id}", [other.clip_id]),
        (f"product_id={village.product_id}", [village.clip_id]),
        ("state=published", []),
    ):
        items = place.helper.client.get(f"/api/v1/clips?{query}").json()["items"]
        assert [clip["id"] for clip in items] == ids
    mine = place.farmer.get("/api/v1/clips?state=ready").json()["items"]
    assert [clip["id"] for clip in mine] == [village.clip_id]
    assert place.farmer.get("/api/v1/clips?state=eaten").status_code == 422


def test_a_clip_is_stopped_with_its_reason_in_the_history(place: Place) -> None:
    """Stopping again is a 409; the page that a correction was under way for goes with it."""
    village = place.village
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        work.add(
            PublicationRow(
                id="p", slug="s", clip_id=clip.id, station_id=clip.station_id,
                plan_id=clip.plan_id, bundle="b", cart_url="https://x.example/",
                published_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
    address = f"/api/v1/clips/{village.clip_id}"
    stopped = place.farmer.post(f"{address}/cancel", json={"why": "a better one comes"})
    assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
    again = place.farmer.post(f"{address}/cancel", json={})
    assert (again.status_code, again.json()["title"]) == (409, "NotNow")
    event = place.farmer.get(f"{address}/events").json()["items"][-1]
    assert (event["event"], event["why"]) == ("cancelled", "a better one comes")
    assert event["person_id"] == village.farmer.id
    with village.service.database.reading() as work:
        assert work.get_one(PublicationRow, "p").withdrawn_at is not None


def test_why_a_clip_was_refused_is_said_in_words(place: Place) -> None:
    """By the error's name, and a sentence in the reader's language."""
    with place.village.service.database.writing() as work:
        clip = work.get_one(ClipRow, place.village.clip_id)
        clip.state = State.REFUSED
        clip.problem = {"error": "ClipEmpty", "facts": {"clip": "a.mp4"}}
    problem = place.helper.client.get(f"/api/v1/clips/{clip.id}").json()["problem"]
    assert problem["error"] == "ClipEmpty"
    assert "a.mp4" in problem["detail"]


def test_versions_carry_the_edit_and_its_files(place: Place) -> None:
    """The edit reads back as a plan; files come whole or in part; nothing else is reached."""
    address = f"/api/v1/clips/{place.village.clip_id}/plans"
    (listed,) = place.farmer.get(address).json()["items"]
    assert (listed["number"], listed["made_by"]) == (1, None)
    version = place.farmer.get(f"{address}/1")
    assert read_json(EditPlan, version.text[version.text.index('"plan":') + 7 :].rsplit(
        ',"files"', 1)[0]).language == "en"  # fmt: skip
    files = {file["name"]: file["url"] for file in version.json()["files"]}
    assert {"video.mp4", "hls/master.m3u8", "hls/1080p/0000.m4s"} <= set(files)
    assert "report.json" not in files
    video = place.farmer.get(files["video.mp4"])
    assert (video.content, video.headers["content-type"]) == (tiny_video(), "video/mp4")
    part = place.farmer.get(files["video.mp4"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, tiny_video()[4:8])
    for name in ("plan.json", "%2e%2e/1/video.mp4", "none.mp4"):
        assert place.farmer.get(f"{address}/1/files/{name}").status_code == 404
    assert place.farmer.get(f"{address}/2").json()["title"] == "PlanUnknown"
