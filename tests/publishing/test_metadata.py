"""What others read of a page: valid by schema.org's definitions, and of the card's own plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import PRODUCT
from tests.media.plans import plan
from tests.publishing.listings import TRICKS
from tests.publishing.lives import ASKED, FOLDER, LIVE, SHEET, SHOP_LINK
from tests.stations import NOW
from tests.web.vocabulary import Vocabulary
from vidcommerce.language import LANGUAGES, words
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.products.models import Stock
from vidcommerce.publishing.facts import Live
from vidcommerce.publishing.metadata import Metadata, Seen, iso_duration, video_metadata

_ADDRESS = LIVE.address
_FOLDER = _ADDRESS.page + FOLDER
_SEEN = Seen(f"{_FOLDER}/video.mp4", f"{_FOLDER}/poster.jpg", _ADDRESS.page, NOW)


def _live(stock: Stock = Stock.IN) -> Live:
    return replace(LIVE, sheet=replace(SHEET, stock=stock))


def _metadata(edit: EditPlan, live: Live | None = None, language: str = "en") -> Metadata:
    return video_metadata(edit, _SEEN, live, words(language))


def _plan(product: ProductFacts = PRODUCT) -> EditPlan:
    made = plan([(0, 300)], cues=[(0, 45, "Sweet & juicy"), (60, 90, "甜")], card=(90, 210))
    return replace(made, cards=(replace(made.cards[0], product=product),))


def _offer(structured: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    offer: dict[str, Any] = structured["about"][0]["offers"]
    return offer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("old_price", [None, Decimal("49.80")])
@pytest.mark.parametrize("stock", [None, *Stock])
def test_all_of_it_is_in_the_vocabulary(
    vocabulary: Vocabulary, stock: Stock | None, old_price: Decimal | None, language: str
) -> None:
    """Every class, property and value is one that schema.org defines, where it defines it."""
    live = None if stock is None else _live(stock)
    edit = _plan(replace(PRODUCT, old_price=old_price))
    data = _metadata(edit, live, language).structured
    assert list(vocabulary.faults(data)) == []


def test_a_video_that_sells_nothing_is_in_the_vocabulary(vocabulary: Vocabulary) -> None:
    """Without a card nothing is said of products, and nothing is empty."""
    data = _metadata(replace(_plan(), cards=(), cues=()), _live()).structured
    assert list(vocabulary.faults(data)) == []
    assert {"about", "hasPart", "transcript"} & data.keys() == set()


def test_what_search_engines_need_is_there() -> None:
    """What Google needs of a video, its key moments and a product's offer.

    developers.google.com/search/docs/appearance/structured-data: video, product.
    """
    data: Any = _metadata(_plan(), _live()).structured
    assert {"name", "thumbnailUrl", "uploadDate", "contentUrl", "embedUrl", "duration"} <= set(data)
    assert all({"name", "startOffset", "endOffset", "url"} <= set(clip) for clip in data["hasPart"])
    assert {"name", "image", "offers"} <= set(data["about"][0])
    assert {"price", "priceCurrency", "availability", "url"} <= set(_offer(data))
    assert "priceValidUntil" not in _offer(data)


@pytest.mark.parametrize(
    ("stock", "said"),
    [
        (Stock.IN, "https://schema.org/InStock"),
        (Stock.LOW, "https://schema.org/LimitedAvailability"),
        (Stock.OUT, "https://schema.org/OutOfStock"),
    ],
)
def test_stock_is_said_as_it_is(stock: Stock, said: str) -> None:
    """The offer says whether there is any, and leads where the page's own link leads."""
    offer = _offer(_metadata(_plan(), _live(stock)).structured)
    assert (offer["availability"], offer["url"]) == (said, SHOP_LINK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_what_it_costs_now(language: str) -> None:
    """A price that moved since the card was drawn: offer, description and messengers agree."""
    now = replace(PRODUCT, price=Decimal("45.10"), old_price=Decimal("50.00"), unit="3 kg box")
    found = _metadata(_plan(), replace(LIVE, sheet=replace(SHEET, now=now)), language)
    offer: Any = _offer(found.structured)
    assert (offer["price"], offer["url"]) == ("45.10", SHOP_LINK)
    assert [said["price"] for said in offer["priceSpecification"]] == ["45.10", "50.00"]
    met = dict(found.properties) | dict(found.names)
    said = [met["og:description"], met["twitter:description"], found.description]
    said.append(str(found.structured["description"]))
    assert all("45.10" in text and "3 kg box" in text and "39.80" not in text for text in said)


def test_the_moments_are_those_of_the_card() -> None:
    """A clip's seconds and its address come from the frames that the card in the picture has."""
    data: Any = _metadata(_plan(), _live()).structured
    (clip,) = data["hasPart"]
    assert (clip["startOffset"], clip["endOffset"]) == (3.0, 7.0)
    assert clip["url"] == f"{_ADDRESS.page}?t=3"


def test_sharing_shows_the_share_picture_and_the_player() -> None:
    """Messengers get a picture of a known size, sites with a player the embedded page."""
    found = _metadata(_plan(), _live())
    properties, names = dict(found.properties), dict(found.names)
    assert properties["og:image"] == names["twitter:image"] == f"{_FOLDER}/share.jpg"
    assert (properties["og:image:width"], properties["og:image:height"]) == ("1200", "630")
    assert (properties["og:url"], properties["og:video"]) == (_ADDRESS.page, _SEEN.video)
    assert names["twitter:card"] == "player"
    assert names["twitter:player"] == f"{_ADDRESS.page}embed.html"
    assert dict(found.alternates) == {
        "application/json+oembed": f"{_FOLDER}/oembed.json",
        "application/rss+xml": f"{_ADDRESS.site}{LIVE.shop}feed.xml",
    }


def test_a_page_on_a_disk_points_at_no_server() -> None:
    """The command line's page has no player elsewhere, no feed, and says nothing of stock."""
    found = video_metadata(_plan(), Seen("video.mp4", "poster.jpg"), None, words("en"))
    assert (found.names, found.alternates) == ([], [])
    assert not {"url", "uploadDate", "embedUrl"} & found.structured.keys()
    assert "availability" not in _offer(found.structured)
    assert dict(found.properties)["og:image"] == "poster.jpg"


def test_what_is_filled_in_stays_text(vocabulary: Vocabulary) -> None:
    """Words that look like markup change no structure."""
    data: Any = _metadata(_plan(replace(PRODUCT, name=TRICKS[:60])), _live()).structured
    assert list(vocabulary.faults(data)) == []
    assert data["name"] == TRICKS[:60]


@given(st.integers(1, 10**9))
def test_durations_are_exact(milliseconds: int) -> None:
    """A duration in ISO 8601 says just as many milliseconds."""
    text = iso_duration(milliseconds)
    assert text.startswith("PT")
    assert text.endswith("S")
    assert Decimal(text[2:-1]) * 1000 == milliseconds


def test_what_is_asked_often_is_told_with_its_one_answer(vocabulary: Vocabulary) -> None:
    """As a page of questions that the video is the subject of; a video without any has none."""
    data = _metadata(_plan(), ASKED).structured
    assert list(vocabulary.faults(data)) == []
    asked = data["subjectOf"]
    assert asked == {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": "When do you pick <them>?",
                "acceptedAnswer": {"@type": "Answer", "text": "In November & December"},
            }
        ],
    }
    assert "subjectOf" not in _metadata(_plan(), LIVE).structured
