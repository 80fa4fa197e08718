"""Telephone numbers, and numbers by which people are found elsewhere (QQ, WeChat). Pure.

A row of digits is judged by its shape and by the words around it: the same eleven digits are a
mobile number, or an order's. Shapes: China's mobile numbers have eleven digits from 13 to 19
(numbering plan of MIIT, 2017), lines there begin with 0 and have 10 to 12; elsewhere E.164.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vidcommerce.comments.normal.digits import Number, counted, numbers
from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_MOBILE: Final = re.compile(r"(?:0?0?86)?(1[3-9]\d{9})")
_LINE: Final = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_SERVICE: Final = re.compile(r"[48]00\d{7}")
_GROUPED: Final = frozenset(
    [(3, 4, 4), (3, 3, 5), (3, 8), (4, 4, 3), (5, 6), (4, 3, 4), (7, 4), (3, 2, 2, 2, 2), (4, 7),
     (6, 5), (3, 3, 3, 2), (3, 4, 2, 2), (2, 3, 4, 4), (2, 11), (2, 3, 8), (3, 3, 4), (3, 7),
     (3, 4, 3), (4, 6), (1, 3, 3, 4), (1, 10), (5, 3, 3), (4, 8), (4, 3, 3), (4, 4, 4), (2, 4, 4),
     (2, 9), (2, 10), (3, 9), (4, 4), (3, 3, 3), (2, 2, 3, 4), (2, 2, 4, 4), (1, 5, 5)]
)  # fmt: skip
_ORDER: Final = re.compile(
    r"(?:订单|单号|运单|快递|物流|编号|批次|批号|条码|条形码|溯源|追溯|产品码|编码|产地码|身份码|防伪|证书|许可证|执照"
    r"|order|tracking|track|lot\b|batch|invoice|ref\b|reference|barcode|bar code|sku"
    r"|serial|parcel|consignment|ean\b|gtin"
    r"|licen[cs]e|certificate|shipment|isbn|receipt)[^\d]{0,24}$"
)
_CALLING: Final = re.compile(
    r"(?:电话|手机|座机|致电|拨打|来电|打我|热线|☎|📞|📱|微信|薇信|威信|徽信|葳信|v信|vx|wx|\bv\b|加我|联系|咨询|q裙|裙号|君羊|扣扣|扣|qq"
    r"|q群|群号|企鹅|加群|进群|\+v|\+q|加v|加q|\bq\b|号码|call|text|phone|tel\b|mobile|cell"
    r"|whats ?app|telegram|signal|viber|wechat|\bwa\b|contact|reach|ring|dial|sms"
    r"|message me|zalo|line)[^\d]{0,16}$"
)
_NOT_CALLING: Final = re.compile(
    r"支付|付款|付了|付的|转账了|红包|pay\b|收银|快递|订单|单号|元|块|客服|投诉"
)
_APART: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_CODE: Final = re.compile(r"\+\s*[(]?\d")


def telephone(reading: Reading) -> Iterator[Signal]:
    """Yield the numbers by which somebody could be called, written in any way."""
    text = reading.plain.text
    diverts = any(one.entry.kind is Kind.CONTACT for one in reading.found)
    for number in numbers(text):
        for found, span in _dialled(text, number, diverts=diverts):
            if found not in reading.given.place.numbers:
                said = (found, number.tricks)
                yield reading.signal(Kind.CONTACT, Strength.SURE, "contact.number", span, said)
                break


def _dialled(text: str, number: Number, *, diverts: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    before = _APART.sub("", text[max(0, number.start - 28) : number.start])
    calls = _CALLING.search(before)
    calling = bool(calls) and not _NOT_CALLING.search(before[calls.start() if calls else 0 :])
    ordered = _ORDER.search(before) is not None and not diverts
    hidden = bool(number.tricks) and (number.spelled * 2 > len(number.digits) or number.sounds == 0)
    for first in range(len(number.groups)):
        most = min(len(number.groups), first + _MOST_GROUPS)
        for last in range(most, first, -1):
            digits = "".join(number.groups[first:last])
            span = (number.spans[first][0], number.spans[last - 1][1])
            if not _together(number, first, last) or counted(text, span[1]):
                continue
            shaped = _told_out(number, digits) or _shaped(text, digits, span, number)
            if shaped and not (ordered and not number.spelled):
                yield digits, span
                return
            called = (calling or (hidden and diverts)) and not ordered
            if called and _callable(before, digits, number):
                yield digits, span
                return


_CALLED_LEAST: Final = 5
_PHONE_LEAST: Final = 7
_CODED_LEAST: Final = 11
_LONGEST: Final = 15
_SPELLED_LEAST: Final = 9
_SPELLED: Final = re.compile(r"07\d{9}")
_MOST_GROUPS: Final = _LONGEST + 2
"""A number has no more groups than digits, two of which may be the zeros of 00."""

_SHORT_OK: Final = re.compile(
    r"(?:微信|薇信|威信|徽信|葳信|v信|vx|wx|\bv\b|扣扣|扣|qq|q群|群号|q裙|裙号|君羊|企鹅|加群|进群|\+v|\+q|加v|加q|\bq\b|加我)[^\d]{0,16}$"
)


def _callable(before: str, digits: str, number: Number) -> bool:
    """Return whether digits may be a number that was announced: five for QQ, seven else."""
    least = _CALLED_LEAST if _SHORT_OK.search(before) else _PHONE_LEAST
    return least <= len(digits) <= _LONGEST and number.sounds * 2 <= len(digits)


def _shaped(text: str, digits: str, span: tuple[int, int], number: Number) -> bool:
    """Return whether digits have the shape of a telephone number whatever stands around."""
    if _MOBILE.fullmatch(digits):
        return number.sounds < len(digits) - 1 or _adjoining(number)
    if number.sounds:
        return False
    if _LINE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return "-" in text[slice(*span)] or " " in text[slice(*span)]
    if digits.startswith("00") and len(number.groups) > 1 and number.sounds == 0:
        return _CODED_LEAST <= len(digits) <= _LONGEST + 2
    if _CODE.match(text, max(0, span[0] - 2)) or _CODE.match(text, max(0, span[0] - 1)):
        return 9 <= len(digits) <= _LONGEST  # noqa: PLR2004
    said = text[slice(*span)]
    return (
        re.fullmatch(r"\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}|07\d{3}[ -]?\d{3}[ -]?\d{3}", said)
        is not None
    )


def _told_out(number: Number, digits: str) -> bool:
    """Return whether so many digits are told in words, one by one, and not counted in order."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    enough = _SPELLED_LEAST <= len(digits) <= _LONGEST and number.sounds == 0
    words = number.spelled >= len(digits) and len(steps) > 2  # noqa: PLR2004 - "... nine, ten, one"
    return enough and (words or (number.spelled > 0 and _SPELLED.fullmatch(digits) is not None))


def _adjoining(number: Number) -> bool:
    """Return whether eleven digits that only sound so stand side by side: prose has no such row."""
    return len(number.groups) == 1 and number.stop - number.start == len(number.digits)


def _together(number: Number, first: int, last: int) -> bool:
    """Return whether groups are one number: cut as people cut them, or all in the same way."""
    groups, gaps = number.groups[first:last], number.gaps[first : last - 1]
    sizes = tuple(map(len, groups))
    if len(groups) == 1 or sizes in _GROUPED or max(sizes) == 1:
        return True
    if any(gap.strip() in {",", "，", "、", ":", "~"} or gap == "\n" for gap in gaps):
        return False
    if "." in gaps and len(groups) == 2:  # noqa: PLR2004 - a decimal
        return False
    return len(set(gaps)) == 1 or max(sizes) <= 2  # noqa: PLR2004
