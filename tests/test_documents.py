"""Documents: one JSON text each, and nothing read that is not meant."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings

from tests.factories import analyses, analysis, clip_facts
from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.documents import (
    DocumentUnreadable,
    canonical_json,
    digest,
    read_json,
    readable_json,
)
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.time import FrameRate


@settings(max_examples=30)
@given(analyses())
def test_analyses_round_trip(facts: ClipAnalysis) -> None:
    """An analysis that is written and read is the same analysis."""
    assert read_json(ClipAnalysis, canonical_json(facts)) == facts
    assert read_json(ClipAnalysis, readable_json(facts)) == facts


def test_facts_of_clips_round_trip() -> None:
    """What the probe states survives the way through JSON, with and without sound."""
    for facts in (clip_facts(), clip_facts(sound=False, rate=FrameRate(30_000, 1001))):
        assert read_json(ClipFacts, readable_json(facts)) == facts


def test_canonical_json_has_one_form() -> None:
    """Keys are sorted, nothing is padded, Chinese stays as it is."""
    assert canonical_json({"b": "橙", "a": (1, 2)}) == '{"a":[1,2],"b":"橙"}'


def test_a_digest_is_the_sha256_of_the_canonical_json() -> None:
    """Anybody can check a name with ordinary tools."""
    document = {"b": 1, "a": [True, None]}
    assert digest(document) == hashlib.sha256(b'{"a":[true,null],"b":1}').hexdigest()


def test_readable_json_ends_as_text_files_do() -> None:
    """The form for people is indented and ends in a newline."""
    assert readable_json({"a": 1}) == '{\n  "a": 1\n}\n'


def _without(key: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(readable_json(analysis()))
    del document[key]
    return document


def _with(**values: object) -> dict[str, Any]:
    return {**json.loads(readable_json(analysis())), **values}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (_without("speech"), "speech"),
        (_with(mood="sunny"), "mood"),
        (_with(duration="10000"), "duration"),
        (_with(duration=1.5), "duration"),
        (_with(duration=True), "duration"),
        (_with(speech=[{"start": 5, "stop": 1}]), "speech.0"),
        (_with(speech=[{"start": 1, "stop": 5, "who": "me"}]), "speech.0.who"),
        (_with(words=[{"text": "a", "span": {"start": 0, "stop": 1}}]), "words.0.confidence"),
        ([], "/"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(document: object, where: str) -> None:
    """Missing keys, unknown keys and wrong types are refused, each with its place."""
    with pytest.raises(DocumentUnreadable) as refused:
        read_json(ClipAnalysis, json.dumps(document))
    assert (refused.value.kind, refused.value.where) == ("ClipAnalysis", where)


@pytest.mark.parametrize("text", ["", "{", "nonsense", '{"version": 1'])
def test_what_is_no_json_is_refused(text: str) -> None:
    """Text that is no JSON gives the same error in one line, not a traceback."""
    with pytest.raises(DocumentUnreadable):
        read_json(ClipAnalysis, text)
