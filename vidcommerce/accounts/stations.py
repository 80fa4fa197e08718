"""What the lead of a station decides for it."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from vidcommerce.accounts import repository
from vidcommerce.accounts.roles import Action, Actor, require
from vidcommerce.accounts.tables import StationRow
from vidcommerce.comments.reading import Mode
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.publishing import repository as publications
from vidcommerce.reviews.cases import Case

WINDOWS: Final = (1, 7, 30)
"""Days for which an order may be led back to a video."""

_REGION: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_URL: Final = re.compile(
    r"https?://[^\s/?#@<>\"\\^`{|}]+(?:[/?#][^\s<>\"\\^`{|}]*)?", re.IGNORECASE
)
_PLACE: Final = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?)°?[,;\s]+([+-]?\d{1,3}(?:\.\d+)?)°?")
_LONGEST: Final = 2000


@dataclass(eq=False)
class StationWrong(InputRejected):
    """What was decided for a station can't be; ``fault`` says why."""

    fault: str
    sentence = N_("This can't be saved: {fault}.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be decided: see the columns of StationRow.

    ``place`` is where the village lies, degrees of latitude and longitude as maps show them
    ("25.831, 114.933"); empty where nobody says.
    """

    region: str
    influence_days: int
    shop_url: str
    second_eyes: tuple[str, ...] = ()
    place: str = ""
    moderation: str = ""


def choices_of(row: StationRow) -> Choices:
    """Return what was decided for a station."""
    return Choices(
        row.region, row.influence_days, row.shop_url, tuple(row.second_eyes), _written(row),
        row.moderation,
    )  # fmt: skip


def visible(session: Session, actor: Actor, station_id: str) -> StationRow:
    """Return a station that ``actor`` may change. Raises StationUnknown, NotAllowed."""
    require(actor, Action.EDIT_STATION, station_id=station_id, owner_id="")
    return repository.station(session, station_id)


def change(
    session: Session, actor: Actor, station_id: str, wanted: Choices, now: int
) -> StationRow:
    """Decide for a station; public pages get the region's mark of adverts, or lose it.

    Raises StationUnknown, NotAllowed, StationWrong.
    """
    row = visible(session, actor, station_id)
    url = wanted.shop_url.strip()
    if wanted.region and not _REGION.fullmatch(wanted.region):
        raise StationWrong(N_("choose a country from the list"))
    if wanted.influence_days not in WINDOWS:
        raise StationWrong(N_("orders count for 1, 7 or 30 days"))
    if url and (len(url) > _LONGEST or not _URL.fullmatch(url)):
        raise StationWrong(N_("a link begins with https:// and a host"))
    if not set(wanted.second_eyes) <= set(Case):
        raise StationWrong(N_("choose from the list when somebody else must approve"))
    if wanted.moderation and wanted.moderation not in set(Mode):
        raise StationWrong(N_("choose when comments are read"))
    row.latitude, row.longitude = place_of(wanted.place)
    row.moderation = wanted.moderation
    row.second_eyes = [case.value for case in Case if case.value in wanted.second_eyes]
    row.region, row.influence_days, row.shop_url = wanted.region, wanted.influence_days, url
    publications.mark(session, row.id, now)
    return row


def place_of(typed: str) -> tuple[int, int] | tuple[None, None]:
    """Return latitude and longitude in millionths of a degree, to a hundredth (about a kilometre).

    Nothing typed is no place. Raises StationWrong for what is none.
    """
    if not typed.strip():
        return None, None
    match = _PLACE.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    north, east = (float(match[1]), float(match[2])) if match else (math.inf, math.inf)
    if abs(north) > 90 or abs(east) > 180:  # noqa: PLR2004 - a globe
        raise StationWrong(N_("write the place as maps show it, such as 25.83, 114.93"))
    return round(north * 100) * 10_000, round(east * 100) * 10_000


def _written(row: StationRow) -> str:
    if row.latitude is None or row.longitude is None:
        return ""
    return f"{row.latitude / 1_000_000:.2f}, {row.longitude / 1_000_000:.2f}"
