"""Reads ``product.toml``, the file in which a person says what is sold."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import ProductFacts
from vidcommerce.products.models import Product, ProductKeyWrong, tidied

REQUIRED: Final = ("name", "price", "currency", "unit", "origin", "image", "cart_url", "seller")
OPTIONAL: Final = ("old_price",)
"""The keys of the file; docs/product.md explains each."""

_AMOUNT = re.compile(r"\d+(\.\d+)?")
_LINE = re.compile(r"at line (\d+)")


@dataclass(eq=False)
class ProductMissing(InputRejected):
    """There is no file ``path``, or it may not be read."""

    path: str
    sentence = N_("There is no product file {path} that can be read.")


@dataclass(eq=False)
class ProductNotUtf8(InputRejected):
    """The file is in another encoding than TOML's, GBK for example."""

    path: str
    sentence = N_("{path} is not UTF-8 text. Save it again with the encoding UTF-8.")


@dataclass(eq=False)
class ProductUnreadable(InputRejected):
    """The file is not TOML; ``line`` (from 1) is where it stops to be, ``text`` that line."""

    path: str
    line: int
    text: str
    sentence = N_("{path} is not valid TOML at line {line}: {text}")


@dataclass(eq=False)
class ProductKeyMissing(InputRejected):
    """The file has no ``key``."""

    path: str
    key: str
    sentence = N_("{path} has no {key}. Add a line that begins with: {key} =")


@dataclass(eq=False)
class ProductKeyUnknown(InputRejected):
    """The file has a ``key`` that means nothing; ``known`` is the nearest one, or all there are."""

    path: str
    key: str
    known: str
    sentence = N_("{path} has an unknown key {key}. Did you mean: {known}?")


def load_product(path: Path) -> Product:
    """Read and check a product.

    Raises ProductMissing, ProductNotUtf8, ProductUnreadable, ProductKeyMissing, ProductKeyUnknown,
    ProductKeyWrong, and what :func:`~vidcommerce.media.pictures.read_image` raises: a picture that
    can't be used is found before any work is done.
    """
    values = _table(path)
    for key in values:
        if key not in REQUIRED + OPTIONAL:
            raise ProductKeyUnknown(str(path), key, _nearest(key))
    for key in REQUIRED:
        if key not in values:
            raise ProductKeyMissing(str(path), key)
    facts = tidied(_facts(values))
    image = path.parent / _text(values, "image")
    read_image(image)
    return Product(facts, image)


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProductNotUtf8(str(path)) from error
    except OSError as error:
        raise ProductMissing(str(path)) from error
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        lines = text.splitlines() or [""]
        found = _LINE.search(str(error))
        line = min(int(found[1]) if found else len(lines), len(lines))
        raise ProductUnreadable(str(path), line, lines[line - 1].strip()[:80]) from error


def _nearest(key: str) -> str:
    known = REQUIRED + OPTIONAL
    return ", ".join(difflib.get_close_matches(key.lower().replace("-", "_"), known, 1) or known)


def _facts(values: Mapping[str, object]) -> ProductFacts:
    return ProductFacts(
        name=_text(values, "name"),
        price=_amount(values, "price"),
        currency=_text(values, "currency"),
        unit=_text(values, "unit"),
        origin=_text(values, "origin"),
        seller=_text(values, "seller"),
        cart_url=_text(values, "cart_url"),
        old_price=_amount(values, "old_price") if "old_price" in values else None,
    )


def _text(values: Mapping[str, object], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise ProductKeyWrong(key, str(value), N_("put it in quotes"))
    return value.strip()


def _amount(values: Mapping[str, object], key: str) -> Decimal:
    """Return an amount exactly as it was written, whether as a string or as a number."""
    value = values[key]
    if isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise ProductKeyWrong(key, str(value), N_("write it as a number alone, such as 12.80"))
