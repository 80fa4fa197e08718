"""The page on which the lead of a station decides for it."""

from __future__ import annotations

from typing import Annotated, Final

from babel import Locale
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.pages.insights_say import CASE_CHOICES, STATION, WINDOWS
from api.pages.moderate_say import MODES
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts import repository, stations
from vidcommerce.accounts.roles import Action, Actor, Reach, reach
from vidcommerce.accounts.stations import Choices, StationWrong
from vidcommerce.db import now_ms
from vidcommerce.flags import records
from vidcommerce.flags.history import STANDING_WORDS
from vidcommerce.language import N_
from vidcommerce.service import Service

router = APIRouter(
    prefix="/station", include_in_schema=False, dependencies=[allowed_page(Action.EDIT_STATION)]
)

_NO_COUNTRY: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two letters in the list of the CLDR that name no country."""


class StationForm(BaseModel):
    """What is decided."""

    station: str = ""
    region: str = ""
    influence_days: int = 0
    shop_url: str = ""
    second_eyes: list[str] = Field(default_factory=list)
    place: str = Field("", max_length=60)
    moderation: str = ""


@router.get("")
def show(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere, station: str = ""
) -> Response:
    """Show what is decided; people of no station choose one first."""
    shown = station or actor.station_id or ""
    choices = Choices("", 0, "")
    if shown:
        choices = stations.choices_of(stations.visible(work, actor, shown))
    return _page(request, (actor, work, service), shown, choices)


def _page(
    request: Request, here: tuple[Actor, Session, Service], shown: str, choices: Choices,
    *, status: int = 200, fault: str = "",
) -> Response:  # fmt: skip
    actor, work, service = here
    everywhere = reach(actor, Action.EDIT_STATION) is Reach.ALL
    countries = _countries(language_of(request).language)
    usual = service.settings.phone_region
    return page(
        request,
        "insights/station.html",
        status,
        say=STATION,
        stations=repository.stations(work) if everywhere else [],
        shown=shown,
        choices=choices,
        countries=sorted(countries.items(), key=lambda item: item[1]),
        usual=countries.get(usual, usual),
        windows=WINDOWS,
        modes={**MODES, "": N_("as usual: after they are shown")},
        cases=[(case.value, text) for case, text in CASE_CHOICES.items()],
        saved=request.query_params.get("saved") == "yes",
        fault=fault,
        record=records.of_station(work, shown, now_ms()) if shown else None,
        standing_words=STANDING_WORDS,
    )


def _countries(language: str) -> dict[str, str]:
    names = Locale.parse(language).territories
    return {
        code: name
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY  # noqa: PLR2004 - ISO 3166
    }


@router.post("")
def change(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere,
    form: Annotated[StationForm, Form()],
) -> Response:  # fmt: skip
    """Decide."""
    shown = form.station or actor.station_id or ""
    choices = Choices(
        form.region, form.influence_days, form.shop_url, tuple(form.second_eyes), form.place,
        form.moderation,
    )  # fmt: skip
    try:
        stations.change(work, actor, shown, choices, now_ms())
    except StationWrong as wrong:
        fault = language_of(request).explain(wrong)
        here = (actor, work, service)
        return _page(request, here, shown, choices, status=status_of(wrong), fault=fault)
    return RedirectResponse(f"/station?station={shown}&saved=yes", 303)
