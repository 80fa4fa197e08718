"""The prices that are spoken or written in a text, and whether they agree with the card. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from vidcommerce.flags.claims.normal import Normal

_DIGITS: Final = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
                  "七": 7, "八": 8, "九": 9}  # fmt: skip
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_TEN_OF: Final = {"百": "十", "千": "百", "万": "千"}
"""What is left unsaid after the last numeral: 一百八 is 180."""
_ONES: Final = {
    word: number
    for number, word in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
        "nineteen",
    ))
}  # fmt: skip
_TYS: Final = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}  # fmt: skip
_HAN_NUMBER: Final = "[零〇一二两三四五六七八九十百千万]+"
_HAN_TENS: Final = "[十百千][零〇一二两三四五六七八九十百]*(?![个斤箱年天月棵亩只头袋颗人口度家米])"
_NAMED: Final = "|".join((*_TYS, *_ONES))
_NUMBER: Final = r"\d+(?:[.,]\d+)*"

_PRICES: Final = re.compile(
    rf"""(?P<sign>[¥$£€])\s?(?P<after_sign>{_NUMBER})
      | (?P<yuan>{_NUMBER}|{_HAN_NUMBER})\s?(?:块钱|块|元|米|rmb|yuan)
        (?P<mao>\d|[一二两三四五六七八九])?(?:毛)?(?!\w*斤|[\d.]|[十百千])
      | (?P<han>[一二两三四五六七八九]{_HAN_TENS})
      | (?P<words>(?:{_NAMED})(?:[\s-](?:{_NAMED}))?(?:[\s-]hundred)?)[\s-]
        (?:pounds?|dollars?|euros?|quid|bucks?)(?:[\s-](?P<pence>{_NAMED}))?
      | (?P<bare_words>\b(?:{_NAMED})(?:[\s-](?:{_NAMED}))?\b)(?!\s(?:of|per|in|boxes|bags))
      | (?P<digits>{_NUMBER})\s?(?:pounds?|dollars?|euros?|quid|bucks?)\b(?!\s(?:of|box|bag))
      | (?P<bare>{_NUMBER})(?=(?:[^\d%斤克个公两年月日号天颗粒只度]|$))""",
    re.VERBOSE,
)
_BARE: Final = frozenset({"bare", "bare_words", "han"})
_SLACK: Final = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money at the letters [start, stop) of a normal form.

    ``certain`` tells whether it names its currency; a bare number may count anything.
    """

    amount: Decimal
    start: int
    stop: int
    certain: bool


def prices(text: str) -> tuple[Price, ...]:
    """Return the prices in a normal form, in their order."""
    return tuple(_prices(text))


def _prices(text: str) -> Iterator[Price]:
    for match in _PRICES.finditer(text):
        amount = _amount({name: part for name, part in match.groupdict().items() if part})
        if amount is not None and amount > 0:
            yield Price(amount, match.start(), match.end(), not _named(match) & _BARE)


def _named(match: re.Match[str]) -> set[str]:
    return {name for name, part in match.groupdict().items() if part}


def _amount(parts: dict[str, str]) -> Decimal | None:
    match parts:
        case {"yuan": yuan}:
            whole = _number(yuan)
            tenths = _number(parts.get("mao", "0"))
            return None if whole is None or tenths is None else whole + tenths / 10
        case {"han": numerals}:
            return Decimal(_chinese(numerals))
        case {"bare_words": words}:
            return _said(words)
        case {"words": words}:
            whole = _said(words)
            return whole + _said(parts.get("pence", "zero")) / 100
        case {"after_sign": digits} | {"digits": digits} | {"bare": digits}:
            return _number(digits)
    return None


def _number(text: str) -> Decimal | None:
    if text[0].isdigit():
        plain = re.sub(r",(?=\d{3}(?!\d))", "", text).replace(",", ".")
        try:
            return Decimal(plain)
        except InvalidOperation:
            return None
    return Decimal(_chinese(text))


def _chinese(text: str) -> int:
    """Return a number in Chinese numerals: 三百九十八, 一百八 (180), or digit by digit, 三九八."""
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    whole = part = digit = 0
    if text[-1] in _DIGITS and _TENS.get(text[-2], 0) > 10:  # noqa: PLR2004 - 十八 is 18
        text += _TEN_OF[text[-2]]
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign == "万":
            whole, part, digit = (whole + part + digit) * 10_000, 0, 0
        else:
            part, digit = part + (digit or 1) * _TENS[sign], 0
    return whole + part + digit


def _said(words: str) -> Decimal:
    """Return a number in English words: "thirty nine", "two hundred"."""
    total = 0
    for word in re.split(r"[\s-]", words):
        total = total * 100 if word == "hundred" else total + _ONES.get(word, _TYS.get(word, 0))
    return Decimal(total)


def inflated(
    sentence: str, before: re.Pattern[str], now: re.Pattern[str], times: int
) -> tuple[int, int] | None:
    """Return where a sentence sets a price beside one that is ``times`` as high or more.

    ``before`` finds the words that introduce an old price, ``now`` those of the new one.
    """
    found = prices(sentence)
    old = [price for price in found if _introduced(sentence, price, found, before)]
    new = [price for price in found if _introduced(sentence, price, found, now)]
    for high in old:
        for low in new:
            if high.start < low.start and high.amount >= times * low.amount:
                return high.start, low.stop
    return None


_NEAR: Final = 20
"""Letters before a price in which the word that introduces it stands."""


def _introduced(
    sentence: str, price: Price, others: Sequence[Price], words: re.Pattern[str]
) -> bool:
    last = max((one.stop for one in others if one.stop <= price.start), default=0)
    return bool(words.search(sentence[max(last, price.start - _NEAR) : price.start]))


def contradicting(
    read: Normal, now: re.Pattern[str], before: re.Pattern[str], shown: Sequence[Decimal]
) -> tuple[Price, ...]:
    """Return the prices that are said to be today's and are none of ``shown``.

    A price counts where a word of ``now`` introduces it, none of ``before``, and its currency is
    named. Weights and numbers of boxes make other amounts of the same price: a multiple of one,
    or what a part of it costs, is no contradiction.
    """
    found = prices(read.text)
    return tuple(
        price
        for price in found
        if price.certain
        and _introduced(read.text, price, found, now)
        and not _introduced(read.text, price, found, before)
        and not any(_same(price.amount, one) for one in shown)
    )


_PARTS: Final = 12
"""Boxes that a price may be for, or kilograms that it is of."""


def _same(said: Decimal, shown: Decimal) -> bool:
    return any(
        abs(said - shown * number) < _SLACK * number or abs(said * number - shown) < _SLACK * number
        for number in range(1, _PARTS + 1)
    )
