"""What a public page says, as data: made from rows by the service, drawn by the page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vidcommerce.media.plan import ProductFacts
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import Address


@dataclass(frozen=True, slots=True)
class Check:
    """A label of "What was checked": what it is called, what it means, what can be shown for it.

    All are sentences in the page's language; ``evidence`` may be empty. ``file`` is the address,
    relative to the page, of what anybody can check it by; it may be empty.
    """

    title: str
    meaning: str
    evidence: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What shoppers ask often, and what the farmer or the station, ``by``, has answered."""

    question: str
    answer: str
    by: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the part below the video says of the product beyond what the card says.

    ``link`` is the whole address of the shop, with what tells the shop where it came from.
    ``as_of`` is when price and stock were last known to be right (ms since 1970 UTC). The texts
    may be empty. ``now`` is what the product says by now, None where that is what the card says.
    """

    link: str
    as_of: int
    stock: Stock
    delivery: str
    returns: str
    contact: str
    now: ProductFacts | None = None

    def sold(self, card: ProductFacts) -> ProductFacts:
        """Return a card's product with what it costs now, and where it is bought.

        A price is burned into the picture; what stands beside it as text says the one of now.
        """
        now = self.now or card
        return replace(
            card,
            price=now.price,
            old_price=now.old_price,
            currency=now.currency,
            unit=now.unit,
            cart_url=self.link,
        )


@dataclass(frozen=True, slots=True)
class Live:
    """What a page has more where a service publishes it.

    ``version`` counts the publication's versions from 1; the version's files lie in the folder
    ``folder`` beside the page. ``uploaded`` is when the first was public (ms since 1970 UTC).
    ``advert`` is the word with which the region marks a video that sells, empty where none is
    asked for. ``shop``, ``farmer`` and ``product`` are the paths of the pages that list more.
    """

    address: Address
    version: int
    folder: str
    uploaded: int
    checks: Sequence[Check]
    sheet: Sheet
    advert: str
    shop: str
    farmer: str
    product: str
    answers: Sequence[Answered] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A public video as pages that list videos, feeds and sitemaps need it.

    ``video``, ``poster`` and ``share`` are whole addresses; times are ms since 1970 UTC;
    ``seconds`` is the length of the video. ``facts.cart_url`` is the shop's link with what tells
    the shop where it came from.
    """

    address: Address
    title: str
    language: str
    facts: ProductFacts
    stock: Stock
    as_of: int
    video: str
    poster: str
    share: str
    seconds: int
    published: int
    changed: int
    farmer_id: str
    farmer: str
    product_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A page that lists videos: a village's, a farmer's or a product's.

    ``path`` is its path below ``site`` (see addresses: village_path and the others), ``name`` what
    it is called, ``language`` the BCP 47 tag of its words.
    """

    site: str
    path: str
    name: str
    language: str

    @property
    def address(self) -> str:
        """The page's whole address."""
        return self.site + self.path
