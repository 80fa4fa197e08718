"""The farmer's pages over HTTP: whose videos, the form without scripts, the app's parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.api.conftest import People, Someone
from tests.insights.counted import public
from tests.stations import settle
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips import consent
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

_SAMPLE = Path(__file__).parents[2] / "assets" / "sample"
_VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(2000)
_TYPED = {
    "name": "Pomelo", "price": "１２,5", "currency": "CNY", "unit": "each", "origin": "Ganzhou",
    "seller": "Li Mei", "cart_url": "https://shop.example/pomelo",
}  # fmt: skip


@pytest.fixture
def farmer(people: People) -> Someone:
    """A farmer with a browser, who reads English."""
    return people(Role.FARMER)


def _sent(farmer: Someone, clip: bytes = _VIDEO, **fields: str) -> int:
    photo = (_SAMPLE / "oranges.jpg").read_bytes()
    answer = farmer.client.post(
        "/farm/new",
        data={"csrf": farmer.csrf, "agreed": consent.WORDING, **_TYPED, **fields},
        files={"photo": ("p.jpg", photo, "image/jpeg"), "clip": ("c.mp4", clip, "video/mp4")},
    )
    return answer.status_code


def _clips(service: Service) -> list[ClipRow]:
    with service.database.reading() as work:
        return list(work.scalars(select(ClipRow)))


def test_the_form_works_without_scripts(farmer: Someone, service: Service) -> None:
    """One ordinary form makes the product and the clip, and writes down the consent."""
    assert _sent(farmer) == 303
    (clip,) = _clips(service)
    assert clip.farmer_id == farmer.person.id
    size = service.store.size(f"clips/{clip.sha256}")
    assert b"".join(service.store.read(f"clips/{clip.sha256}", 0, size)) == _VIDEO
    with service.database.reading() as work:
        assert work.get_one(ProductRow, clip.product_id).price == "12.50"
        assert consent.complete(work, farmer.person.id)
    assert "Pomelo" in farmer.client.get("/farm").text


def test_the_form_says_what_is_wrong_with_it(farmer: Someone, service: Service) -> None:
    """No price, no consent, no video: the page comes back with a sentence, and nothing is made."""
    assert _sent(farmer, agreed="", price="cheap") == 422
    assert _sent(farmer, agreed="") == 422
    assert _sent(farmer, clip=b"a text that is no video at all, whatever its name says" * 20) == 422
    assert _clips(service) == []


def test_a_farmer_sees_own_videos_and_nobody_elses(
    people: People, farmer: Someone, service: Service
) -> None:
    """Another farmer of the station finds nothing; the helper may look at the one video."""
    _sent(farmer)
    (clip,) = _clips(service)
    other = people(Role.FARMER, station_id=farmer.station_id).client
    assert other.get("/farm/progress").json() == []
    assert other.get(f"/farm/videos/{clip.id}").status_code == 404
    assert other.get(f"/farm/products/{clip.product_id}/picture").status_code == 404
    assert other.post(f"/farm/videos/{clip.id}/stop").status_code == 404
    helper = people(Role.HELPER, station_id=farmer.station_id).client
    assert helper.get(f"/farm/videos/{clip.id}").status_code == 200
    assert people(Role.HELPER).client.get(f"/farm/videos/{clip.id}").status_code == 404


def test_progress_is_told_in_the_farmers_language(people: People, service: Service) -> None:
    """A refusal comes with its reason and what to do, in Chinese where that is read."""
    farmer = people(Role.FARMER, language="zh")
    _sent(farmer)
    problem = {"error": "ClipTooShort", "facts": {"clip": "c.mp4", "seconds": 0.4}}
    with service.database.writing() as work:
        clip = work.scalars(select(ClipRow)).one()
        clip.state, clip.problem = State.REFUSED, problem
    (video,) = farmer.client.get("/farm/progress").json()
    assert video["title"] == "这段视频不能用"
    assert "0.4" in video["advice"]
    assert video["advice"].endswith("请拍十秒以上。")
    assert video["tone"] == "trouble"


def test_a_farmer_can_stop_a_video(farmer: Someone, service: Service) -> None:
    """Stopped is stopped; a second time it has moved on already."""
    _sent(farmer)
    (clip,) = _clips(service)
    assert farmer.client.post(f"/farm/videos/{clip.id}/stop").status_code == 303
    assert _clips(service)[0].state == State.CANCELLED
    assert farmer.client.post(f"/farm/videos/{clip.id}/stop").status_code == 409


def test_consent_is_taken_only_for_todays_sentences(farmer: Someone) -> None:
    """Who read older sentences is asked again."""
    assert farmer.client.post("/farm/consent", data={"wording": "1999"}).json() == {
        "consent": False
    }
    assert farmer.client.get("/farm/me.json").json()["consent"] is False
    farmer.client.post("/farm/consent", data={"wording": consent.WORDING})
    assert farmer.client.get("/farm/me.json").json()["consent"] is True


def test_the_app_can_be_installed(farmer: Someone) -> None:
    """The manifest's files are there, and all that the worker keeps is."""
    manifest = farmer.client.get("/farm/app.webmanifest?lang=zh").json()
    assert manifest["lang"] == "zh"
    assert manifest["share_target"]["action"] == "/farm/share"
    worker = farmer.client.get("/farm/sw.js")
    assert worker.headers["service-worker-allowed"] == "/farm"
    facts = json.loads(worker.text.split(";\n", 1)[0].removeprefix("self.FARM = "))
    addresses = [icon["src"] for icon in manifest["icons"]] + facts["shell"] + facts["scripts"]
    assert {farmer.client.get(address).status_code for address in addresses} == {200}


def test_the_draft_is_sent_in_parts_and_to_its_people_only(
    people: People, farmer: Someone, service: Service
) -> None:
    """Players ask for ranges; strangers, and files that are no part of a draft, get nothing."""
    _sent(farmer)
    bundle = "drafts/x/y"
    with service.store.scratch() as folder:
        (folder / "v").write_bytes(b"0123456789")
        service.store.put(f"{bundle}/video.mp4", folder / "v")
    with service.database.writing() as work:
        clip = work.scalars(select(ClipRow)).one()
        plan = PlanRow(
            id=new_id(), clip_id=clip.id, number=1, digest="d", plan="{}", created_at=1,
            bundle=bundle,
        )  # fmt: skip
        work.add(plan)
        clip.plan_id, clip.state = plan.id, State.READY
    address = f"/farm/videos/{clip.id}/video.mp4"
    part = farmer.client.get(address, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert farmer.client.get(f"/farm/videos/{clip.id}/plan.json").status_code == 404
    assert people(Role.FARMER).client.get(address).status_code == 404
    assert address in farmer.client.get(f"/farm/videos/{clip.id}").text


def test_the_form_begins_with_what_is_known(farmer: Someone, service: Service) -> None:
    """Where it grows and who sells it stand there already, and the shop's link if there is one."""
    page = farmer.client.get("/farm/new").text
    assert 'value="Ganzhou"' in page
    assert 'value="A farmer"' in page
    assert "https://shop.example/all" not in page
    with service.database.writing() as work:
        work.get_one(StationRow, farmer.station_id).shop_url = "https://shop.example/all"
    assert 'value="https://shop.example/all"' in farmer.client.get("/farm/new").text


def test_what_stands_below_the_video_is_said_with_the_product_or_not_at_all(
    farmer: Someone, service: Service
) -> None:
    """Three more lines, folded away; the next product begins with them."""
    assert _sent(farmer, delivery="By parcel", contact="138 0013 8000",
                 harvest_start="2026-11-01", harvest_end="2026-12-20") == 303  # fmt: skip
    with service.database.reading() as work:
        row = work.scalars(select(ProductRow)).one()
    assert (row.delivery, row.returns, row.contact) == ("By parcel", "", "138 0013 8000")
    assert (row.harvest_start, row.harvest_end) == ("2026-11-01", "2026-12-20")
    html = farmer.client.get("/farm/new").text
    assert 'name="delivery" value="By parcel"' in html


def test_sold_out_is_one_press(farmer: Someone, service: Service, people: People) -> None:
    """What the button said is written down; nobody else's video can be sold out by it."""
    _sent(farmer)
    (clip,) = _clips(service)
    address = f"/farm/videos/{clip.id}/stock"
    other = people(Role.FARMER, farmer.person.station_id or "")
    assert other.client.post(address, data={"stock": "low"}).status_code == 404
    answer = farmer.client.post(address, data={"stock": "out", "csrf": farmer.csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/farm/videos/{clip.id}")
    with service.database.reading() as work:
        assert work.scalars(select(ProductRow.stock)).one() == "out"


def test_a_new_price_is_written_down_as_people_type_it(farmer: Someone, service: Service) -> None:
    """In full-width digits, with a comma; what is no price is said so beside the field."""
    _sent(farmer)
    (clip,) = _clips(service)
    with service.database.writing() as work:
        work.scalars(select(ProductRow)).one().old_price = "15.00"
    address = f"/farm/videos/{clip.id}/price"
    wrong = farmer.client.post(address, data={"price": "cheap", "csrf": farmer.csrf})
    assert (wrong.status_code, "12.80" in wrong.text) == (422, True)
    answer = farmer.client.post(address, data={"price": "１３,5 ", "csrf": farmer.csrf})
    assert answer.headers["location"] == f"/farm/videos/{clip.id}"
    with service.database.reading() as work:
        row = work.scalars(select(ProductRow)).one()
    assert (row.price, row.old_price, row.version) == ("13.50", "15.00", 2)
    farmer.client.post(address, data={"price": "16", "csrf": farmer.csrf})
    with service.database.reading() as work:
        row = work.scalars(select(ProductRow)).one()
    assert (row.price, row.old_price, row.version) == ("16.00", None, 3)


def test_a_farmer_takes_back_what_was_agreed(farmer: Someone) -> None:
    """It stands among the videos with a button; who took it back is asked again."""
    assert "/farm/consent/withdraw" not in farmer.client.get("/farm").text
    farmer.client.post("/farm/consent", data={"wording": consent.WORDING})
    told = farmer.client.get("/farm").text
    assert all(sentence in told for sentence in consent.TEXTS.values())
    answer = farmer.client.post("/farm/consent/withdraw")
    assert (answer.status_code, answer.headers["location"]) == (303, "/farm")
    assert farmer.client.get("/farm/me.json").json()["consent"] is False
    assert "/farm/consent/withdraw" not in farmer.client.get("/farm").text


def test_a_farmer_takes_a_video_offline(farmer: Someone, service: Service, people: People) -> None:
    """With a button where it is online, and nobody else's."""
    clip_id = settle(service, farmer.station_id).clip_id
    address = f"/farm/videos/{clip_id}"
    with service.database.writing() as work:
        clip = work.get_one(ClipRow, clip_id)
        clip.farmer_id, clip.state = farmer.person.id, State.PUBLISHED
        public(work, clip_id)
    assert f'action="{address}/withdraw"' in farmer.client.get(address).text
    other = people(Role.FARMER, farmer.station_id)
    assert other.client.post(f"{address}/withdraw").status_code == 404
    for _ in range(2):
        assert farmer.client.post(f"{address}/withdraw").status_code == 303
    assert f'action="{address}/withdraw"' not in farmer.client.get(address).text
    assert _clips(service)[0].state == State.WITHDRAWN
