"""The JSON of every document that is kept: plans, analyses, facts of clips.

The Python types are the only definition; pydantic reads and writes them, refuses unknown keys
and wrong types, and derives the JSON Schema.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

T = TypeVar("T")

STRICT = ConfigDict(extra="forbid", strict=True)
"""For every record of a kept document: no unknown keys, no guessing of types."""


@dataclass(eq=False)
class DocumentUnreadable(InputRejected):
    """JSON that is not the ``kind`` of document it should be: ``fault`` at the key ``where``."""

    kind: str
    where: str
    fault: str
    sentence = N_("This is not a usable {kind}: {where}: {fault}")


def canonical_json(document: object) -> str:
    """Return the one JSON text of a document: sorted keys, no spaces, UTF-8 kept as it is."""
    plain = _plain(document)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def readable_json(document: object) -> str:
    """Return the JSON of a document as people read and edit it, with a final newline."""
    return json.dumps(_plain(document), indent=2, ensure_ascii=False) + "\n"


def digest(document: object) -> str:
    """Return the sha256 of the canonical JSON, lower-case hex."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def read_json(kind: type[T], text: str | bytes) -> T:
    """Return the document that ``text`` holds.

    Raises DocumentUnreadable, which names the first key that is wrong, and whatever the
    document's own validation raises.
    """
    hashable: Any = kind  # mypy takes the hash of the instances for that of the class
    try:
        document: T = _adapter(hashable).validate_json(text)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "/"
        raise DocumentUnreadable(kind.__name__, where, first["msg"]) from wrong
    return document


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _plain(document: object) -> object:
    """Return what JSON has of a document: a record of its own kind says what it leaves out."""
    kind: Any = type(document)
    if hasattr(kind, "__pydantic_config__"):
        return _adapter(kind).dump_python(document, mode="json")
    return to_jsonable_python(document)
