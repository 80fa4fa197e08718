"""Phone numbers as people write them, kept in the one international form. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


@dataclass(eq=False)
class PhoneWrong(InputRejected):
    """What was given is no phone number that exists."""

    given: str
    sentence = N_("“{given}” is no phone number. Please check the digits.")


def e164(given: str, region: str) -> str:
    """Return a number as E.164 ("+8613812345678"); ``region`` is for those without a country.

    ``region`` is an ISO 3166 code such as "CN". Raises PhoneWrong.
    """
    try:
        number = phonenumbers.parse(given, region)
    except phonenumbers.NumberParseException as wrong:
        raise PhoneWrong(given) from wrong
    if not phonenumbers.is_valid_number(number):
        raise PhoneWrong(given)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(phone: str) -> str:
    """Return an E.164 number with the gaps that its country writes."""
    number = phonenumbers.parse(phone, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
