"""What a version of a page shows, read from the rows in one moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from urllib.parse import urljoin

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments import questions
from vidcommerce.documents import read_json
from vidcommerce.flags import attesting
from vidcommerce.flags import service as flags
from vidcommerce.flags.attestation import Attestations
from vidcommerce.flags.claims.noting import claims_in
from vidcommerce.flags.claims.of_plan import SOURCE as CLAIMS
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.policy import Stand
from vidcommerce.language import words
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.offers.selling import shown_link
from vidcommerce.products.models import Stock
from vidcommerce.products.service import facts_of
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.addresses import (
    SITE,
    Address,
    farmer_path,
    folder_of,
    key_of,
    product_path,
    slug_of,
    village_path,
)
from vidcommerce.publishing.checks import checks, record, unchecked
from vidcommerce.publishing.confirmed import confirmed
from vidcommerce.publishing.facts import Answered, Listing, Live, Sheet
from vidcommerce.publishing.metadata import title_of
from vidcommerce.publishing.regions import advert_word
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import answers
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service

_SECOND = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of a page with all that it says.

    ``source`` is the folder of the store from which its files are copied. ``facts`` are those of
    the product now, ``edit`` has those that the card in the picture shows. ``changed`` is when
    this version became public (ms since 1970 UTC). ``attested`` is what was confirmed of the clip
    with signatures, None where nothing was.
    """

    clip_id: str
    station_id: str
    plan_id: str
    source: str
    edit: EditPlan
    live: Live
    facts: ProductFacts
    changed: int
    farmer_id: str
    farmer: str
    product_id: str
    attested: Attestations | None = None

    @property
    def address(self) -> Address:
        """Where the page is."""
        return self.live.address

    @property
    def bundle(self) -> str:
        """The folder of this version's files in the store."""
        return f"{SITE}{self.address.path}{self.live.folder}"

    def listing(self) -> Listing:
        """Return the video as lists have it."""
        rate, live = self.edit.canvas.rate, self.live
        return Listing(
            address=live.address,
            title=title_of(self.edit, words(self.edit.language)),
            language=self.edit.language,
            facts=replace(self.facts, cart_url=urljoin(live.address.page, live.sheet.link)),
            stock=live.sheet.stock,
            as_of=live.sheet.as_of,
            video=self._whole("video.mp4"),
            poster=self._whole("poster.jpg"),
            share=self._whole("share.jpg"),
            seconds=max(1, round(rate.milliseconds(self.edit.frames) / _SECOND)),
            published=live.uploaded,
            changed=self.changed,
            farmer_id=self.farmer_id,
            farmer=self.farmer,
            product_id=self.product_id,
        )

    def _whole(self, name: str) -> str:
        return self.address.site + self.address.file(self.live.folder, name)


def data_of(shown: Shown) -> dict[str, object]:
    """Return what a version says as data, for whoever shows it in another way; ``data.json``.

    Times of cards are milliseconds of the video, boxes pixels of its picture.
    """
    edit, live, listing = shown.edit, shown.live, shown.listing()
    rate, canvas = edit.canvas.rate, edit.canvas
    return {
        "page": live.address.page,
        "version": live.version,
        "published": live.uploaded,
        "title": listing.title,
        "language": edit.language,
        "video": listing.video,
        "poster": listing.poster,
        "width": canvas.width,
        "height": canvas.height,
        "milliseconds": rate.milliseconds(edit.frames),
        "advert": live.advert,
        "link": listing.facts.cart_url,
        "checks": [asdict(check) for check in live.checks],
        "answers": [asdict(answered) for answered in live.answers],
        "cards": [
            {
                "from": rate.milliseconds(card.frames.start),
                "to": rate.milliseconds(card.frames.stop),
                "box": asdict(card.box),
                "product": card.product,
            }
            for card in edit.cards
        ],
    }


def to_publish(session: Session, service: Service, clip: ClipRow, plan: PlanRow, now: int) -> Shown:
    """Return what the next version of a clip's page will show, with the link as it is now made.

    Raises what :func:`vidcommerce.offers.selling.shown_link` raises.
    """
    asked = select(PublicationRow).where(PublicationRow.clip_id == clip.id)
    before = session.scalar(asked)
    product = session.get_one(ProductRow, clip.product_id)
    slug = before.slug if before else slug_of(product.name, clip.id, service.secret)
    row = PublicationRow(
        slug=slug,
        version=before.version + 1 if before else 1,
        published_at=before.published_at if before else now,
        changed_at=now,
        bundle="",
        cart_url=shown_link(session, service, product, slug),
    )
    return _shown(session, service, clip, plan, row)


def public(
    session: Session, service: Service, *, station_id: str = ""
) -> Iterator[tuple[PublicationRow, Shown]]:
    """Yield the public pages (of a station), the newest first, with the links as recorded."""
    asked = (
        select(PublicationRow, ClipRow, PlanRow)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(PlanRow, PlanRow.id == PublicationRow.plan_id)
        .where(PublicationRow.withdrawn_at.is_(None))
        .order_by(PublicationRow.published_at.desc(), PublicationRow.id)
    )
    if station_id:
        asked = asked.where(PublicationRow.station_id == station_id)
    for row, clip, plan in session.execute(asked).all():
        yield row, _shown(session, service, clip, plan, row)


def _shown(
    session: Session, service: Service, clip: ClipRow, plan: PlanRow, row: PublicationRow
) -> Shown:
    edit = read_json(EditPlan, plan.plan)
    product = session.get_one(ProductRow, clip.product_id)
    station = session.get_one(StationRow, clip.station_id)
    region = station.region or service.settings.phone_region
    speech, address = words(edit.language), Address(service.settings.public_url, row.slug)
    attested = attesting.file_of(session, clip, address.page)
    live = Live(
        address=address,
        version=row.version,
        folder=folder_of(row.version, plan.digest),
        uploaded=row.published_at,
        checks=[
            *checks(_told(session, clip, plan, row.changed_at), speech),
            *([] if clip.checked_at else [unchecked(speech)]),
            *confirmed(attested, speech),
            record(speech),
        ],
        sheet=_sheet(product, row),
        advert=advert_word(region, edit.language) if edit.cards else "",
        shop=village_path(key_of(clip.station_id, service.secret)),
        farmer=farmer_path(key_of(clip.farmer_id, service.secret)),
        product=product_path(key_of(clip.product_id, service.secret)),
        answers=_answers(session, row),
    )
    return Shown(
        clip_id=clip.id,
        station_id=clip.station_id,
        plan_id=plan.id,
        source=row.bundle or plan.bundle.rstrip("/"),
        edit=edit,
        live=live,
        facts=facts_of(product),
        changed=row.changed_at,
        farmer_id=clip.farmer_id,
        farmer=session.get_one(PersonRow, clip.farmer_id).name,
        product_id=product.id,
        attested=attested,
    )


def _answers(session: Session, row: PublicationRow) -> list[Answered]:
    """Return what is asked often; nobody has asked anything yet before the first version."""
    told = questions.facts(session, row.id) if row.id else ()
    return [Answered(one.question, one.answer, one.by) for one in told]


def _told(session: Session, clip: ClipRow, plan: PlanRow, at: int) -> list[Flag]:
    """Return the flags that shoppers may be told of: none that a person put aside.

    What a clip claims is kept of its newest version, which nobody may have approved yet: a page
    tells of the version that it shows.
    """
    seen: list[Flag] = [*flags.of_clip(session, clip.id)]
    if clip.plan_id != plan.id:
        seen = [flag for flag in seen if flag.source != CLAIMS]
        seen += claims_in(session, clip, plan, at)
    found = answers.weighed(session, clip.id, seen)
    return [one.flag for one in found if one.stand is not Stand.PUT_ASIDE]


def _sheet(product: ProductRow, row: PublicationRow) -> Sheet:
    return Sheet(
        link=row.cart_url,
        as_of=product.checked_at or row.published_at,
        stock=Stock(product.stock),
        delivery=product.delivery,
        returns=product.returns,
        contact=product.contact,
        now=facts_of(product),
    )
