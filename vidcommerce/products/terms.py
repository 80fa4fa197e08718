"""What a shopper reads of a product below the video, beyond what the card says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Action, Actor, require
from vidcommerce.clips.tables import ClipRow
from vidcommerce.language import N_
from vidcommerce.products import repository
from vidcommerce.products.models import CONTROLS, ProductKeyWrong, Stock
from vidcommerce.products.service import get
from vidcommerce.products.tables import ProductRow

LONGEST: Final[Mapping[str, int]] = {"delivery": 200, "returns": 200, "contact": 100}
"""Characters of each text: a few lines on a phone."""

STOCK_WORDS: Final[Mapping[Stock, str]] = {
    Stock.IN: N_("There is enough"),
    Stock.LOW: N_("Only a little is left"),
    Stock.OUT: N_("Sold out"),
}
"""What people choose from."""

_PRIORITY: Final = -1
"""As everything that people wait for."""

_LONGEST_HARVEST: Final = timedelta(days=366)

_TOO_LONG: Final = {100: N_("100 characters at most"), 200: N_("200 characters at most")}


@dataclass(frozen=True, slots=True)
class Terms:
    """How it comes, whether it can go back, whom to ask after the sale; and if there is any.

    The texts are one line each; empty where nothing was said. ``harvest_start`` and
    ``harvest_end`` are days (ISO 8601), both or none: between them it is said to be harvested.
    """

    stock: Stock = Stock.IN
    delivery: str = ""
    returns: str = ""
    contact: str = ""
    harvest_start: str = ""
    harvest_end: str = ""


def terms_of(row: ProductRow) -> Terms:
    """Return what a product says."""
    return Terms(
        Stock(row.stock),
        row.delivery,
        row.returns,
        row.contact,
        row.harvest_start,
        row.harvest_end,
    )


def write(row: ProductRow, terms: Terms, now: int) -> None:
    """Write the terms of a product down; whoever says them says that its price is right too.

    Counting the product's version up is the caller's. Raises ProductKeyWrong.
    """
    kept = tidied(terms)
    row.stock, row.delivery = kept.stock.value, kept.delivery
    row.returns, row.contact = kept.returns, kept.contact
    row.harvest_start, row.harvest_end = kept.harvest_start, kept.harvest_end
    row.checked_at = now


def change(session: Session, actor: Actor, product_id: str, terms: Terms, now: int) -> ProductRow:
    """Change the terms of a product, whatever else it says; its version counts up with them.

    Raises ProductUnknown, NotAllowed, or ProductKeyWrong for a text that can't be used.
    """
    row = get(session, actor, product_id)
    require(actor, Action.EDIT_PRODUCTS, station_id=row.station_id, owner_id=row.farmer_id)
    repository.find(session, product_id, to_change=True)
    before = terms_of(row)
    write(row, terms, now)
    row.version += terms_of(row) != before
    session.flush()
    look_again(session, row, before, now)
    return row


def look_again(session: Session, row: ProductRow, before: Terms, now: int) -> None:
    """Have the clips of a product compared anew with a harvest that changed since ``before``."""
    said = terms_of(row)
    if (said.harvest_start, said.harvest_end) == (before.harvest_start, before.harvest_end):
        return
    checked = select(ClipRow.id).where(
        ClipRow.product_id == row.id, ClipRow.checked_at.is_not(None)
    )
    for clip_id in session.scalars(checked):
        jobs.ask(session, clip_id, jobs.Stage.CHECK, _PRIORITY, now)


def tidied(terms: Terms) -> Terms:
    """Return the terms with single spaces. Raises ProductKeyWrong."""
    texts = {key: " ".join(str(asdict(terms)[key]).split()) for key in LONGEST}
    for key, text in texts.items():
        if CONTROLS.search(text):
            raise ProductKeyWrong(key, text, N_("it must be one line of plain text"))
        if len(text) > LONGEST[key]:
            raise ProductKeyWrong(key, text[: LONGEST[key]] + "…", _TOO_LONG[LONGEST[key]])
    return Terms(terms.stock, **texts, **_harvest(terms))


def _harvest(terms: Terms) -> dict[str, str]:
    """Return the two days in their one form. Raises ProductKeyWrong."""
    said = {key: getattr(terms, key).strip() for key in ("harvest_start", "harvest_end")}
    if not any(said.values()):
        return said
    days = {key: _day(key, text) for key, text in said.items()}
    start, end = days["harvest_start"], days["harvest_end"]
    if not start <= end <= start + _LONGEST_HARVEST:
        fault = N_("the harvest ends after it begins, and within a year")
        raise ProductKeyWrong("harvest_end", said["harvest_end"], fault)
    return {key: day.isoformat() for key, day in days.items()}


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        fault = N_("say the first and the last day of the harvest, or neither")
        raise ProductKeyWrong(key, text[:20], fault) from error
