"""The helper's pages by way of HTTP, as a browser without scripts uses them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People, Someone
from tests.factories import PRODUCT
from tests.stations import CUES, NOW, Village, tiny_video
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span
from vidcommerce.offers.prices import compare
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.reviews.tables import PlanRow

pytestmark = pytest.mark.slow

TEXTS = [text for _, _, text in CUES]


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


def _form(html: str) -> dict[str, str | list[str]]:
    """Return what a browser would send of the form for corrections."""
    form = re.findall(r'<form[^>]*id="correct".*?</form>', html, flags=re.DOTALL)[0]
    inputs = re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form)
    areas = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", form, flags=re.DOTALL)
    fields: dict[str, str | list[str]] = {name: unescape(value) for name, value in inputs}
    return fields | {"cue": [unescape(text).replace("\n", "\r\n") for text in areas]}


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def _page(helper: Someone, village: Village) -> str:
    return helper.client.get(f"/review/{village.clip_id}").text


def test_the_list_shows_what_waits(helper: Someone, village: Village) -> None:
    """Cover, product, length, farmer and age of each; the cover can be fetched."""
    html = helper.client.get("/review").text
    assert PRODUCT.name in html
    assert "from Farmer Li" in html
    assert "0:10 long" in html
    cover = re.findall(r'<img src="([^"]+)"', html)[0]
    assert helper.client.get(cover).headers["content-type"] == "image/jpeg"
    assert f'href="/studio/{village.clip_id}"' in html


def test_news_is_told_when_the_list_is_another(
    helper: Someone, village: Village, people: People
) -> None:
    """The page says which state it shows; what is not of the station is no news."""
    shown = re.findall(r'data-news="([^"]+)"', helper.client.get("/review").text)
    news = helper.client.get("/review/news.json")
    assert news.json() == {"news": shown[0]}
    assert people(Role.HELPER).client.get("/review/news.json").json() == {"news": "0-0-0-0-0-0-0"}
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).changed_at += 1
    assert helper.client.get("/review/news.json").json() != news.json()


def test_the_video_is_watched_in_parts_and_only_by_those_who_may(
    helper: Someone, village: Village, people: People, client: TestClient
) -> None:
    """From the store, with ranges, for no cache but the browser's own."""
    address = f"/review/{village.clip_id}/files/1/video.mp4"
    part = helper.client.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, tiny_video()[4:8])
    assert "private" in part.headers["cache-control"]
    assert people(Role.HELPER).client.get(address).status_code == 404
    assert people(Role.FARMER, village.station_id).client.get(address).status_code == 403
    assert client.get(address).status_code == 303
    for name in ("plan.json", "%2e%2e/1/video.mp4", "no.mp4"):
        assert helper.client.get(f"/review/{village.clip_id}/files/1/{name}").status_code == 404
    missing = helper.client.get(f"/review/{village.clip_id}/files/2/video.mp4")
    assert missing.status_code == 404


def test_a_line_and_the_card_are_corrected_in_one_form(helper: Someone, village: Village) -> None:
    """Saved, drawn again, and what the product is called has changed with it."""
    form = _form(_page(helper, village))
    assert form["cue"] == TEXTS
    form |= {"cue": ["Sweet oranges\r\nfrom Gannan", *TEXTS[1:]], "name": "Gannan oranges"}
    answer = helper.client.post(f"/review/{village.clip_id}/save", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review/{village.clip_id}")
    assert _state(village) == State.RENDERING
    html = _page(helper, village)
    assert _form(html)["cue"] == ["Sweet oranges\r\nfrom Gannan", *TEXTS[1:]]
    assert "It is being drawn again" in html
    assert "There is no video of this version yet." in html
    said = helper.client.get(f"/review/{village.clip_id}/state.json").json()
    assert (said["number"], said["drawn"], said["working"]) == (2, False, True)
    with village.service.database.reading() as work:
        assert work.get_one(ProductRow, village.product_id).name == "Gannan oranges"


def test_cuts_are_told_with_their_reasons(helper: Someone, village: Village) -> None:
    """From the clip's own report, also of a version that a person has corrected."""
    remark = {"sentence": "{clip} is empty. Copy it from the phone again.", "facts": {"clip": "A"}}
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        cut = {"start": 3300, "stop": 65_000, "reason": "silence"}
        work.get_one(PlanRow, clip.plan_id).report = {"cuts": [cut], "remarks": [remark]}
    form = _form(_page(helper, village)) | {"cue": ["Changed", *TEXTS[1:]]}
    helper.client.post(f"/review/{village.clip_id}/save", data=form)
    html = _page(helper, village)
    assert "0:03–1:05: nobody speaks" in html
    assert "A is empty." in html
    assert "10 s of 12 s are kept" in html


def test_an_emptied_line_goes(helper: Someone, village: Village) -> None:
    """A browser sends an empty field all the same, and the others stay in place."""
    form = _form(_page(helper, village)) | {"cue": [TEXTS[0], "", TEXTS[2]]}
    assert helper.client.post(f"/review/{village.clip_id}/save", data=form).status_code == 303
    assert _form(_page(helper, village))["cue"] == [TEXTS[0], TEXTS[2]]


def test_the_second_of_two_helpers_sees_both(helper: Someone, village: Village) -> None:
    """409 with one's own text in the field, the other's beside it, and a form that can be saved."""
    mine = _form(_page(helper, village)) | {"cue": ["My words", *TEXTS[1:]]}
    theirs = {**mine, "cue": ["Their words", TEXTS[1], "Other end"]}
    assert helper.client.post(f"/review/{village.clip_id}/save", data=theirs).status_code == 303
    lost = helper.client.post(f"/review/{village.clip_id}/save", data=mine)
    assert lost.status_code == 409
    assert "you saw version 1, now it is 2" in lost.text
    assert "The other version says: Their words" in lost.text
    form = _form(lost.text)
    assert (form["number"], form["cue"]) == ("2", ["My words", TEXTS[1], "Other end"])
    assert helper.client.post(f"/review/{village.clip_id}/save", data=form).status_code == 303
    assert _form(_page(helper, village))["cue"] == ["My words", TEXTS[1], "Other end"]


def test_a_product_that_the_farmer_changed_meanwhile_is_shown_beside(
    helper: Someone, village: Village
) -> None:
    """Neither name wins unseen: 409 with both, and the next save is by the new version."""
    form = _form(_page(helper, village)) | {"unit": "10 kg box"}
    with village.service.database.writing() as work:
        product = work.get_one(ProductRow, village.product_id)
        product.name, product.version = "Gannan oranges", 2
    stale = helper.client.post(f"/review/{village.clip_id}/approve", data=form)
    assert (stale.status_code, "The product has changed since" in stale.text) == (409, True)
    lost = helper.client.post(f"/review/{village.clip_id}/save", data=form)
    assert lost.status_code == 409
    assert "The product now says: Gannan oranges" in lost.text
    again = _form(lost.text)
    assert (again["name"], again["unit"], again["product"]) == (PRODUCT.name, "10 kg box", "2")
    assert helper.client.post(f"/review/{village.clip_id}/save", data=again).status_code == 303


def test_what_can_not_be_drawn_stays_in_the_form(helper: Someone, village: Village) -> None:
    """The page says what is wrong; nothing typed is lost, nothing is saved."""
    form = _form(_page(helper, village))
    form |= {"cue": ["No glyph: \ue000", *TEXTS[1:]], "unit": "10 kg box"}
    answer = helper.client.post(f"/review/{village.clip_id}/save", data=form)
    assert answer.status_code == 422
    assert "No font here can draw" in answer.text
    assert _form(answer.text)["cue"] == form["cue"]
    assert _form(answer.text)["unit"] == "10 kg box"
    with village.service.database.reading() as work:
        assert work.get_one(ProductRow, village.product_id).version == 1
    assert _state(village) == State.READY


def test_what_was_watched_is_approved(helper: Someone, village: Village) -> None:
    """Two clicks: approve, and the list again."""
    form = _form(_page(helper, village))
    answer = helper.client.post(f"/review/{village.clip_id}/approve", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert _state(village) == State.PUBLISHING


def test_approving_with_changes_asks_to_save_first(helper: Someone, village: Village) -> None:
    """What was typed is still there, and nothing was approved."""
    form = _form(_page(helper, village)) | {"cue": ["Changed", *TEXTS[1:]]}
    answer = helper.client.post(f"/review/{village.clip_id}/approve", data=form)
    assert answer.status_code == 409
    assert "Save it, then watch it again." in answer.text
    assert _form(answer.text)["cue"] == ["Changed", *TEXTS[1:]]
    assert _state(village) == State.READY


def test_an_old_page_approves_nothing_new(helper: Someone, village: Village) -> None:
    """The version that was watched is in the form."""
    form = _form(_page(helper, village))
    changed = {**form, "cue": ["Changed", *TEXTS[1:]]}
    helper.client.post(f"/review/{village.clip_id}/save", data=changed)
    village.rendered()
    answer = helper.client.post(f"/review/{village.clip_id}/approve", data=form)
    assert answer.status_code == 409
    assert _state(village) == State.READY


@pytest.mark.parametrize(
    ("do", "state"), [("send_back", State.SENT_BACK), ("reject", State.REJECTED)]
)
def test_a_draft_is_refused_with_words(
    helper: Someone, village: Village, do: str, state: State
) -> None:
    """The page afterwards says who, why, and in which words."""
    form = {"number": "1", "do": do, "reason": "too_dark", "words": "Film <in> the morning"}
    answer = helper.client.post(f"/review/{village.clip_id}/refuse", data=form)
    assert (answer.status_code, _state(village)) == (303, state)
    html = _page(helper, village)
    assert "It is too dark." in html
    assert "Film &lt;in&gt; the morning" in html
    assert 'id="approve"' not in html


def test_another_reason_without_words_is_asked_for(helper: Someone, village: Village) -> None:
    """The form stands open then."""
    form = {"number": "1", "do": "send_back", "reason": "other"}
    answer = helper.client.post(f"/review/{village.clip_id}/refuse", data=form)
    assert answer.status_code == 422
    assert '<details class="refuse" data-needs-hold open>' in answer.text


def test_an_odd_form_is_answered_in_words(helper: Someone, village: Village) -> None:
    """No number, no lines, an unknown reason: refused, never a crash."""
    for path, form in (
        ("save", {}), ("approve", {"number": "7"}), ("save", {"number": "x"}),
        ("refuse", {"reason": "because"}), ("save", {"number": "1", "cue": "only one"}),
    ):  # fmt: skip
        answer = helper.client.post(f"/review/{village.clip_id}/{path}", data=form)
        assert answer.status_code in (409, 422), path


def test_another_site_can_not_approve(helper: Someone, village: Village) -> None:
    """Without the session's token nothing is decided."""
    del helper.client.headers["X-CSRF-Token"]
    form = _form(_page(helper, village))
    token = str(form.pop("csrf"))
    assert helper.client.post(f"/review/{village.clip_id}/approve", data=form).status_code == 403
    form["csrf"] = token
    assert helper.client.post(f"/review/{village.clip_id}/approve", data=form).status_code == 303


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_speak_the_helpers_language(
    people: People, village: Village, language: str
) -> None:
    """Words of one language alone, but for what people typed."""
    helper = people(Role.HELPER, village.station_id, language)
    html = helper.client.get(f"/review/{village.clip_id}").text
    assert ("通过并发布" in html) is (language == "zh")
    assert ("Approve and publish" in html) is (language == "en")


def test_a_price_that_moved_is_put_right_with_one_press(helper: Someone, village: Village) -> None:
    """The list says both prices; its one button is the whole correction."""
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW)
    with village.service.database.writing() as work:
        product = work.get_one(ProductRow, village.product_id)
        product.price, product.version = "42.50", product.version + 1
    news = helper.client.get("/review/news.json").json()
    compare(village.service, NOW)
    assert helper.client.get("/review/news.json").json() != news
    html = helper.client.get("/review").text
    assert "The video says CN¥39.80, the product costs CN¥42.50 now." in html
    form = re.findall(r'<form[^>]*/redraw">.*?</form>', html, flags=re.DOTALL)[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = helper.client.post(f"/review/{village.clip_id}/redraw", data=fields)
    assert (answer.status_code, _state(village)) == (303, State.RENDERING)
    assert "/redraw" not in helper.client.get("/review").text
    again = helper.client.post(f"/review/{village.clip_id}/redraw", data=fields)
    assert again.status_code == 409


def test_what_stands_below_the_video_is_no_new_version(helper: Someone, village: Village) -> None:
    """A form of its own; the draft stays as it was watched."""
    said = {"stock": "low", "delivery": "By parcel", "returns": "", "contact": "138 0013 8000"}
    sent = said | {"csrf": helper.csrf}
    answer = helper.client.post(f"/review/{village.clip_id}/terms", data=sent)
    assert (answer.status_code, _state(village)) == (303, State.READY)
    html = _page(helper, village)
    assert 'name="contact" value="138 0013 8000"' in html
    assert "Below the video: Only a little is left" in html
    wrong = helper.client.post(
        f"/review/{village.clip_id}/terms", data=sent | {"delivery": "x" * 201}
    )
    assert wrong.status_code == 422
    assert "200 characters at most" in wrong.text


def test_two_clips_are_seen_beside_each_other_only_within_a_station(
    helper: Someone, village: Village
) -> None:
    """Both at the seconds that are the same; another station's clip is not shown, and it's said."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        clip.proxy = f"proxies/{clip.sha256}/1-30-1"
        evidence = {
            "clip": clip.id,
            "start": 61_000,
            "stop": 65_000,
            "here": "0:00",
            "there": "1:01",
        }
        theirs = {**evidence, "clip": "elsewhere"}
        kinds = Kind.REUSED_OWN, Kind.REUSED_OTHER
        seen = [
            Flag(kind, Severity.SERIOUS, "reuse", facts, Span(500, 4500))
            for kind, facts in zip(kinds, (evidence, theirs), strict=True)
        ]
        flags.replace(work, clip.id, "reuse", seen, NOW)
    html = _page(helper, village)
    assert f"/studio/{village.clip_id}/media/1-30-1/proxy.mp4#t=0.50,4.50" in html
    assert f"/studio/{village.clip_id}/media/1-30-1/proxy.mp4#t=61.00,65.00" in html
    assert "elsewhere/media" not in html
    assert "another station" in html
