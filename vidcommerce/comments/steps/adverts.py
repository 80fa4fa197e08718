"""Sentences that send people to somebody's own channel, page or shop. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_WHERE: Final = (
    r"(?:channels?|videos?|vids?|pages?|web\s?sites?|sites?|blogs?|playlists?|profiles?|bio|music"
    r"|songs?|covers?|shops?|stores?|instagram|insta|facebook|twitter|youtube|soundcloud|remix"
    r"|parody|mixtape|account|listings?)"
)
_GO: Final = re.compile(
    rf"\b(?:check(?:ing)?|go|come|visit|see|watch|look|view|click|find)\b[^.!?\n]{{0,24}}?"
    rf"\b(?:my|our|mine)\b(?:\W+\w+){{0,3}}?\W+{_WHERE}\b"
    rf"|\bcheck (?:out )?this (?:\w+ )?{_WHERE}\b|\b(?:check(?:ing)?|look) (?:me|us) out\b"
)
_SUBSCRIBE: Final = re.compile(
    r"\bsubs?cribe?(?:rs?)?\s+(?:to\s+)?(?:me|my|our|us)\b|\bsub(?:s|scribe)?\s*(?:4|for|2)\s*sub"
    r"|\b(?:please|pls|plz|pleas)\b[^.!?\n]{0,20}\b(?:subs?cribe|sub|follow)\b"
    r"|\b(?:get|reach|hit|need|want)\b[^.!?\n]{0,20}\bsubscribers\b|\bsub(?:s)? (?:back|on) m"
    r"|\blike this comment\b|\bfollow (?:me|back|us) (?:on|at|@|and)"
)
_SEARCH: Final = re.compile(
    r"(?:百度|谷歌|浏览器|某宝|某音|闲鱼)\s?上?\s?(?:搜|搜索)\s*[:：]?\s*[a-z0-9]{4,}"
)


def adverts(reading: Reading) -> Iterator[Signal]:
    """Yield what sends people to somebody's own channel, page or shop."""
    for rule, pattern in (
        ("spam.own_page", _GO),
        ("spam.subscribe", _SUBSCRIBE),
        ("spam.search", _SEARCH),
    ):
        for found in pattern.finditer(reading.plain.text):
            span, said = found.span(), (found[0], ())
            yield reading.signal(Kind.SPAM, Strength.LIKELY, rule, span, said)
