"""Feeds as text with a line of names first, parted by tabs or commas. Pure.

https://support.google.com/merchants/answer/160567.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from vidcommerce.language import N_
from vidcommerce.offers.feeds.items import FeedUnreadable

_NO_TEXT: Final = N_("it is no text in UTF-8")
_NO_NAMES: Final = N_("its first line does not name id and price")
_BROKEN: Final = N_("a line of it can't be read")


def entries(data: bytes) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of every line. Raises FeedUnreadable, also after some lines."""
    text = _decoded(data)
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    try:
        names = [_named(name) for name in next(lines, [])]
        if not {"id", "price"} <= set(names):
            raise FeedUnreadable(_NO_NAMES)
        for line in lines:
            yield dict(zip(names, line, strict=False))
    except csv.Error as error:
        raise FeedUnreadable(_BROKEN) from error


def _decoded(data: bytes) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedUnreadable(_NO_TEXT) from error


def _named(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
