"""Links and the names of hosts, also where they are written so that programs miss them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vidcommerce.comments.reading import Reading
from vidcommerce.comments.signals import Kind, Signal, Strength

_SURE: Final = (
    "com|net|org|cn|xyz|ru|icu|cc|tk|biz|gov|edu|ml|ga|cf|vn|xxx|porn|bet|casino|loan|uk|de"
    "|eu|in\\.th"
)
_LOOSE: Final = (
    "info|top|vip|shop|store|site|online|club|app|dev|io|me|ly|gl|gg|tv|us|co|in|fun|live"
    "|link|win|pro|one|life|world|work|ltd|group|wang|ren|ink|pw|to|is|la|im|ws|asia|mobi"
    "|xin|space|website|tech|cloud|art|blog"
)
_KNOWN: Final = (
    r"(?:t|wa|m|bit|tinyurl|goo|is|ow|cutt|rb|youtu|discord|lnkd|line|fb|dwz|url|suo"
    r"|v\.douyin|qr\d*|u\.jd|s\.click|m\.tb|e\.tb|3)"
)
_DOT: Final = (
    r"(?:\.|。|丶|\s?[\[({<【（]\s?(?:\.|dot|点|。)\s?[\])}>】）]\s?|\s+dot\s+|\s?点\s?|-dot-|_dot_"
    r"|\*dot\*|\s+d0t\s+|\s?[•∙●]\s?|,(?=com\b|cn\b))"
)
_SCHEME: Final = re.compile(
    r"\bh\s?[tx*]\s?[tx*]\s?p\s?s?\s?[:：]\s?[/\\]\s?[/\\]\s?(?P<host>[^\s，。！？]{2,80})"
)
_WWW: Final = re.compile(
    rf"\bw\s?w\s?w\s?\d?(?:{_DOT}|\s)\s?(?P<host>[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,20}})*)"
)
_HOST: Final = re.compile(
    rf"(?<![\w@.])(?P<host>(?:[a-z0-9][a-z0-9-]{{0,40}}{_DOT}){{1,4}}(?:{_SURE}))(?![a-z0-9@])(?:\s?/\S*)?"
)
_LOOSE_HOST: Final = re.compile(
    rf"(?<![\w@.])(?P<host>(?:[a-z0-9][a-z0-9-]{{0,40}}{_DOT}){{1,4}}(?:{_LOOSE}))(?![a-z0-9@.])(?P<path>/\S+)?"
)
_SHORT: Final = re.compile(
    r"\b(?P<host>(?:t|wa|bit|tinyurl|goo|cutt|is)\s?(?:\.|点|dot)\s?(?:me|ly|gl|gd))\s?/\s?\w"
)
_SPACED: Final = re.compile(
    r"\b(?P<host>[a-z0-9-]{3,40}\s?\.\s?(?:com|cn|xyz|org))\b(?!\s?[a-z]*\.[a-z])"
)
_ADDRESS: Final = re.compile(r"(?<![\d.])(?P<host>(?:\d{1,3}\.){3}\d{1,3}(?=:\d{2,5}|/\w))")
_TOKEN: Final = re.compile(r"[¥￥$€₤₳¢(（][a-z0-9]{10,13}[¥￥$€₤₳¢)）]")
_LETTERS: Final = re.compile(r"(?<![a-z0-9.])(?:[a-z0-9.:/]\s){4,}[a-z0-9](?![a-z0-9])")
_DOTS: Final = re.compile(_DOT)


def links(reading: Reading) -> Iterator[Signal]:
    """Yield links to anywhere but the hosts that the place allows."""
    text = _LETTERS.sub(lambda run: run[0].replace(" ", "").ljust(len(run[0])), reading.plain.text)
    told: list[tuple[int, int]] = []
    for pattern in (_SCHEME, _WWW, _SHORT, _HOST, _SPACED, _LOOSE_HOST, _ADDRESS):
        for found in pattern.finditer(text):
            host = _DOTS.sub(".", found["host"]).split("/")[0].replace(" ", "")
            if _taken(told, found.span()) or _allowed(host, reading) or not _meant(pattern, found):
                continue
            told.append(found.span())
            tricks = () if host in found[0] else ("hidden link",)
            yield reading.signal(
                Kind.LINK, Strength.LIKELY, "link.host", found.span(), (host, tricks)
            )
    for found in _TOKEN.finditer(text):
        if re.search(r"\d", found[0]) and re.search(r"[a-z]", found[0]):
            yield reading.signal(Kind.LINK, Strength.LIKELY, "link.shop_token", found.span())


def _meant(pattern: re.Pattern[str], found: re.Match[str]) -> bool:
    """Return whether letters around a dot are a host and no end of a sentence ("good.in")."""
    host = found["host"]
    label = _DOTS.split(host)[0]
    if pattern in {_SCHEME, _WWW, _SHORT, _ADDRESS}:
        return True
    if label.isdigit() and len(label) < 3:  # noqa: PLR2004 - "5.cn" is a slip of the finger
        return False
    if pattern is not _LOOSE_HOST:
        return True
    known = re.fullmatch(_KNOWN, label) is not None and found["path"] is not None
    hidden = "." not in host
    ending = _DOTS.split(host)[-1]
    sure = ending in {
        "info",
        "vip",
        "top",
        "shop",
        "store",
        "site",
        "online",
        "club",
        "io",
        "gg",
        "ltd",
    }
    return (
        known
        or found["path"] is not None
        or (hidden and sure)
        or (sure and _DOTS.search(host) is not None and "." in host)
    )


def _allowed(host: str, reading: Reading) -> bool:
    own = (one.lower() for one in reading.given.place.hosts)
    return any(host == one or host.endswith(f".{one}") for one in own)


def _taken(told: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(span[0] < stop and span[1] > start for start, stop in told)
