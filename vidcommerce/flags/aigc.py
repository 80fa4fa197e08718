"""The label by which generated media say what they are in China: GB 45438-2025. Pure.

Files hold it as one text of JSON under the key ``AIGC`` (appendix E of the standard). Who spreads
a file must not take it out (Measures for Labelling, 2025, article 10).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Tier(StrEnum):
    """How sure it is that media were generated (Measures for Labelling, article 6)."""

    IS = "is"
    POSSIBLY = "possibly"
    SUSPECTED = "suspected"


@dataclass(frozen=True, slots=True)
class AiLabel:
    """What a file says of being generated.

    ``by`` is who says so: "AIGC" or "C2PA". The others are texts of the file, empty where it gives
    none; ``source_type`` is the last part of IPTC's name for how a picture came to be.
    """

    tier: Tier
    by: str
    producer: str = ""
    produce_id: str = ""
    propagator: str = ""
    propagate_id: str = ""
    source_type: str = ""


_TIERS: Final = {"1": Tier.IS, "2": Tier.POSSIBLY, "3": Tier.SUSPECTED}
"""Label, in appendix E of the standard."""

_LONGEST: Final = 200


def read_label(text: str) -> AiLabel | None:
    """Return what the text under the key AIGC says; None where there is no text.

    A text that can't be read is a label all the same: that of one that is suspected.
    """
    if not text.strip():
        return None
    fields = _fields(text)
    return AiLabel(
        _TIERS.get(fields.get("label", ""), Tier.SUSPECTED),
        "AIGC",
        fields.get("contentproducer", ""),
        fields.get("produceid", ""),
        fields.get("contentpropagator", ""),
        fields.get("propagateid", ""),
    )


def _fields(text: str) -> dict[str, str]:
    """Return the label's fields by their names in small letters; some writers wrap them."""
    try:
        said: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {"label": text.strip()}
    if isinstance(said, Mapping) and isinstance(said.get("AIGC"), Mapping):
        said = said["AIGC"]
    if not isinstance(said, Mapping):
        return {"label": str(said)}
    return {str(key).lower(): clean(value) for key, value in said.items()}


def clean(text: object) -> str:
    """Return a text of a file as it may be shown: printable, and not without end."""
    if not isinstance(text, str | int):
        return ""
    return "".join(sign for sign in str(text) if sign.isprintable()).strip()[:_LONGEST]
