"""Takes apart what only a program would show as letters: entities, escapes, markup. Pure."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

ENCODED: Final = "encoded letters"
MARKUP: Final = "markup between letters"
REVERSED: Final = "turned direction"

_RIGHT_TO_LEFT: Final = "\u202e"
_ENDS: Final = "\u202c\u202d\u2069\n"

_CODE: Final = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}\d?);"
    r"|(?:%[0-9a-fA-F]{2})+"
    r"|\\u\{?[0-9a-fA-F]{4,6}\}?|\\x[0-9a-fA-F]{2}"
    r"|(?<=\w)(?:</?[a-zA-Z][^<>]{0,60}>|<!--[^<>]{0,60}-->|\[/?[biusBIUS]\])+(?=\w)"
)


class Sign(NamedTuple):
    """A character, the span of the original that it comes from, and a trick."""

    text: str
    start: int
    stop: int
    trick: str = ""


def signs(text: str) -> list[Sign]:
    """Return the characters that a reader of ``text`` would be shown, in the order shown."""
    found: list[Sign] = []
    at = 0
    for code in _CODE.finditer(text) if any(mark in text for mark in "&%\\<[") else ():
        found += [Sign(text[i], i, i + 1) for i in range(at, code.start())]
        found += _decoded(code)
        at = code.end()
    found += [Sign(text[i], i, i + 1) for i in range(at, len(text))]
    return _turned(found) if _RIGHT_TO_LEFT in text else found


def _decoded(code: re.Match[str]) -> list[Sign]:
    said = code[0]
    start, stop = code.span()
    if said[0] in "<[":
        return [Sign("", start, stop, MARKUP)]
    if said[0] == "&":
        meant = html.unescape(said)
    elif said[0] == "%":
        meant = bytes.fromhex(said.replace("%", "")).decode("utf-8", "replace")
    else:
        number = int(said[2:].strip("{}"), 16)
        meant = chr(number) if number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last one
    if "\ufffd" in meant or meant == said or any(0xD800 <= ord(sign) < 0xE000 for sign in meant):  # noqa: PLR2004 - surrogates
        return [Sign(sign, start + i, start + i + 1) for i, sign in enumerate(said)]
    return [Sign(sign, start, stop, ENCODED if sign.isalnum() else "") for sign in meant]


def _turned(found: list[Sign]) -> list[Sign]:
    """Return the characters with those after a right-to-left override in the order seen."""
    out: list[Sign] = []
    at = 0
    while at < len(found):
        if found[at].text != _RIGHT_TO_LEFT:
            out.append(found[at])
            at += 1
            continue
        stop = at + 1
        while stop < len(found) and found[stop].text not in _ENDS:
            stop += 1
        run = reversed(found[at + 1 : stop])
        out += [Sign(one.text, one.start, one.stop, REVERSED) for one in run]
        at = stop
    return out
