"""Reads which kinds of flags ask for what: ``policy.toml``, and what an operator laid over it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from vidcommerce.errors import InputRejected
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.policy import Rules
from vidcommerce.language import N_

_FILE: Final = Path(__file__).with_name("policy.toml")
_LISTS: Final = ("label", "second", "block")
_MANY: Final = "many"


@dataclass(eq=False)
class PolicyWrong(InputRejected):
    """A file of rules can't be read: ``place`` is where, ``fault`` what is wrong there."""

    file: str
    place: str
    fault: str
    sentence = N_("The rules for flags in {file} can't be used: {place}: {fault}")


@dataclass(frozen=True, slots=True)
class Policies:
    """Where the rules of all stations are: our file, and ``own`` of the operator laid over it.

    ``region`` is the country (ISO 3166) of stations that name none.
    """

    own: Path | None = None
    region: str = ""

    def of(self, region: str, station_id: str) -> Rules:
        """Return the rules of a station in ``region``: the nearest that is said of each.

        Raises PolicyWrong.
        """
        country = (region or self.region).upper()
        said: dict[str, Any] = {}
        for path in (_FILE, self.own):
            if path is not None:
                tables = _read(path)
                for name in ("default", f"region.{country}", f"station.{station_id}"):
                    said |= tables.get(name, {})
        return Rules(said[_MANY], *(frozenset(map(Kind, said[name])) for name in _LISTS))


OURS: Final = Policies()
"""The rules where an operator says nothing."""


@cache
def _read(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of a file by name, each checked."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyWrong(path.name, "-", str(error)) from error
    tables = {"default": read.pop("default", {})}
    for group in ("region", "station"):
        tables |= {f"{group}.{name}": table for name, table in read.pop(group, {}).items()}
    for name in read:
        raise PolicyWrong(path.name, name, N_("nobody knows this part"))
    for name, table in tables.items():
        _check(path.name, name, table)
    return tables


def _check(file: str, place: str, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        where = f"{place}.{name}"
        if name == _MANY:
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise PolicyWrong(file, where, N_("a whole number, 1 at least"))
        elif name not in _LISTS:
            raise PolicyWrong(file, where, N_("nobody knows this part"))
        else:
            _check_kinds(file, where, value)


def _check_kinds(file: str, where: str, value: Iterable[object]) -> None:
    if not isinstance(value, list):
        raise PolicyWrong(file, where, N_("a list of kinds of flags"))
    known = {kind.value for kind in Kind}
    for kind in value:
        if kind not in known:
            raise PolicyWrong(file, where, N_("there is no such kind of flag"))
