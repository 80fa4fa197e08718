"""Judges JSON-LD by schema.org's own definitions: classes, properties, where each may stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_NAMES = re.compile(r"<(?P<thing>[^>]+)> <(?P<says>[^>]+)> <(?P<value>[^>]+)> <[^>]+> \.")
_OWN: Final = "http://schema.org/"
_SAYS: Final = {
    f"{_OWN}domainIncludes": "domain",
    f"{_OWN}rangeIncludes": "range",
    f"{_OWN}supersededBy": "superseded",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "above",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "type",
}
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TEXTS: Final = {
    "Date": re.compile(_DAY),
    "DateTime": re.compile(_DAY + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:\d\d)"),
    "Number": re.compile(r"\d+(\.\d+)?"),
    "URL": re.compile(r"https?://[^/\s]+(/\S*)?"),
    "Duration": re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"),
}
"""What a text must look like to be a value of these."""


@dataclass(frozen=True)
class Vocabulary:
    """The definitions, by name without schema.org's address."""

    domain: Mapping[str, frozenset[str]]
    range: Mapping[str, frozenset[str]]
    superseded: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]
    type: Mapping[str, frozenset[str]]

    def faults(self, node: Mapping[str, Any], where: str = "$") -> Iterator[str]:
        """Yield what is wrong with a node and all below it; ``where`` is its place."""
        kind = str(node.get("@type"))
        if "Class" not in self.type[kind]:
            yield f"{where}: {kind} is no class"
            return
        for name, value in node.items():
            if not name.startswith("@"):
                yield from self._property_faults(kind, name, value, f"{where}.{name}")

    def _property_faults(self, kind: str, name: str, value: object, where: str) -> Iterator[str]:
        if "Property" not in self.type[name]:
            yield f"{where}: no such property"
        elif self.superseded[name]:
            yield f"{where}: replaced by {self.superseded[name]}"
        elif not self._kinds(kind) & self.domain[name]:
            yield f"{where}: {kind} has none"
        elif value in ([], "", None):
            yield f"{where}: empty"
        else:
            for at, each in enumerate(value if isinstance(value, list) else [value]):
                yield from self._value_faults(name, each, f"{where}[{at}]")

    def _value_faults(self, name: str, value: object, where: str) -> Iterator[str]:
        allowed = self.range[name]
        if isinstance(value, Mapping):
            if not self._kinds(str(value.get("@type"))) & allowed:
                yield f"{where}: {value.get('@type')} is none of {sorted(allowed)}"
            yield from self.faults(value, where)
        elif isinstance(value, str):
            if not any(self._is(value, kind) for kind in allowed):
                yield f"{where}: {value!r} is none of {sorted(allowed)}"
        elif isinstance(value, bool) or not allowed & {"Number", "Integer"}:
            yield f"{where}: {value!r} is none of {sorted(allowed)}"

    def _is(self, text: str, kind: str) -> bool:
        """Tell whether a text may stand where ``kind`` is expected.

        A member of an enumeration is named by its address; another thing may be too.
        """
        if kind == "Text":
            return True
        if kind in _TEXTS:
            return _TEXTS[kind].fullmatch(text) is not None
        if "Enumeration" in self._kinds(kind):
            return kind in self.type[re.sub("^https?://schema.org/", "", text)]
        return False

    def _kinds(self, kind: str) -> frozenset[str]:
        """Return a class with all classes above it."""
        return frozenset({kind}.union(*(self._kinds(above) for above in self.above[kind])))


def read(path: Path) -> Vocabulary:
    """Read the definitions from N-Quads."""
    found: dict[str, defaultdict[str, set[str]]] = {
        says: defaultdict(set) for says in _SAYS.values()
    }
    for line in _NAMES.finditer(path.read_text(encoding="utf-8")):
        if line["says"] in _SAYS:
            found[_SAYS[line["says"]]][_bare(line["thing"])].add(_bare(line["value"]))
    return Vocabulary(
        **{
            says: defaultdict(frozenset, {n: frozenset(v) for n, v in values.items()})
            for says, values in found.items()
        }
    )


def _bare(name: str) -> str:
    return re.split(r"[/#]", name)[-1]
