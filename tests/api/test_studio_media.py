"""The studio's files and news by way of HTTP."""

from __future__ import annotations

import pytest

from tests.api.conftest import People, Someone
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.documents import canonical_json
from vidcommerce.jobs import Stage
from vidcommerce.media.plan import Cover
from vidcommerce.media.proxy import INDEX, PEAKS, THUMBS, VIDEO, ProxyFacts, cover_name, prefix_of
from vidcommerce.media.time import FrameRate
from vidcommerce.studio import previews

pytestmark = pytest.mark.slow


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


def _copied(village: Village, *, sound: bool = True) -> None:
    """Do what the worker does when it has copied the clip."""
    facts = ProxyFacts(sound, (Cover(0, 30, None),))
    files = {
        VIDEO: b"0123456789", PEAKS: b"[]", THUMBS: b"jpeg", cover_name(0): b"jpeg",
        INDEX: canonical_json(facts).encode(),
    }  # fmt: skip
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        clip.proxy = prefix_of(clip.sha256, FrameRate(30, 1))
    for name, data in files.items():
        with village.service.store.scratch() as folder:
            (folder / name).write_bytes(data)
            village.service.store.put(f"{clip.proxy}/{name}", folder / name)


def test_the_news_tell_what_can_be_played(helper: Someone, village: Village) -> None:
    """Nothing before the clip is copied; then addresses that work, also in part."""
    at = f"/studio/{village.clip_id}"
    news = helper.client.get(f"{at}/news.json").json()
    assert news["media"] == {"ready": False, "proxies": []}
    assert news["drawn"]["ready"]
    assert helper.client.get(news["drawn"]["poster"]).status_code == 200
    _copied(village)
    news = helper.client.get(f"{at}/news.json").json()
    (proxy,) = news["media"]["proxies"]
    part = helper.client.get(proxy["url"], headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert part.headers["content-type"] == "video/mp4"
    for url in (proxy["peaks"], proxy["thumbs"]["url"], news["covers"][0]["url"]):
        answer = helper.client.get(url)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_a_version_that_is_being_drawn_is_told_of(helper: Someone, village: Village) -> None:
    """What the page waits for after somebody saved."""
    village.set_state(State.RENDERING)
    news = helper.client.get(f"/studio/{village.clip_id}/news.json").json()
    assert news["drawn"]["working"]


def test_no_other_file_can_be_had(helper: Someone, people: People, village: Village) -> None:
    """Neither what is beside the copy, nor another version, nor a strange station's."""
    _copied(village)
    at = f"/studio/{village.clip_id}/media"
    version = prefix_of("", FrameRate(30, 1)).rpartition("/")[2]
    assert helper.client.get(f"{at}/{version}/{VIDEO}").status_code == 200
    for path in (f"{version}/{INDEX}", f"0-30-1/{VIDEO}", f"{version}/..%2F..%2Fclips"):
        assert helper.client.get(f"{at}/{path}").status_code == 404
    stranger = people(Role.HELPER)
    assert stranger.client.get(f"{at}/{version}/{VIDEO}").status_code == 404
    assert stranger.client.get(f"/studio/{village.clip_id}/news.json").status_code == 404


def test_whoever_opens_a_draft_has_its_clip_copied_before_others(
    helper: Someone, village: Village
) -> None:
    """One job, before what farmers sent, however often somebody asks; none for a copied clip."""
    for _ in range(2):
        assert helper.client.post(f"/studio/{village.clip_id}/media").status_code == 202
    with village.service.database.reading() as work:
        (job,) = work.query(JobRow).all()
    assert (job.stage, job.priority < 0) == (Stage.PROXY, True)


def test_music_and_letters_are_sent_in_part_too(helper: Someone) -> None:
    """As browsers ask for them."""
    font = helper.client.get(previews.font_url())
    assert (font.status_code, font.headers["content-type"]) == (200, "font/ttf")
    assert helper.client.get("/studio/font/other.ttf").status_code == 404
    assert helper.client.get(f"/studio/music/{'0' * 64}").status_code == 404
