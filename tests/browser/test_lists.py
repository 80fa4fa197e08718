"""The pages that list videos, on a small phone, from a server that knows only files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.publishing.listings import FACTS, FARMER, ORANGES, VILLAGE, listing
from tests.web.tools import WebTools
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import INDEX, ORDER, POSTER
from vidcommerce.publishing.feeds import local
from vidcommerce.publishing.qr import qr_poster
from vidcommerce.publishing.share import SMALL, small_poster
from vidcommerce.publishing.shopfront import farmer_page, order_page, product_page, village_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_LONG = replace(
    FACTS, name="Sun-dried sweet potatoes from the hill, as soft as jam, 500 g", unit="bag"
)
_VIDEOS = [listing(1), listing(2, _LONG, Stock.OUT), listing(3, replace(FACTS, name="赣南脐橙"))]
_STALL = _VIDEOS[0].address.path + POSTER


def _texts() -> Iterator[tuple[str, str]]:
    shop = village_page(VILLAGE, _VIDEOS, [FARMER], [ORANGES, replace(ORANGES, name=_LONG.name)])
    yield VILLAGE.path + INDEX, shop
    chinese = replace(VILLAGE, language="zh", name="瑶山村", path="/s/zh/")
    yield chinese.path + INDEX, village_page(chinese, _VIDEOS)
    yield FARMER.path + INDEX, farmer_page(FARMER, VILLAGE, _VIDEOS[:1])
    yield ORANGES.path + INDEX, product_page(ORANGES, VILLAGE, FARMER, _VIDEOS[:1])
    yield ORANGES.path + ORDER, order_page(ORANGES, _VIDEOS[0], "+8613812345678", "wangfang")
    yield _STALL, qr_poster(_VIDEOS[0])
    for each in _VIDEOS:
        yield each.address.path + INDEX, "<!DOCTYPE html><title>The video</title>"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the pages as files, and nothing else."""
    root = tmp_path_factory.mktemp("site")
    picture = Image.radial_gradient("L").convert("RGB")
    large = io.BytesIO()
    picture.save(large, "JPEG")
    files = {path: text.encode() for path, text in _texts()}
    for each in _VIDEOS:
        poster = local(each.poster, each)
        files |= {poster: large.getvalue(), f"{Path(poster).parent}/{SMALL}": small_poster(picture)}
    for path, data in files.items():
        file = root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    with served(root) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone of 360 x 740; its colours as the test wants them."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.emulate_media(color_scheme=getattr(request, "param", "light"))
    yield page
    context.close()


@pytest.mark.parametrize("phone", ["light", "dark"], indirect=True)
def test_every_page_fits_and_is_accessible(phone: Page, address: str, web_tools: WebTools) -> None:
    """Nothing is cut off, every picture is there, nothing is blocked, and axe finds nothing."""
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    faults = {}
    for path in (VILLAGE.path, "/s/zh/", FARMER.path, ORANGES.path, ORANGES.path + ORDER, _STALL):
        phone.goto(address + path)
        faults[path] = web_tools.access_faults(phone)
        assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        pictures = "() => [...document.images].every((i) => i.complete && i.naturalWidth > 0)"
        assert phone.evaluate(pictures), path
    assert {path: found for path, found in faults.items() if found} == {}
    assert said == []


def test_from_the_village_to_the_shop(phone: Page, address: str) -> None:
    """A tap leads to a video, to a farmer, to a product, and from there to the cart."""
    phone.goto(address + VILLAGE.path)
    phone.click(".tile >> nth=0")
    expect(phone).to_have_url(address + _VIDEOS[2].address.path)
    phone.go_back()
    phone.click(f'a[href="{ORANGES.path}"] >> nth=0')
    expect(phone.locator(".button.first")).to_have_attribute("href", FACTS.cart_url)
    phone.click("dd a")
    expect(phone).to_have_url(address + FARMER.path)
    phone.click(".above a")
    expect(phone).to_have_url(address + VILLAGE.path)


def test_the_poster_prints_on_one_page(phone: Page, address: str) -> None:
    """A4, one sheet, and not the words about printing."""
    phone.goto(address + _STALL)
    pdf = phone.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (595, 842)
    phone.emulate_media(media="print")
    expect(phone.locator(".note")).to_be_hidden()
