"""What helpers change in drafts, by kind and by farmer: for coaching, and for better drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias
from urllib.parse import urlencode

from babel.numbers import format_decimal
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import UnitOfWork
from api.html import language_of, page
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts import repository as accounts
from vidcommerce.accounts.roles import Action, Reach, reach
from vidcommerce.db import now_ms
from vidcommerce.insights.spreadsheet import csv_of
from vidcommerce.language import N_, Words
from vidcommerce.studio.differing import Kind
from vidcommerce.studio.learning import Learned, Stage, learned, month_of, most

router = APIRouter(
    prefix="/insights/changes",
    include_in_schema=False,
    dependencies=[allowed_page(Action.SEE_INSIGHTS)],
)

SPANS: Final[Mapping[int, str]] = {
    1: N_("This month"),
    3: N_("3 months"),
    12: N_("12 months"),
}
_USUAL: Final = 3

_STAGES: Final[Mapping[Stage, str]] = {
    Stage.CUTTING: N_("Cuts"),
    Stage.FRAMING: N_("Framing"),
    Stage.WORDS: N_("Words"),
    Stage.LINES: N_("Times of lines"),
    Stage.CARD: N_("Card"),
    Stage.SOUND: N_("Sound and music"),
    Stage.COVER: N_("Cover"),
}

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.CUT_REMOVED: N_("Cut brought back"),
    Kind.CUT_ADDED: N_("More cut out"),
    Kind.CUT_MOVED: N_("Cut made longer or shorter"),
    Kind.ORDER: N_("Parts in another order"),
    Kind.FRAMING: N_("Picture framed otherwise"),
    Kind.LINE_CHANGED: N_("Words of a line changed"),
    Kind.LINE_ADDED: N_("Line added"),
    Kind.LINE_REMOVED: N_("Line taken out"),
    Kind.LINE_SPLIT: N_("Line split"),
    Kind.LINES_JOINED: N_("Lines joined"),
    Kind.LINE_MOVED: N_("Line shown at another time"),
    Kind.CARD_MOVED: N_("Card shown at another time"),
    Kind.CARD_LENGTH: N_("Card shown longer or shorter"),
    Kind.CARD_PLACED: N_("Card at another place"),
    Kind.CARD_TEXT: N_("Text of the card changed"),
    Kind.CARD_PICTURE: N_("Picture of the card changed"),
    Kind.CARD_ADDED: N_("Card shown once more"),
    Kind.CARD_REMOVED: N_("Card shown once less"),
    Kind.MUSIC_CHANGED: N_("Other music"),
    Kind.MUSIC_REMOVED: N_("Music taken out"),
    Kind.MUSIC_GAIN: N_("Music louder or quieter"),
    Kind.MUSIC_DUCK: N_("Music under speech louder or quieter"),
    Kind.SOUND_GAIN: N_("Sound of the clip louder or quieter"),
    Kind.COVER: N_("Another cover"),
    Kind.TRANSLATION: N_("Subtitles in another language"),
}

_SAY: Final = {
    "title": N_("What helpers change"),
    "told": N_(
        "Counted when a video is approved for the first time: what is different from the draft "
        "that was made by itself."
    ),
    "which": N_("Which months"),
    "station": N_("Station"),
    "all_stations": N_("All stations"),
    "show": N_("Show"),
    "drafts": N_("Videos"),
    "untouched": N_("Nothing changed"),
    "ten": N_("For 10 videos"),
    "kinds": N_("By what was changed"),
    "kind": N_("What was changed"),
    "count": N_("How often"),
    "farmers": N_("By farmer"),
    "farmer": N_("Farmer"),
    "all": N_("All"),
    "none": N_("No video was approved in these months."),
    "csv": N_("Save as a table (CSV)"),
    "back": N_("Numbers"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: so many months up to this one, of a station or all."""

    months: int
    station: str

    def query(self, **other: object) -> str:
        """Return the query of an address that asks the same but for ``other``."""
        asked = {"months": self.months, "station": self.station, **other}
        return urlencode({name: value for name, value in asked.items() if value})

    def span(self) -> range:
        """Return the months as they are counted."""
        now = month_of(now_ms())
        return range(now - self.months + 1, now + 1)


def _asked(months: int = _USUAL, station: str = "") -> Asked:
    station = station if station.isalnum() else ""  # no zero bytes, which PostgreSQL refuses
    return Asked(months if months in SPANS else _USUAL, station)


AskedHere: TypeAlias = Annotated[Asked, Depends(_asked)]


@router.get("")
def changes(request: Request, actor: PageActor, work: UnitOfWork, asked: AskedHere) -> Response:
    """Show what is changed most, and by farmer which stage it mends."""
    whole, farmers = learned(work, actor, asked.span(), asked.station)
    everywhere = reach(actor, Action.SEE_INSIGHTS) is Reach.ALL
    speech = language_of(request)
    return page(
        request,
        "insights/changes.html",
        say=_SAY,
        asked=asked,
        spans=SPANS,
        stations=accounts.stations(work) if everywhere else [],
        stages=list(_STAGES.values()),
        kinds=[(_KINDS[kind], many, _ten(many, whole, speech)) for kind, many in most(whole)],
        whole=_row(whole),
        farmers=[_row(one) for one in farmers],
    )


def _row(found: Learned) -> dict[str, object]:
    counts = [found.of(stage) for stage in _STAGES]
    top = max(counts)
    return {
        "name": found.name,
        "drafts": found.drafts,
        "untouched": found.untouched,
        "counts": [(many, bool(many) and many == top) for many in counts],
    }


def _ten(many: int, found: Learned, speech: Words) -> str:
    """Return how many there are for ten videos."""
    return str(format_decimal(many * 10 / max(1, found.drafts), "0.#", locale=speech.language))


@router.get("/table.csv")
def table(request: Request, actor: PageActor, work: UnitOfWork, asked: AskedHere) -> Response:
    """Send each farmer's counts as a table, every kind a column."""
    speech = language_of(request)
    _, farmers = learned(work, actor, asked.span(), asked.station)
    first = [speech.say(_SAY[name]) for name in ("farmer", "drafts", "untouched")]
    header = first + [speech.say(name) for name in _KINDS.values()]
    rows: list[list[str | int]] = [
        [one.name, one.drafts, one.untouched, *(one.kinds.get(kind, 0) for kind in _KINDS)]
        for one in farmers
    ]
    headers = {
        "Content-Disposition": f'attachment; filename="changes-{asked.months}.csv"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(csv_of(header, rows), media_type="text/csv; charset=utf-8", headers=headers)
