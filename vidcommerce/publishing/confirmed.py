"""What people at the station confirmed with their signature, as a shopper reads it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from babel.dates import format_date

from vidcommerce.flags.attestation import FILE, Attestations, Signed, Statement, said
from vidcommerce.language import N_, Words
from vidcommerce.publishing.facts import Check

_TITLE: Final = N_("Confirmed by the village station")
_MEANING: Final = N_(
    "Somebody who works at the station confirmed this and signed it with a key that only they have."
)
_BACK_TITLE: Final = N_("A confirmation was taken back")
_BACK_MEANING: Final = N_("Somebody at the station had confirmed this video, and took that back.")
_EVIDENCE: Final = N_(
    "{who}, {day}: “{product}” is from {farmer}, grown on “{plot}” and harvested on {harvest}."
)
_MOST: Final = 4
"""Labels that a page shows; the file has all."""

_NAMED: Final = N_("{helper} of {station}")


def confirmed(file: Attestations | None, speech: Words) -> list[Check]:
    """Return the labels of a clip's confirmations: each that stands; of those taken back the last.

    Raises SignatureWrong where one was not signed as it stands, which nobody but us could cause.
    """
    signed: Sequence[Signed] = file.attestations if file else ()
    return [*_standing(signed, speech), *_taken_back(signed, speech)][:_MOST]


def _standing(signed: Sequence[Signed], speech: Words) -> Iterator[Check]:
    for one in reversed(signed):
        if one.withdrawn is None:
            evidence = _evidence(said(one), speech)
            yield Check(speech.say(_TITLE), speech.say(_MEANING), evidence, FILE)


def _taken_back(signed: Sequence[Signed], speech: Words) -> Iterator[Check]:
    if any(one.withdrawn is not None for one in signed):
        yield Check(speech.say(_BACK_TITLE), speech.say(_BACK_MEANING), "", FILE)


def _evidence(statement: Statement, speech: Words) -> str:
    who = statement.station
    if statement.helper:
        who = speech.say(_NAMED, helper=statement.helper, station=statement.station)
    return speech.say(
        _EVIDENCE,
        who=who,
        day=_day(datetime.fromisoformat(statement.at).date(), speech),
        product=statement.product,
        farmer=statement.farmer,
        plot=statement.plot,
        harvest=_day(date.fromisoformat(statement.harvest), speech),
    )


def _day(day: date, speech: Words) -> str:
    return format_date(day, format="medium", locale=speech.language)
