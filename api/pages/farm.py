"""The farmer's phone app: my videos, a new one, and what an installed app needs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.html import page, wants_page
from api.pages import insights_view as view
from api.pages.certificates import papers
from api.pages.farm_words import HOME, NEW, SCRIPT, VIDEO
from api.routes.files import PRIVATE, Sending, send
from api.routes.progress import shown
from api.sessions import PageActor, PagePerson, SignedIn, SignedInHere, allowed, allowed_page
from vidcommerce.accounts.phones import readable
from vidcommerce.accounts.roles import Action
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips import consent, mine
from vidcommerce.clips import service as clip_service
from vidcommerce.clips.standing import STEP_WORDS
from vidcommerce.clips.states import TRANSITIONS, Event, State
from vidcommerce.comments import questions
from vidcommerce.db import now_ms
from vidcommerce.flags import certificates, records
from vidcommerce.flags.farmer_words import for_farmer
from vidcommerce.flags.history import STANDING_WORDS
from vidcommerce.insights import service as insights
from vidcommerce.language import words
from vidcommerce.media.refusals import LONGEST, SHORTEST
from vidcommerce.money import currencies, price_texts
from vidcommerce.offers.repository import order_shop
from vidcommerce.products import repository as products
from vidcommerce.products import service as product_service
from vidcommerce.products import terms
from vidcommerce.products.models import LONGEST as LONGEST_TEXTS
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.reviews import appeals, flag_appeals
from vidcommerce.service import Service

router = APIRouter(include_in_schema=False)

_PRODUCTS: Final = 100
_DECIDED: Final = (State.SENT_BACK, State.REJECTED)
_SENDING: Final = [allowed_page(Action.SEND_CLIPS)]


@router.get("/farm", dependencies=_SENDING)
def home(request: Request, work: UnitOfWork, person: PagePerson) -> Response:
    """Show the farmer's videos, and the way to a new one."""
    speech = words(person.language)
    videos = mine.videos(work, person.actor)
    return page(
        request,
        "farm/home.html",
        say=HOME,
        videos=[shown(video, speech) for video in videos],
        numbers=_week(work, person) if any(video.slug for video in videos) else None,
        steps=[speech.say(sentence) for sentence in STEP_WORDS.values()],
        questions=questions.count_waiting(work, person.actor),
        record=records.of_farmer(work, person.actor.person_id, now_ms()) if videos else None,
        standing_words=STANDING_WORDS,
        papers=papers(certificates.of_farmer(work, person.actor.person_id, now_ms()), speech),
        agreed=[
            consent.TEXTS[kind] for kind in sorted(consent.given(work, person.actor.person_id))
        ],
        script=for_script(person),
    )


def _week(work: Session, person: SignedIn) -> dict[str, Any]:
    """Return the numbers of the last seven days, and the chart of the last fourteen."""
    found = insights.own(work, person.actor, now_ms())
    say = view.Say(words(person.language))
    return view.own(found.week, say) | {"daily": view.daily(found.days, say)}


def _since(work: Session, person: SignedIn, clip_id: str) -> dict[str, Any] | None:
    """Return the numbers of a video since it is public, and the chart of its seconds."""
    found = insights.of_clip(work, person.actor, clip_id, now_ms())
    say = view.Say(words(person.language))
    if found is None:
        return None
    return view.own(found.total, say) | {"seconds": view.seconds(found.timeline, say)}


@router.get("/farm/new", dependencies=_SENDING)
def new(request: Request, work: UnitOfWork, service: ServiceHere, person: PagePerson) -> Response:
    """Ask for the product, consent and the clips of a new video."""
    return new_page(request, work, service, person)


def new_page(
    request: Request, work: Session, service: Service, person: SignedIn, wrong: str = ""
) -> Response:
    """Return the form for a new video; ``wrong`` says what could not be used."""
    rows = products.page(work, person.actor, None, _PRODUCTS).rows
    return page(
        request,
        "farm/new.html",
        422 if wrong else 200,
        NEW,
        products=[(row, _price(row, person.language)) for row in rows],
        typical=_typical(work, person, rows[0] if rows else None),
        orders=_orders(work, person),
        currencies=sorted(currencies()),
        longest={**LONGEST_TEXTS, **terms.LONGEST},
        agreed=consent.complete(work, person.actor.person_id),
        consents=list(consent.TEXTS.values()),
        wrong=wrong,
        script=for_script(person)
        | {
            "wording": consent.WORDING,
            "limits": {
                "shortest": SHORTEST / 1000,
                "longest": LONGEST / 1000,
                "largest": service.settings.clip_bytes,
            },
        },
    )


def _price(row: ProductRow, language: str) -> str:
    """Return a product's price as it is written in a language."""
    return price_texts(Decimal(row.price), None, row.currency, language).price


def _typical(work: Session, person: SignedIn, last: ProductRow | None) -> Mapping[str, str]:
    """Return what a new product of this farmer most likely has in common with the last one."""
    station = work.get(StationRow, person.actor.station_id) if person.actor.station_id else None
    village = (station.village or station.name) if station else ""
    return {
        "origin": last.origin if last else village[: LONGEST_TEXTS["origin"]],
        "seller": last.seller if last else person.name[: LONGEST_TEXTS["seller"]],
        "delivery": last.delivery if last else "",
        "returns": last.returns if last else "",
        "contact": last.contact if last else "",
        "currency": last.currency if last else "CNY",
        "cart_url": station.shop_url if station else "",
    }


def _orders(work: Session, person: SignedIn) -> str:
    """Return where people order whose station has no shop for farmers without one, or ""."""
    station = work.get(StationRow, person.actor.station_id) if person.actor.station_id else None
    shop = order_shop(work, station.id) if station and not station.shop_url else None
    if shop is None:
        return ""
    return readable(shop.phone) if shop.phone else shop.message_to


def for_script(person: SignedIn) -> dict[str, Any]:
    """Return what the scripts of every page here need: who it is, and their sentences."""
    speech = words(person.language)
    said = {name: speech.sentences.get(text) or text for name, text in SCRIPT.items()}
    return {"person": person.actor.person_id, "lang": speech.language, "say": said}


@router.get("/farm/me.json", dependencies=[allowed(Action.SEND_CLIPS)])
def me(work: UnitOfWork, person: SignedInHere) -> Response:
    """Tell a script whom it sends for, with the token of this session."""
    agreed = consent.complete(work, person.actor.person_id)
    facts = {"person": person.actor.person_id, "csrf": person.csrf, "consent": agreed}
    return JSONResponse(facts, headers={"Cache-Control": "no-store"})


@router.post("/farm/consent", dependencies=[allowed(Action.SEND_CLIPS)])
def agree(
    request: Request, work: UnitOfWork, person: SignedInHere, wording: Annotated[str, Form()] = ""
) -> Response:
    """Write down that the farmer said yes, if it was to the sentences of today."""
    if wording == consent.WORDING:
        consent.give(work, person.actor.person_id, list(consent.Kind), now_ms())
    if wants_page(request):
        return RedirectResponse("/farm/new", 303)
    return JSONResponse({"consent": wording == consent.WORDING})


@router.post("/farm/consent/withdraw", dependencies=[allowed_page(Action.SEND_CLIPS)])
def take_back(work: UnitOfWork, actor: PageActor) -> Response:
    """Write down that the farmer takes back what they agreed to; they are asked again."""
    consent.withdraw(work, actor.person_id, now_ms())
    return RedirectResponse("/farm", 303)


@router.get("/farm/videos/{clip_id}", dependencies=[allowed_page(Action.SEE_CLIPS)])
def video(request: Request, clip_id: str, work: UnitOfWork, person: PagePerson) -> Response:
    """Show one video: where it stands, what to do, the draft to watch."""
    return video_page(request, clip_id, work, person)


def video_page(
    request: Request, clip_id: str, work: Session, person: SignedIn, wrong: str = ""
) -> Response:
    """Return the page of one video; ``wrong`` says what could not be used."""
    found = mine.video(work, person.actor, clip_id)
    speech = words(person.language)
    return page(
        request,
        "farm/video.html",
        422 if wrong else 200,
        VIDEO,
        wrong=wrong,
        video=shown(found, speech),
        steps=[speech.say(sentence) for sentence in STEP_WORDS.values()],
        draft=f"/farm/videos/{clip_id}/video.mp4?v={found.bundle[-12:]}" if found.bundle else "",
        public=f"/v/{found.slug}/" if found.slug else "",
        numbers=_since(work, person, clip_id) if found.slug else None,
        stock=found.product.stock,
        price=_price(found.product, person.language),
        stocks=[(stock.value, text) for stock, text in terms.STOCK_WORDS.items()],
        meant=f"/farm/videos/{clip_id}/asked.jpg?v={sha256(found.picture.encode()).hexdigest()[:12]}"
        if found.picture and found.state in _DECIDED
        else "",
        can_appeal=found.state is State.REJECTED and found.appeal is None,
        found=[
            {"one": one, "told": for_farmer(one.flag, speech)}
            for one in flag_appeals.told(work, clip_id)
        ],
        again=found.standing.tone.value == "trouble" and found.state.value != "aside",
        can_stop=(found.state, Event.CANCELLED) in TRANSITIONS,
        script=for_script(person),
    )


_MEANT: Final = "asked.jpg"
"""The picture of the second that a helper means."""

_DRAFT_FILES: Final = {
    "video.mp4": "video/mp4",
    "poster.jpg": "image/jpeg",
    _MEANT: "image/jpeg",
}


@router.api_route(
    "/farm/videos/{clip_id}/{name}",
    methods=["GET", "HEAD"],
    dependencies=[allowed_page(Action.SEE_CLIPS)],
)
def draft(
    request: Request, clip_id: str, name: str, service: ServiceHere, actor: PageActor
) -> Response:
    """Send a file of the draft, to who may see the clip."""
    with service.database.reading() as work:
        found = mine.video(work, actor, clip_id)
    blob = found.picture if name == _MEANT else f"{found.bundle}/{name}" if found.bundle else ""
    if name not in _DRAFT_FILES or not blob:
        raise mine.ClipUnknown(clip_id)
    return send(request, service.store, Sending(blob, _DRAFT_FILES[name], PRIVATE))


@router.post("/farm/videos/{clip_id}/appeal", dependencies=[allowed_page(Action.APPEAL)])
def appeal(
    clip_id: str,
    work: UnitOfWork,
    actor: PageActor,
    words: Annotated[str, Form()] = "",
    flag: Annotated[str, Form()] = "",
) -> Response:
    """Ask for another person to look at a video that was rejected, or at what was found in it."""
    if flag:
        flag_appeals.appeal(work, actor, clip_id, flag, words, now_ms())
        return RedirectResponse(f"/farm/videos/{clip_id}#found", 303)
    appeals.appeal(work, actor, clip_id, words, now_ms())
    return RedirectResponse(f"/farm/videos/{clip_id}", 303)


@router.post("/farm/videos/{clip_id}/stop", dependencies=[allowed_page(Action.CANCEL_CLIPS)])
def stop(clip_id: str, work: UnitOfWork, actor: PageActor) -> Response:
    """Stop work on a clip that its farmer does not want any more."""
    clip_service.cancel(work, actor, clip_id, now_ms())
    return RedirectResponse("/farm", 303)


@router.post("/farm/videos/{clip_id}/withdraw", dependencies=[allowed_page(Action.WITHDRAW)])
def withdraw(clip_id: str, work: UnitOfWork, actor: PageActor) -> Response:
    """Take a video offline."""
    publishing.withdraw(work, actor, clip_id, now_ms())
    return RedirectResponse(f"/farm/videos/{clip_id}", 303)


@router.api_route(
    "/farm/products/{product_id}/picture",
    methods=["GET", "HEAD"],
    dependencies=[allowed_page(Action.SEE_PRODUCTS)],
)
def picture(request: Request, product_id: str, service: ServiceHere, actor: PageActor) -> Response:
    """Send a product's picture, to who may see the product."""
    with service.database.reading() as work:
        row = product_service.get(work, actor, product_id)
    name = product_service.blob_of(row.picture)
    first = next(iter(service.store.read(name, 0, 1)), b"")
    kind = "image/jpeg" if first == b"\xff" else "image/png"
    return send(request, service.store, Sending(name, kind, PRIVATE))
