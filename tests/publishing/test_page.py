"""The page of a video, as text: what it links to, what it says, what it never does."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories import IMAGE, PRODUCT
from tests.media.plans import plan
from tests.publishing.lives import ASKED, LIVE, SHOP_LINK, sold_out
from tests.web.tools import WebTools
from vidcommerce.language import LANGUAGES
from vidcommerce.media.captions import webvtt
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.products.models import ProductKeyWrong
from vidcommerce.publishing.facts import Check, Live
from vidcommerce.publishing.page import PageFiles, embed, page, photo_jpeg

_FILES = PageFiles(
    video="video.mp4",
    hls="hls/master.m3u8",
    poster="poster.jpg",
    captions={"en": "captions.en.vtt"},
    photos={IMAGE: "photo.jpg"},
)
SHEET_TEXTS = (LIVE.sheet.delivery, LIVE.sheet.returns, LIVE.sheet.contact)
_TRICKS = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}&amp;<!--"
_STYLES = Path(__file__).parents[2] / "vidcommerce" / "publishing" / "templates" / "player.css"


class _Elements(HTMLParser):
    """Collects the elements of a page, with the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self._raw: list[list[str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._raw.append([])

    def handle_data(self, data: str) -> None:
        if self.found:
            self._raw[-1].append(data)
        self.text += data

    @property
    def raw(self) -> list[tuple[dict[str, str | None], str]]:
        """Attributes and contents of every script and style."""
        together = zip(self.found, self._raw, strict=True)
        return [(e[1], "".join(data)) for e, data in together if e[0] in ("script", "style")]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.found if name == tag]


def _plan(product: ProductFacts = PRODUCT, *, language: str = "en") -> EditPlan:
    made = plan([(0, 300)], cues=[(0, 45, "Sweet & juicy"), (60, 90, "甜")], card=(90, 210))
    return replace(made, language=language, cards=(replace(made.cards[0], product=product),))


def _page(product: ProductFacts = PRODUCT, language: str = "en") -> _Elements:
    return _Elements(page(_plan(product), _FILES, language))


def _json(elements: _Elements, kind: str) -> Any:  # noqa: ANN401 - JSON of any shape
    text = next(text for attributes, text in elements.raw if attributes.get("type") == kind)
    return json.loads(text)


def test_the_video_plays_from_mp4_or_hls_with_its_captions_off() -> None:
    """The one file starts soonest; subtitles are in the picture, so no track is on by default."""
    elements = _page()
    assert [source["src"] for source in elements.all("source")] == ["video.mp4", "hls/master.m3u8"]
    (track,) = elements.all("track")
    assert (track["src"], track["srclang"], track["label"]) == ("captions.en.vtt", "en", "English")
    assert "default" not in track
    (video,) = elements.all("video")
    assert {"controls", "playsinline"} <= set(video)
    assert video["poster"] == "poster.jpg"


def test_everything_outside_leads_to_the_cart_and_stays_apart() -> None:
    """The only address of another site is the cart's, and it gets no handle on the page."""
    elements = _page()
    anchors = [a for a in elements.all("a") if a["href"] != "video.mp4"]
    assert {a["href"] for a in anchors} == {PRODUCT.cart_url}
    assert all(a["rel"] == "noopener" and a["target"] == "_blank" for a in anchors)
    loaded = [e.get("src") or e.get("poster") for _, e in elements.found] + [
        e.get("href") for e in elements.all("link")
    ]
    assert not [address for address in loaded if address and re.match(r"\w+://|//", address)]


def test_the_card_link_lies_where_the_card_is() -> None:
    """In percent of the canvas, so that it holds for every size of the video."""
    html = page(_plan(), _FILES, "en")
    rule = re.search(r"#card-0 \{(.*?)\}", html, flags=re.DOTALL)
    assert rule is not None
    numbers = re.findall(r"(\w+): ([\d.]+)%", rule[1])
    box, canvas = _plan().cards[0].box, _plan().canvas
    assert {name: float(percent) for name, percent in numbers} == {
        "left": pytest.approx(box.left * 100 / canvas.width, abs=1e-3),
        "top": pytest.approx(box.top * 100 / canvas.height, abs=1e-3),
        "width": pytest.approx(box.width * 100 / canvas.width, abs=1e-3),
        "height": pytest.approx(box.height * 100 / canvas.height, abs=1e-3),
    }


def test_the_card_link_is_named_and_waits_for_its_frames() -> None:
    """Hidden until a script shows it, and called by what it sells."""
    (link,) = (a for a in _page().all("a") if a.get("class") == "card")
    assert "hidden" in link
    assert "Buy now: Navel oranges, CN¥39.80 (opens in a new tab)" in _page().text


def test_the_script_gets_frames_and_captions() -> None:
    """Frames of the cards, the exact rate, and the captions for pages on a disk."""
    timeline = _json(_page(), "application/json")
    assert timeline["rate"] == [30, 1]
    assert timeline["cards"] == [[90, 210]]
    assert timeline["captions"] == {"en": webvtt(_plan().cues, _plan().canvas.rate)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_product_is_told_in_words(language: str) -> None:
    """Name, prices, unit, origin and seller stand below the video, without any script."""
    elements = _page(replace(PRODUCT, old_price=Decimal("49.80")), language)
    assert elements.all("html") == [{"lang": language}]
    price = {"en": ("CN¥39.80", "CN¥49.80"), "zh": ("¥39.80", "¥49.80")}[language]
    for text in (*price, PRODUCT.name, PRODUCT.unit, PRODUCT.origin, PRODUCT.seller):
        assert text in elements.text
    assert ("立即购买" in elements.text) == (language == "zh")
    assert ("Buy now" in elements.text) == (language == "en")


def test_without_an_old_price_nothing_is_struck_out() -> None:
    """Its place is there for a price that changes, and is not seen."""
    assert all("hidden" in struck for struck in _page().all("s"))


def test_search_engines_read_the_same_card() -> None:
    """VideoObject, Product, Offer and Clip are of the card's own facts and frames."""
    facts = _json(_page(replace(PRODUCT, old_price=Decimal("49.80"))), "application/ld+json")
    assert (facts["@type"], facts["duration"]) == ("VideoObject", "PT10S")
    assert facts["transcript"] == "Sweet & juicy\n甜"
    (clip,) = facts["hasPart"]
    assert (clip["startOffset"], clip["endOffset"], clip["url"]) == (3.0, 7.0, "?t=3")
    (product,) = facts["about"]
    offer = product["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("39.80", "CNY")
    assert (offer["url"], offer["seller"]["name"]) == (PRODUCT.cart_url, PRODUCT.seller)
    assert [p["price"] for p in offer["priceSpecification"]] == ["39.80", "49.80"]


def test_messengers_get_a_preview() -> None:
    """Open Graph names the product, the poster and the video."""
    graph = {m["property"]: m["content"] for m in _page().all("meta") if "property" in m}
    assert graph["og:title"] == "Navel oranges"
    assert graph["og:image"] == "poster.jpg"
    assert graph["og:video"] == "video.mp4"
    assert graph["og:description"] == (
        "Navel oranges, CN¥39.80 / 5 kg box. From Gannan, sold by Hillside village."
    )


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    """The hashes in the policy are those of what stands in the page; nothing else may run."""
    elements = _page()
    (policy,) = (
        m["content"] or ""
        for m in elements.all("meta")
        if m.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = page(_plan(), _FILES, "en")
    inline = re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", html, flags=re.DOTALL)
    digests = [hashlib.sha256((style or script).encode()).digest() for style, script in inline]
    hashes = {base64.b64encode(digest).decode() for digest in digests}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert len(hashes) == 3
    assert not [name for _, e in elements.found for name in e if name.startswith("on")]
    assert not [e for _, e in elements.found if "style" in e]


def _names(elements: _Elements) -> list[str]:
    return [name for name, _ in elements.found]


@given(st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable() and bool(t.strip())))
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever a product is called, the page has the same elements, and says the text."""
    product = replace(PRODUCT, name=text, seller=text, origin=text, unit=text[:20])
    elements = _page(product)
    assert _names(elements) == _names(_page())
    assert text in elements.text
    assert _json(elements, "application/ld+json")["name"] == text


def test_tricks_in_texts_and_captions_stay_text() -> None:
    """Markup, template syntax and ends of scripts are shown as they were typed."""
    made = _plan(replace(PRODUCT, name=_TRICKS[:60], seller=_TRICKS[:60]))
    cue = replace(made.cues[0], lines=(_TRICKS,))
    html = page(made.with_cues((cue,)), _FILES, "en")
    elements = _Elements(html)
    assert _names(elements) == _names(_page())
    documents = [text for attributes, text in elements.raw if "json" in str(attributes.get("type"))]
    assert [c for c in "<>&" if any(c in text for text in documents)] == []
    assert "49}" not in html


def test_a_plan_edited_by_hand_can_not_smuggle_a_script_into_a_link() -> None:
    """The cart's address is checked again when it becomes a link."""
    bad = replace(PRODUCT, cart_url="javascript:alert(document.domain)")
    with pytest.raises(ProductKeyWrong) as refused:
        _page(bad)
    assert refused.value.key == "cart_url"


def test_a_poster_name_stays_a_name_in_the_style() -> None:
    """Quotes and braces in a file name don't end the CSS string."""
    files = replace(_FILES, poster="a\"}b')</style>.jpg")
    elements = _Elements(page(_plan(), files, "en"))
    assert _names(elements) == _names(_page())
    assert "url(" in page(_plan(), files, "en")


def test_two_cards_of_one_product_are_one_offer() -> None:
    """Each card has its link; the product stands below once."""
    made = _plan()
    again = replace(made.cards[0], frames=made.cards[0].frames.shifted(-85))
    later = replace(made.cards[0], frames=again.frames.shifted(150))
    elements = _Elements(page(replace(made, cards=(again, later)), _FILES, "en"))
    assert len([a for a in elements.all("a") if a.get("class") == "card"]) == 2
    assert len(elements.all("article")) == 1
    assert _json(elements, "application/json")["cards"] == [[5, 125], [155, 275]]


def test_a_video_without_a_card_still_has_a_page() -> None:
    """It plays, has a title and offers nothing."""
    elements = _Elements(page(replace(_plan(), cards=()), _FILES, "en"))
    assert elements.all("article") == []
    assert len(elements.all("h1")) == 1
    assert len(elements.all("video")) == 1


def test_the_photo_is_small_square_and_tells_nothing() -> None:
    """The photo on the page is a fresh JPEG of its pixels alone."""
    image = Image.new("RGBA", (3000, 2000), (255, 0, 0, 0))
    with Image.open(io.BytesIO(photo_jpeg(image))) as photo:
        assert photo.size == (480, 480)
        assert photo.getpixel((240, 240)) == (255, 255, 255)
        assert not photo.getexif()


def _live(live: Live = LIVE, product: ProductFacts = PRODUCT, language: str = "en") -> _Elements:
    return _Elements(page(_plan(product), _FILES, language, live))


def test_a_published_page_says_all_of_the_product_and_links_to_more() -> None:
    """The sheet below the video, the mark of an advert, the pages that list more; no scripts."""
    elements = _live()
    for text in ("广告", "In stock", "Price and stock as of", "May 28, 2026", *SHEET_TEXTS):
        assert text in elements.text
    links = {a["href"] for a in elements.all("a") if "href" in a}
    ours = {LIVE.shop, LIVE.farmer, LIVE.product, "comments", "report", "video.mp4"}
    assert links == {SHOP_LINK, *ours}
    (body,) = elements.all("body")
    assert body == {"data-slug": LIVE.address.slug, "data-version": "1"}


def test_what_was_checked_has_its_meaning_and_what_shows_it() -> None:
    """Each label opens without a script."""
    elements = _live()
    assert len(elements.all("summary")) == len(LIVE.checks) + 1  # and what is said
    for check in LIVE.checks:
        for text in (check.title, check.meaning, check.evidence):
            assert text in elements.text


@pytest.mark.parametrize("draw", [page, embed])
def test_what_is_sold_out_is_shown_and_not_linked(draw: Callable[..., str]) -> None:
    """Neither the card nor the button leads anywhere; both say why."""
    elements = _Elements(draw(_plan(), _FILES, "en", sold_out()))
    links = [a for a in elements.all("a") if "data-cart" in a]
    assert len(links) == 2
    assert [a for a in links if "href" in a] == []
    assert [a for _, a in elements.found if a.get("href") == SHOP_LINK] == []
    assert elements.text.count("Sold out") >= 2


def test_the_player_for_other_sites_leads_to_the_page_and_the_shop() -> None:
    """It waits to be started, and has neither comments nor anything for search engines."""
    elements = _Elements(embed(_plan(), _FILES, "en", LIVE))
    links = {a["href"] for a in elements.all("a")}
    assert links == {SHOP_LINK, LIVE.address.page, "video.mp4"}
    (video,) = elements.all("video")
    assert "data-starts" not in video
    assert elements.all("form") == []
    assert "广告" in elements.text
    assert {"name": "robots", "content": "noindex"} in elements.all("meta")


def test_no_script_of_the_page_can_be_ended_from_outside() -> None:
    """Tricks in any text of a published page stay text."""
    check = Check(_TRICKS, _TRICKS, _TRICKS)
    sheet = replace(LIVE.sheet, delivery=_TRICKS, returns=_TRICKS, contact=_TRICKS)
    tricky = replace(LIVE, checks=(check, check), sheet=sheet, advert=_TRICKS)
    for draw in (page, embed):
        assert _names(_Elements(draw(_plan(), _FILES, "en", tricky))) == _names(
            _Elements(draw(_plan(), _FILES, "en", LIVE))
        )


def test_the_page_keeps_its_budget() -> None:
    """14 kB of HTML and 40 kB of scripts at most, compressed: a long page in Chinese."""
    cues = [
        (at * 30, at * 30 + 29, "今天早上刚从山上摘下来的脐橙" + chr(0x4E00 + at))
        for at in range(60)
    ]
    made = replace(plan([(0, 1800)], cues=cues, card=(90, 210)), language="zh")
    product = replace(PRODUCT, name="赣南脐橙" * 10, old_price=Decimal("49.80"))
    made = replace(made, cards=(replace(made.cards[0], product=product),))
    checks = tuple(Check(f"标签{n}", f"第{n}个标签的意思" * 5, "2026-05-20") for n in range(8))
    html = page(made, _FILES, "zh", replace(LIVE, checks=checks))
    scripts = "".join(re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL))
    assert len(gzip.compress(html.encode(), 6)) <= 14 * 1024
    assert 0 < len(gzip.compress(scripts.encode(), 6)) <= 40 * 1024


@pytest.mark.slow
def test_the_pages_are_valid_html(web_tools: WebTools) -> None:
    """All three kinds, and with nothing to sell."""
    made = _plan(replace(PRODUCT, old_price=Decimal("49.80")))
    assert (
        web_tools.html_faults(
            page(made, _FILES, "en"),
            page(made, _FILES, "en", LIVE),
            page(replace(made, cards=()), _FILES, "en", LIVE),
            page(made, _FILES, "en", sold_out()),
            embed(made, _FILES, "en", LIVE),
        )
        == []
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_apart() -> None:
    """Every text has 4.5 to 1 or more against what it stands on, in light and in dark."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", _STYLES.read_text(), flags=re.DOTALL)
    )
    for colours in (light, {**light, **dark}):
        for ground in ("paper", "sheet"):
            for text in ("ink", "soft", "price"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for button in ("accent", "accent-dark"):
            assert _contrast("#ffffff", colours[button]) >= 4.5


def test_what_is_asked_often_stands_with_its_answer() -> None:
    """As text, by whom; a page where nobody asked has no such part."""
    html = page(_plan(), _FILES, "en", ASKED)
    assert "Asked often" in html
    assert "When do you pick &lt;them&gt;?" in html
    assert "In November &amp; December" in html
    assert "(Farmer Li)" in html
    assert "Asked often" not in page(_plan(), _FILES, "en", LIVE)
