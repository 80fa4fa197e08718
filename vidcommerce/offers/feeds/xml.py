"""Feeds in XML: RSS 2.0, RSS 1.0 or Atom with Google's attributes. Pure.

https://support.google.com/merchants/answer/14987622 and 14987623. The file comes from outside: a
document type, with which entities could be made to grow or files to be read, is refused, and what
is not asked for is never kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.parsers import expat

from vidcommerce.language import N_
from vidcommerce.offers.feeds.items import FeedUnreadable

_GOOGLE: Final = "http://base.google.com/ns/1.0"
_ENTRIES: Final = frozenset({"item", "entry"})
_ATTRIBUTES: Final = frozenset(
    {"id", "price", "sale_price", "sale_price_effective_date", "availability", "quantity"}
)
_LONGEST: Final = 500
"""Characters of an attribute that are kept; none that is meant has more."""

_AT_ONCE: Final = 1 << 16

_NO_XML: Final = N_("it is no well-formed XML")
_DOCTYPE: Final = N_("it has a document type, which a list of prices doesn't need")


def entries(data: bytes) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of every entry. Raises FeedUnreadable, also after some entries."""
    collector = _Collector()
    for start in range(0, len(data), _AT_ONCE):
        collector.feed(data[start : start + _AT_ONCE], last=False)
        yield from collector.take()
    collector.feed(b"", last=True)
    yield from collector.take()


class _Collector:
    """Takes down what stands in entries, one level below them."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._done: list[Mapping[str, str]] = []
        self._entry: dict[str, str] | None = None
        self._name = ""
        self._depth = 0

    def feed(self, data: bytes, *, last: bool) -> None:
        """Read on. Raises FeedUnreadable."""
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FeedUnreadable(_NO_XML) from error

    def take(self) -> list[Mapping[str, str]]:
        """Return what is whole by now."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, _given: Mapping[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if self._entry is not None:
            self._depth += 1
            self._name = _named(space, name) if self._depth == 1 else ""
            if self._name:
                self._entry[self._name] = ""
        elif name in _ENTRIES and space != _GOOGLE:
            self._entry, self._depth, self._name = {}, 0, ""

    def _text(self, text: str) -> None:
        if self._entry is not None and self._name:
            self._entry[self._name] = (self._entry[self._name] + text)[:_LONGEST]

    def _end(self, _tag: str) -> None:
        if self._entry is None:
            return
        self._name = ""
        self._depth -= 1
        if self._depth < 0:
            self._done.append(_preferred(self._entry))
            self._entry = None

    def _doctype(self, *_: object) -> None:
        raise FeedUnreadable(_DOCTYPE)


def _named(space: str, name: str) -> str:
    """Return an attribute's name, with a mark where it is not Google's own; "" for others."""
    if name not in _ATTRIBUTES:
        return ""
    return name if space == _GOOGLE else "" if space else f"plain {name}"


def _preferred(entry: Mapping[str, str]) -> Mapping[str, str]:
    """Return the attributes by name; Google's own come before plain ones of the same name."""
    plain = {key.removeprefix("plain "): text for key, text in entry.items() if " " in key}
    return plain | {key: text for key, text in entry.items() if " " not in key}
