"""A text as a model should read it: without what only looks like abuse. Pure.

A model that counts letters takes "pussy willow" and "niggardly" for what they look like.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from vidcommerce.comments.finding.latin_words import innocent_words
from vidcommerce.comments.lists.words import Entry, entries
from vidcommerce.comments.signals import Kind

_WORD: Final = re.compile(r"[a-z]{4,}")
_SHOP: Final = re.compile(
    r"\b(?:shops?|stores?|compan(?:y|ies)|couriers?|deliver\w*|refunds?|orders?|ordered|box(?:es)?"
    r"|parcels?|prices?|customer service|reviews?|bought)\b"
    r"|店铺|退款|退货|快递|发货|包装|差评|下单|收到|买的"
)
_SELLER: Final = re.compile(
    r"\b(?:seller|vendor|merchant|farmer|shop ?keeper|shop owner|host|streamer)(?=s?\b)"
)
_SELLER_HAN: Final = re.compile("卖家|商家|店家|店主|老板|主播|客服")
_HARSH: Final = re.compile(
    r"\b(?:liars?|lied|scam(?:s|mers?|med)?|thie(?:f|ves)|crooks?|frauds?|cheat(?:s|ers?|ed)?"
    r"|robbery|rip[- ]?offs?|fakes?|garbage|trash|rubbish|crap|junk)\b"
)
_HARSH_HAN: Final = re.compile("骗子|骗人|骗钱|欺骗|说谎|奸商|黑心|坑人|无良|垃圾|恶心|私下")
"""What is said of a shop that did not do as it promised: harsh, and no abuse of a person."""

_MINE: Final = re.compile(
    r"\bmy (?=(?:orders?|parcels?|refund|delivery|box|package|payment|reviews?|basket|address"
    r"|invoice)\b)"
)
_LEAST: Final = 4
"""Letters of a listed word that tell something inside another one."""


def without_harmless(text: str) -> str:
    """Return a text without words that only look like abuse, and fair complaints as such."""
    for phrase in _phrases():
        if phrase in text:
            text = text.replace(phrase, " ")
    text = _fair(text)
    words = _words()
    return _WORD.sub(lambda word: " " if word[0] in words else word[0], text)


def _fair(text: str) -> str:
    """Return complaints about a shop as complaints about goods.

    The model learned how sellers are insulted, and takes whoever finds fault with one for rude.
    """
    said, sellers = _SELLER.subn("product", _MINE.sub("the ", text))
    said, more = _SELLER_HAN.subn("东西", said)
    if sellers or more or _SHOP.search(text):
        said = _HARSH_HAN.sub("贵", _HARSH.sub("late", said))
    return said


@cache
def _phrases() -> tuple[str, ...]:
    found = {phrase for one in _open() for phrase in one.innocent}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _words() -> frozenset[str]:
    bad = [one.word for one in _open() if len(one.word) >= _LEAST and one.word.isascii()]
    return frozenset(word for word in innocent_words() if any(one in word for one in bad))


def _open() -> tuple[Entry, ...]:
    """Return what is listed as abuse or sex even where it is written openly."""
    kinds = (Kind.ABUSE, Kind.SEXUAL)
    return tuple(one for one in entries() if one.kind in kinds and one.plain is not None)
