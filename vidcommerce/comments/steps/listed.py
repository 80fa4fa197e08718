"""Listed words: the project's own lists, the operator's, and names of other sellers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from vidcommerce.comments.finding.lexicon import Lexicon, lexicon_of
from vidcommerce.comments.lists.words import Entry, own_entries
from vidcommerce.comments.reading import OwnList, Reading
from vidcommerce.comments.signals import Decision, Kind, Signal, Strength

_WORTH = {
    Decision.PUBLISH_LOOK: Strength.HINT,
    Decision.HOLD: Strength.LIKELY,
    Decision.WITHHOLD: Strength.SURE,
    Decision.REJECT: Strength.SURE,
}


def listed(reading: Reading) -> Iterator[Signal]:
    """Yield what the project's own lists name."""
    for one in reading.found:
        if one.strength is not None:
            said = (one.entry.meant or one.entry.word, one.tricks)
            span = (one.start, one.stop)
            yield reading.signal(one.entry.kind, one.strength, one.entry.rule, span, said)


def own_lists(reading: Reading) -> Iterator[Signal]:
    """Yield what an operator's lists name, under any disguise."""
    place = reading.given.place
    for one in place.lists:
        strength = _WORTH.get(one.decision)
        if strength is not None:
            yield from _own(reading, _of_list(one), Kind.LISTED, strength)
    if place.competitors:
        named = OwnList("competitor", place.competitors)
        yield from _own(reading, _of_list(named), Kind.COMPETITOR, Strength.LIKELY)


def _own(reading: Reading, words: Lexicon, kind: Kind, strength: Strength) -> Iterator[Signal]:
    for one in words.find(reading.plain):
        span, said = (one.start, one.stop), (one.entry.word, one.tricks)
        yield reading.signal(kind, strength, one.entry.rule, span, said)


@lru_cache(maxsize=256)
def _of_list(listed: OwnList) -> Lexicon:
    entries: tuple[Entry, ...] = own_entries(listed.name, listed.words)
    return lexicon_of(entries)
