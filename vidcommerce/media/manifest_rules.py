"""What may be done while a statement of origin is read, and what of it may be passed on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

NO_FETCHING: Final[Mapping[str, Any]] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}
}
"""C2PA's library asks nobody: an address that stands in a file is anybody's to choose."""

_KEPT: Final = ("c2pa.actions", "c2pa.hash.", "c2pa.ingredient")
"""Assertions that make up the lineage. All others are redacted: pictures of what was cut out, who
filmed, where, with what (C2PA 2.2, 6.8; actions and hashes can't be redacted)."""

_PLACE: Final = re.compile(r"gps|latitude|longitude|location|geo(?!metr)|address", re.IGNORECASE)
"""Parts of names under which a place stands in EXIF, IPTC, XMP and schema.org."""


def redacted(store: Mapping[str, Any]) -> list[str]:
    """Return the addresses (JUMBF) of the assertions of a clip's statements that are not passed on.

    ``store`` is the detailed report of C2PA's library.
    """
    return [
        f"self#jumbf=/c2pa/{label}/c2pa.assertions/{name}"
        for label, manifest in store["manifests"].items()
        for name in manifest.get("assertion_store", {})
        if not name.startswith(_KEPT)
    ]


def names_place(store: Mapping[str, Any]) -> bool:
    """Tell whether what would be left after redaction may still say where a clip was filmed."""
    kept = [
        assertion
        for manifest in store["manifests"].values()
        for name, assertion in manifest.get("assertion_store", {}).items()
        if name.startswith(_KEPT) and not name.startswith("c2pa.hash.")
    ]
    return any(_PLACE.search(key) for key in _keys(kept))


def _keys(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (str(key) for key in part)
        for value in part.values():
            yield from _keys(value)
    elif isinstance(part, list):
        for value in part:
            yield from _keys(value)
