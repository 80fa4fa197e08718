"""What the pages of numbers show, as templates want it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from api.pages.insights_say import COLUMNS, VIDEO
from vidcommerce.insights.charts import bars, ceiling, curve, meter, stripes
from vidcommerce.insights.days import date_of, day_of
from vidcommerce.insights.funnels import COUNTED, By, Funnel, Timeline
from vidcommerce.insights.kinds import DEFINITIONS, NAMES, Kind
from vidcommerce.insights.service import Group
from vidcommerce.language import Words

SHOWN: Final = 100
"""Groups on a page; the table that can be saved has all."""

_LONG: Final = 100_000
_LOW: Final = 80
"""The height of a chart among others."""


@dataclass(frozen=True, slots=True)
class Say:
    """Numbers, days and times as a reader writes them."""

    speech: Words

    def number(self, value: int) -> str:
        """Return a whole number."""
        return str(format_decimal(value, locale=self.speech.language))

    def short(self, value: int) -> str:
        """Return a whole number, a long one in its first digits and a word."""
        if value < _LONG:
            return self.number(value)
        return str(format_compact_decimal(value, locale=self.speech.language, fraction_digits=1))

    def share(self, thousandths: int | None) -> str:
        """Return how many of a hundred, or a dash."""
        if thousandths is None:
            return "–"
        shown = "#,##0.#"
        return str(format_decimal(thousandths / 10, shown, locale=self.speech.language))

    def day(self, day: int) -> str:
        """Return a day of the counts."""
        return str(format_date(date_of(day), "medium", locale=self.speech.language))

    @staticmethod
    def time(second: int) -> str:
        """Return a second of a video as minutes and seconds."""
        return f"{second // 60}:{second % 60:02}"


def own(found: Funnel, say: Say) -> dict[str, Any]:
    """Return a farmer's three numbers, and what they mean."""
    return {
        "views": say.short(found[Kind.VIEW]),
        "carts": say.short(found[Kind.CART]),
        "orders": say.short(found[Kind.ORDER]),
        "meanings": [DEFINITIONS[kind] for kind in (Kind.VIEW, Kind.CART, Kind.ORDER)],
    }


def funnel(found: Funnel, say: Say) -> list[dict[str, Any]]:
    """Return the rows of a funnel: what, what it means, how often, for how many views."""
    most = max(found[kind] for kind in COUNTED)
    return [
        {
            "kind": kind.value,
            "name": NAMES[kind],
            "meaning": DEFINITIONS[kind],
            "count": say.number(found[kind]),
            "share": say.share(found.share(kind)) if kind is not Kind.VIEW else "",
            "meter": meter(found[kind], most),
        }
        for kind in COUNTED
    ]


def daily(days: Sequence[tuple[int, Funnel]], say: Say) -> dict[str, Any]:
    """Return the chart of views by day, and its table, the newest day first."""
    views = [found[Kind.VIEW] for _, found in days]
    shown = bars(views, 1)
    top = ceiling(max((bar.value for bar in shown), default=0))
    most = max(views)
    return {
        "bars": [
            (bar, say.day(days[bar.first][0]), say.number(bar.value)) for bar in bars(views, top)
        ],
        "top": say.number(top),
        "first": say.day(days[0][0]),
        "last": say.day(days[-1][0]),
        "total": say.number(sum(views)),
        "most": say.number(most) if most else "",
        "peak": say.day(days[views.index(most)][0]),
        "rows": [
            (say.day(day), [say.number(found[kind]) for kind in COUNTED])
            for day, found in reversed(days)
        ],
    }


def groups(found: Sequence[Group], by: By, say: Say, query: str) -> list[dict[str, Any]]:
    """Return the rows of the groups; those of videos lead to the video's own page."""
    return [
        {
            "name": group.name or say.day(day_of_key(group.key)),
            "note": say.day(day_of(group.at)) if group.at else group.note,
            "address": f"/insights/videos/{group.key}?{query}" if by is By.VIDEO else "",
            "counts": [say.number(group.funnel[kind]) for kind in COUNTED],
        }
        for group in found[:SHOWN]
    ]


def day_of_key(key: str) -> int:
    """Return the day that the key of a week names."""
    return (date.fromisoformat(key) - date_of(0)).days


def table(found: Sequence[Group], by: By, speech: Words) -> tuple[list[str], list[list[str | int]]]:
    """Return the header and the rows of the groups for a spreadsheet."""
    texts = [speech.say(column) for column in COLUMNS[by] if column]
    header = [*texts, *(speech.say(NAMES[kind]) for kind in COUNTED)]
    rows: list[list[str | int]] = [
        [*_texts(group)[: len(texts)], *(group.funnel[kind] for kind in COUNTED)] for group in found
    ]
    return header, rows


def _texts(group: Group) -> list[str]:
    note = date_of(day_of(group.at)).isoformat() if group.at else group.note
    return [group.name or group.key, note]


def seconds(found: Timeline, say: Say) -> dict[str, Any]:
    """Return the charts of a timeline, one below the other, and its table."""
    top = ceiling(max(found.watched, default=0))
    return {
        "empty": found.is_empty,
        "top": say.number(top),
        "curve": curve(found.watched, top),
        "cards": stripes(found.cards, found.seconds),
        "start": say.number(found.watched[0] if found.watched else 0),
        "end": say.number(found.watched[-1] if found.watched else 0),
        "length": say.time(found.seconds),
        "left": _places(found.left, say),
        "tapped": _places(found.tapped, say),
        "rows": [
            (say.time(second), [say.number(row[second]) for row in _rows(found)])
            for second in range(found.seconds)
        ],
    }


def _places(values: Sequence[int], say: Say) -> Mapping[str, Any]:
    """Return a low chart of where something happens, and where most of it does."""
    shown = bars(values, 1)
    top = max((bar.value for bar in shown), default=0)
    most = max(values, default=0)
    return {
        "bars": [
            (bar, say.time(bar.first), say.number(bar.value)) for bar in bars(values, top, _LOW)
        ],
        "height": _LOW,
        "most": say.number(most) if most else "",
        "second": say.time(values.index(most)) if most else "",
    }


def _rows(found: Timeline) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    return found.watched, found.left, found.tapped


def seconds_table(found: Timeline, speech: Words) -> tuple[list[str], list[list[str | int]]]:
    """Return the header and the rows of a timeline for a spreadsheet."""
    kinds = (Kind.WATCHED, Kind.LEFT, Kind.TAPPED)
    header = [speech.say(VIDEO["at_second"]), *(speech.say(NAMES[kind]) for kind in kinds)]
    return header, [[s, *(row[s] for row in _rows(found))] for s in range(found.seconds)]
