"""What a file says of its origin: every report of the reader becomes plain facts and one flag."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.flags.aigc import Tier, read_label
from vidcommerce.flags.kinds import Kind, Severity
from vidcommerce.flags.provenance import (
    REMOTE,
    STATE_WORDS,
    State,
    provenance_flags,
    provenance_of,
)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([
                "manifests", "active_manifest", "a", "assertions", "ingredients", "label", "data",
                "actions", "signature_info", "validation_status", "claim_generator_info",
            ]),
            inner, max_size=4,
        )
    ),
    max_leaves=20,
)  # fmt: skip


def _answer(state: str, *actions: dict[str, Any]) -> dict[str, Any]:
    """Return the reader's answer for a file with one statement and one unsigned part."""
    manifest = {
        "title": "clip.mp4",
        "claim_generator_info": [{"name": "Camera"}],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": list(actions)}},
            {"label": "stds.schema-org.CreativeWork", "data": {"author": [{"name": "Li"}]}},
        ],
        "ingredients": [{"title": "raw.mp4", "relationship": "parentOf"}],
        "signature_info": {"common_name": "Li", "issuer": "Maker", "cert_serial_number": "7"},
    }
    store = {"manifests": {"a": manifest}, "active_manifest": "a"}
    return {"aigc": "", "state": state, "store": store}


@pytest.mark.parametrize(
    ("said", "state", "severity"),
    [
        ("Trusted", State.TRUSTED, Severity.NOTE),
        ("Valid", State.VALID, Severity.NOTE),
        ("Invalid", State.INVALID, Severity.QUESTION),
        ("Something new", State.INVALID, Severity.QUESTION),
    ],
)
def test_the_states_of_a_statement(said: str, state: State, severity: Severity) -> None:
    """Only what is known to be good counts as good; a broken one is a question."""
    seen = provenance_of(_answer(said))
    (flag,) = provenance_flags(seen)
    assert (seen.state, flag.severity) == (state, severity)
    assert flag.kind.value == f"provenance_{state.value}"


def test_no_statement_is_a_note_that_counts_for_nothing() -> None:
    """Most phones write none."""
    seen = provenance_of({"aigc": ""})
    (flag,) = provenance_flags(seen)
    assert (seen.state, flag.kind) == (State.NONE, Kind.PROVENANCE_NONE)
    assert flag.severity is Severity.NOTE


def test_a_statement_elsewhere_is_none_here() -> None:
    """It is not fetched; its address is told, and why it was not read."""
    seen = provenance_of({"aigc": "", "remote": "https://far.example/m"})
    assert (seen.state, seen.reasons, seen.elsewhere) == (
        State.NONE,
        (REMOTE,),
        "https://far.example/m",
    )


def test_a_statement_that_cannot_be_read_is_invalid() -> None:
    """It is there: whoever broke it must not make the file one that never had any."""
    assert provenance_of({"aigc": "", "broken": "Decoding"}).state is State.INVALID


def test_who_what_when_and_of_what() -> None:
    """The file itself comes first, then what it was made of."""
    opened = {"action": "c2pa.opened", "when": "2026-10-01T08:00:00Z", "softwareAgent": "Editor"}
    seen = provenance_of(_answer("Valid", opened))
    assert seen.who is not None
    assert seen.what is not None
    assert (seen.who.name, seen.who.organisation, seen.who.serial) == ("Li", "Maker", "7")
    assert (seen.what.title, seen.what.generator, seen.what.authors) == (
        "clip.mp4",
        "Camera",
        ("Li",),
    )
    assert seen.when == "2026-10-01T08:00:00Z"
    assert [(one.depth, one.title, one.state) for one in seen.lineage] == [
        (0, "clip.mp4", State.VALID),
        (1, "raw.mp4", State.NONE),
    ]
    assert [(one.action, one.agent) for one in seen.lineage[0].actions] == [
        ("c2pa.opened", "Editor")
    ]


def test_a_circle_of_parts_ends() -> None:
    """A statement that names itself as its part is followed once."""
    answer = _answer("Valid")
    answer["store"]["manifests"]["a"]["ingredients"] = [{"active_manifest": "a"}] * 9
    assert len(provenance_of(answer).lineage) == 10


def test_generated_media_are_told_by_the_statement() -> None:
    """A broken statement may be anybody's: possibly."""
    made = {
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    }
    label = provenance_of(_answer("Valid", made)).ai_label
    assert label is not None
    assert (label.tier, label.by, label.source_type) == (
        Tier.IS,
        "C2PA",
        "trainedAlgorithmicMedia",
    )
    doubted = provenance_of(_answer("Invalid", made)).ai_label
    assert doubted is not None
    assert doubted.tier is Tier.POSSIBLY
    filmed = made | {"digitalSourceType": "…/digitalCapture"}
    assert provenance_of(_answer("Valid", filmed)).ai_label is None


@given(_JSON, st.sampled_from(["Trusted", "Valid", "Invalid"]))
def test_no_report_is_too_odd(store: object, state: str) -> None:
    """Whoever made the file may have put anything anywhere; there is always one flag."""
    seen = provenance_of({"aigc": "", "state": state, "store": store})
    assert seen.state in STATE_WORDS
    assert len(provenance_flags(seen)) == 1


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ('{"Label":"1","ContentProducer":"A","ProduceID":"7"}', Tier.IS),
        ('{"AIGC":{"Label":"2","ContentProducer":"A","ProduceID":"7"}}', Tier.POSSIBLY),
        ('{"label":3,"contentproducer":"A","produceid":"7"}', Tier.SUSPECTED),
    ],
)
def test_the_three_tiers_of_the_label(text: str, tier: Tier) -> None:
    """As the standard writes it, wrapped, and as writers get its names wrong."""
    label = read_label(text)
    assert label is not None
    assert (label.tier, label.producer, label.produce_id) == (tier, "A", "7")


def test_a_label_that_cannot_be_read_is_one_all_the_same() -> None:
    """Whoever spoils it does not get rid of it."""
    spoiled = read_label('{"Label":')
    assert spoiled is not None
    assert spoiled.tier is Tier.SUSPECTED
    assert read_label("") is None


@given(st.text())
def test_any_label_is_read(text: str) -> None:
    """What is shown of it is printable."""
    label = read_label(text)
    assert (label is None) == (not text.strip())
    assert label is None or label.producer == "" or label.producer.isprintable()
