"""The judge of JSON-LD finds what is wrong, by schema.org's own definitions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.vocabulary import Vocabulary

_OFFER = {"@type": "Offer", "price": "39.80", "availability": "https://schema.org/InStock"}


def _video(**more: object) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "VideoObject", "name": "Oranges", **more}


@pytest.mark.parametrize(
    "right",
    [
        {"duration": "PT33.5S", "uploadDate": "2026-05-29T12:00:00+00:00"},
        {"about": [{"@type": "Product", "offers": _OFFER}]},
        {"hasPart": {"@type": "Clip", "startOffset": 3.5}},
    ],
)
def test_what_is_right_passes(vocabulary: Vocabulary, right: dict[str, Any]) -> None:
    """Properties of a class and of those above it, with values of their kinds."""
    assert list(vocabulary.faults(_video(**right))) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"@type": "Vidio"}, "$: Vidio"),
        ({"lenght": "PT3S"}, "$.lenght: no such"),
        ({"price": "39.80"}, "$.price: VideoObject has none"),
        ({"duration": "33.5"}, "$.duration[0]"),
        ({"duration": "PT"}, "$.duration[0]"),
        ({"uploadDate": "29 May 2026"}, "$.uploadDate[0]"),
        ({"width": 1080}, "$.width[0]"),
        ({"contentUrl": "video.mp4"}, "$.contentUrl[0]"),
        ({"hasPart": []}, "$.hasPart: empty"),
        ({"hasPart": {"@type": "Offer"}}, "$.hasPart[0]: Offer is none"),
        ({"actors": {"@type": "Person"}}, "$.actors: replaced"),
        (
            {"about": {"@type": "Product", "offers": {**_OFFER, "availability": "yes"}}},
            "$.about[0].offers[0].availability[0]",
        ),
    ],
)
def test_what_is_wrong_is_found(vocabulary: Vocabulary, wrong: dict[str, Any], place: str) -> None:
    """One fault each, at its place."""
    faults = list(vocabulary.faults({**_video(), **wrong}))
    assert len(faults) == 1
    assert faults[0].startswith(place)
