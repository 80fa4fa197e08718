"""Which word marks a video that sells, as the region's rules want it; see ``regions.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("regions.toml")
_ANY_LANGUAGE: Final = "*"


def advert_word(region: str, language: str) -> str:
    """Return the mark of a country (ISO 3166) in a BCP 47 ``language``.

    It is empty where the country asks for none.
    """
    said = _words().get(region.upper(), {})
    return said.get(language.split("-", maxsplit=1)[0].lower(), said.get(_ANY_LANGUAGE, ""))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of every country, by language."""
    rules = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {country: rule["words"] for country, rule in rules.items()}
