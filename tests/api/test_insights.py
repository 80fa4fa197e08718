"""The pages of numbers: what is shown to whom, as charts, tables and CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest

from api.sessions import cookie_name
from tests.api.conftest import People, Someone
from tests.insights.counted import count, count_seconds, public
from tests.stations import Village, put_bundle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.insights.days import day_of
from vidcommerce.insights.kinds import DEFINITIONS, Kind
from vidcommerce.language import words
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow


@dataclass(frozen=True)
class Desk:
    """A helper's browser at a village whose page was watched 1234 times today."""

    village: Village
    helper: Someone
    page: str

    def get(self, path: str) -> str:
        """Return a page that is there."""
        answer = self.helper.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
def desk(village: Village, people: People) -> Desk:
    """Count what happened today."""
    with village.service.database.writing() as work:
        page = public(work, village.clip_id)
        work.get_one(PublicationRow, page).published_at = now_ms()
        work.get_one(ClipRow, village.clip_id).state = State.PUBLISHED
        work.get_one(ProductRow, village.product_id).name = "=1+1<b>"
        count(work, page, day_of(now_ms()), {Kind.VIEW: 1234, Kind.CART: 56, Kind.SHARE: 7})
        seconds = {Kind.WATCHED: {0: 900, 1: 400}, Kind.LEFT: {0: 500}, Kind.TAPPED: {5: 56}}
        count_seconds(work, page, 1, seconds)
    return Desk(village, people(Role.HELPER, village.station_id), page)


def _rows(data: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.removeprefix("\ufeff"), newline="")))


def _svgs(html: str) -> list[ET.Element]:
    parts = html.split("<svg")[1:]
    return [ET.fromstring("<svg" + part.split("</svg>")[0] + "</svg>") for part in parts]  # noqa: S314 - our own page


@pytest.mark.parametrize("by", ["video", "product", "village", "week", "nonsense"])
def test_each_number_stands_beside_what_it_means(desk: Desk, by: str) -> None:
    """However they are told apart, the funnel with its definitions, and the total."""
    html = desk.get(f"/insights?by={by}&days=7")
    assert "1,234" in html
    for kind in (Kind.IMPRESSION, Kind.VIEW, Kind.CARD, Kind.CART, Kind.ORDER, Kind.SHARE):
        assert DEFINITIONS[kind] in html
    assert "up to 7 days after the way to the shop" in html
    assert "<b>" not in html


def test_every_chart_says_what_it_shows(desk: Desk) -> None:
    """A title, a sentence, and the numbers as a table: not only a picture."""
    html = desk.get(f"/insights/videos/{desk.page}")
    charts = [svg for svg in _svgs(html) if svg.get("role") == "img"]
    assert len(charts) == 4
    for svg in charts:
        named = (svg.get("aria-labelledby") or "").split()
        texts = {child.get("id"): child.text for child in svg if child.get("id")}
        assert len(named) == 2
        assert all(texts.get(name) for name in named)
    assert "Most go at 0:05 (56)." in html
    assert "Played 900 times at the start" in html
    assert html.count("<table") == 3


def test_tables_for_spreadsheets_have_the_same_numbers(desk: Desk) -> None:
    """A name that is a formula stays a name."""
    header, row = _rows(desk.get("/insights/table.csv?by=product&days=7"))
    assert header[:2] == ["Product", "Seller"]
    assert row[0] == "'=1+1<b>"
    assert row[header.index("Watched")] == "1234"
    seconds = _rows(desk.get(f"/insights/videos/{desk.page}/seconds.csv"))
    assert seconds[1:3] == [["0", "900", "500", "0"], ["1", "400", "0", "0"]]
    sent = desk.helper.client.get("/insights/table.csv")
    assert sent.headers["content-disposition"].startswith("attachment")


def test_pictures_of_the_video_lie_below_its_seconds(desk: Desk) -> None:
    """Of what is public now; without its files there are none."""
    address = f"/insights/videos/{desk.page}/strip.jpg"
    assert f"{address}?v=1" in desk.get(f"/insights/videos/{desk.page}")
    assert desk.helper.client.get(address).status_code == 404
    put_bundle(desk.village.service.store, "site/v/oranges/1")
    sent = desk.helper.client.get(address)
    assert sent.headers["content-type"] == "image/jpeg"
    assert sent.content[:2] == b"\xff\xd8"


def test_another_stations_numbers_are_not_there(desk: Desk, people: People) -> None:
    """Neither page, nor pictures, nor tables, nor the interface for programs."""
    stranger = people(Role.LEAD).client
    for path in ("", "/seconds.csv", "/strip.jpg"):
        assert stranger.get(f"/insights/videos/{desk.page}{path}").status_code == 404
    assert stranger.get(f"/api/v1/insights/publications/{desk.page}").status_code == 404
    found = stranger.get("/api/v1/insights", params={"station_id": desk.village.station_id})
    assert found.json()["total"]["views"] == 0
    assert "1,234" not in stranger.get("/insights").text


@pytest.mark.parametrize("query", ["days=12345678901", "station=%00", "by=%E2%82%AC", "days=365"])
def test_what_nobody_can_choose_is_the_usual(desk: Desk, query: str) -> None:
    """An address that somebody made up shows something all the same."""
    assert "1,234" in desk.get(f"/insights?{query}")
    assert "1,234" in desk.get(f"/insights/videos/{desk.page}?version={10**30}&{query}")


@pytest.mark.usefixtures("desk")
def test_an_operator_chooses_a_station(people: People) -> None:
    """Or sees all of them."""
    operator = people(Role.OPERATOR)
    assert "1,234" in operator.client.get("/insights").text
    other = operator.client.get(f"/insights?station={operator.station_id}")
    assert "1,234" not in other.text
    assert f'value="{operator.station_id}" selected' in other.text


def test_programs_get_the_same(desk: Desk) -> None:
    """By day, by group, by second, with the version."""
    client = desk.helper.client
    found = client.get("/api/v1/insights?by=product&days=2").json()
    assert found["total"]["views"] == found["groups"][0]["counts"]["views"] == 1234
    assert [day["counts"]["cart_clicks"] for day in found["days"]] == [0, 56]
    video = client.get(f"/api/v1/insights/publications/{desk.page}").json()
    assert (video["version"], video["versions"]) == (1, [1])
    assert video["seconds"][5] == {"second": 5, "played": 0, "left": 0, "tapped": 56}
    assert client.get("/api/v1/insights?days=0").status_code == 422


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_farmer_sees_three_numbers(desk: Desk, language: str) -> None:
    """Of all videos, and of one; with what they mean; before anything is public, none."""
    village, speech = desk.village, words(language)
    browser = desk.helper.client
    with village.service.database.writing() as work:
        farmer = work.get_one(PersonRow, village.farmer.id)
        farmer.language = language
        begun = sessions.begin(work, farmer, now_ms(), proved=True, device="a test")
    browser.cookies.set(cookie_name(village.service), begun.secret)
    for path in ("/farm", f"/farm/videos/{village.clip_id}"):
        html = desk.get(path)
        assert [f"<b>{number}</b>" in html for number in ("1,234", "56", "0")] == [True] * 3
        assert speech.say(DEFINITIONS[Kind.CART]) in html
    with village.service.database.writing() as work:
        work.get_one(PublicationRow, desk.page).withdrawn_at = now_ms()
    for path in ("/farm", f"/farm/videos/{village.clip_id}"):
        assert 'id="numbers"' not in desk.get(path)


def test_a_lead_decides_for_the_station(village: Village, people: People) -> None:
    """Country, window and shop link are kept; what can't be is said, and nothing changes."""
    lead = people(Role.LEAD, village.station_id)
    form = {
        "csrf": lead.csrf,
        "region": "FR",
        "influence_days": "30",
        "shop_url": " https://a.b/c ",
        "second_eyes": ["open_flags", "first_videos"],
        "place": "25.8312345, 114.9336",
    }
    assert "The record is good." in lead.client.get("/station").text
    sent = lead.client.post("/station", data=form)
    assert sent.status_code == 303
    html = lead.client.get(sent.headers["location"]).text
    assert "Saved." in html
    assert '<option value="FR" selected>France</option>' in html
    assert 'name="place" value="25.83, 114.93"' in html
    assert re.findall(r'name="second_eyes" value="(\w+)" checked', html) == [
        "first_videos",
        "open_flags",
    ]
    wrong: dict[str, str] = {"region": "France", "influence_days": "8", "shop_url": "javascript:x"}
    wrong |= {"second_eyes": "always", "place": "behind the church"}
    for name, value in wrong.items():
        refused = lead.client.post("/station", data=form | {name: value})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
    with village.service.database.reading() as work:
        row = work.get_one(StationRow, village.station_id)
        assert (row.region, row.influence_days, row.shop_url) == ("FR", 30, "https://a.b/c")
        assert row.second_eyes == ["first_videos", "open_flags"]


def test_nobody_decides_for_another_station(village: Village, people: People) -> None:
    """A lead of another one is refused; an operator chooses one."""
    stranger, operator = people(Role.LEAD), people(Role.OPERATOR)
    form = {"station": village.station_id, "region": "", "influence_days": "1", "shop_url": ""}
    refused = stranger.client.post("/station", data=form | {"csrf": stranger.csrf})
    assert refused.status_code == 403
    assert stranger.client.get(f"/station?station={village.station_id}").status_code == 403
    assert "Choose a station." in operator.client.get("/station").text
    done = operator.client.post("/station", data=form | {"csrf": operator.csrf})
    assert done.status_code == 303
    with village.service.database.reading() as work:
        assert work.get_one(StationRow, village.station_id).influence_days == 1
