"""Statements that people sign: what holds, and what does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signing import Signer
from tests.stations import NOW
from vidcommerce.documents import DocumentUnreadable, readable_json
from vidcommerce.errors import InputRejected
from vidcommerce.flags.attestation import (
    CLOCK,
    LONGEST_PLOT,
    Attestations,
    ClockWrong,
    HarvestWrong,
    Known,
    PlotMissing,
    SignatureWrong,
    StatementOutdated,
    check,
    check_file,
    packed,
    said,
    unpacked,
)

CLIP = "a" * 64
KNOWN = Known(CLIP, "Farmer Li", "Sweet oranges", "Hillside", "Helper Wang")
ANNA = Signer()


def test_what_was_signed_is_read_back() -> None:
    """A statement says what its signer saw, and is right."""
    statement = said(ANNA.signed(KNOWN, NOW))
    check(statement, KNOWN, NOW)
    assert (statement.plot, statement.key) == ("The upper orchard", ANNA.key)


def test_the_signed_text_is_the_one_that_the_documents_promise() -> None:
    """Browsers and other programs write it themselves: sorted keys, no spaces, UTF-8 as it is."""
    text = ANNA.signed(KNOWN, NOW, farmer="李").statement
    assert text.startswith('{"at":"2026-05-28T20:26:40Z","clip":"aaaa')
    assert '"farmer":"李","harvest":"2026-05-20","helper":"Helper Wang","key":"' in text
    assert text.endswith(
        '"plot":"The upper orchard","product":"Sweet oranges","station":"Hillside",'
        '"type":"vidcommerce.attestation","version":1}'
    )


@given(at=st.integers(0), flip=st.integers(1, 127))
def test_a_letter_that_is_changed_is_found(at: int, flip: int) -> None:
    """Whichever letter of the statement is another one, the signature is not right any more."""
    signed = ANNA.signed(KNOWN, NOW)
    raw = bytearray(signed.statement.encode())
    raw[at % len(raw)] ^= flip
    with pytest.raises(SignatureWrong):
        said(replace(signed, statement=raw.decode("latin-1")))


def test_another_key_does_not_fit() -> None:
    """Neither beside the signature, nor in a statement that somebody else signed."""
    other = Signer()
    with pytest.raises(SignatureWrong):
        said(replace(ANNA.signed(KNOWN, NOW), key=other.key))
    with pytest.raises(SignatureWrong):
        said(other.signed(KNOWN, NOW, key=ANNA.key))


@pytest.mark.parametrize("wrong", ["", "a", "=" * 86, "é" * 86, "A" * 87, "A" * 85 + "B"])
def test_what_is_no_signature_is_refused(wrong: str) -> None:
    """Whatever stands in its place; also a second way to write the same bytes."""
    with pytest.raises(SignatureWrong):
        said(replace(ANNA.signed(KNOWN, NOW), signature=wrong))


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"version":1}', "\ud800".encode(errors="replace").decode()]
)
def test_what_is_no_statement_is_refused(text: str) -> None:
    """A signature under anything else means nothing."""
    with pytest.raises(DocumentUnreadable):
        said(replace(ANNA.signed(KNOWN, NOW), statement=text, signature=ANNA.sign(text)))


def test_only_the_one_way_to_write_a_statement_counts() -> None:
    """Spaces, another order, one key twice: nobody can show two texts for one statement."""
    facts = json.loads(ANNA.signed(KNOWN, NOW).statement)
    doubled = json.dumps(facts, sort_keys=True, separators=(",", ":"))[:-1] + ',"version":1}'
    for text in (json.dumps(facts), json.dumps(dict(reversed(facts.items()))), doubled):
        with pytest.raises(DocumentUnreadable):
            said(replace(ANNA.signed(KNOWN, NOW), statement=text, signature=ANNA.sign(text)))


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"farmer": "Somebody"}, StatementOutdated),
        ({"clip": "b" * 64}, StatementOutdated),
        ({"product": "Lemons"}, StatementOutdated),
        ({"station": "Elsewhere"}, StatementOutdated),
        ({"helper": "Helper Zhao"}, StatementOutdated),
        ({"plot": ""}, PlotMissing),
        ({"plot": "x" * (LONGEST_PLOT + 1)}, PlotMissing),
        ({"plot": " two  spaces"}, PlotMissing),
        ({"plot": "turned\u202eround"}, PlotMissing),
        ({"harvest": ""}, HarvestWrong),
        ({"harvest": "2026-02-30"}, HarvestWrong),
        ({"harvest": "20260520"}, HarvestWrong),
        ({"harvest": "2026-05-31"}, HarvestWrong),
        ({"at": "yesterday"}, ClockWrong),
        ({"at": "2026-99-28T20:26:40Z"}, ClockWrong),
    ],
)
def test_only_what_is_known_can_be_confirmed(
    other: Mapping[str, str], refused: type[InputRejected]
) -> None:
    """About another clip, farmer or product, with another's name, or of a day to come: refused."""
    statement = said(ANNA.signed(KNOWN, NOW, **other))
    with pytest.raises(refused):
        check(statement, KNOWN, NOW)


def test_a_name_is_shown_only_as_its_owner_wants() -> None:
    """Who does not want their name there leaves it empty."""
    check(said(ANNA.signed(KNOWN, NOW, helper="")), KNOWN, NOW)


def test_a_statement_is_signed_now() -> None:
    """One of yesterday, or from a wrong clock, is not taken."""
    statement = said(ANNA.signed(KNOWN, NOW))
    check(statement, KNOWN, NOW + CLOCK)
    for now in (NOW + CLOCK + 1, NOW - CLOCK - 1):
        with pytest.raises(ClockWrong):
            check(statement, KNOWN, now)


@given(raw=st.binary(min_size=32, max_size=32))
def test_bytes_come_back(raw: bytes) -> None:
    """Base64url without padding, both ways."""
    assert unpacked(packed(raw), 32) == raw


def test_a_file_is_checked_statement_by_statement() -> None:
    """A false one, one of another clip and one that was taken back do not hold; the rest does."""
    good = ANNA.signed(KNOWN, NOW)
    false = replace(good, signature=ANNA.sign("something else"))
    foreign = ANNA.signed(replace(KNOWN, clip="b" * 64), NOW)
    back = replace(good, withdrawn="2026-06-01T00:00:00Z", why="wrong day")
    text = readable_json(Attestations("https://x.example/v/a/", CLIP, (good, false, foreign, back)))
    file, found = check_file(text)
    assert file.clip == CLIP
    assert [one.holds for one in found] == [True, False, False, False]
    assert [one.statement is None for one in found] == [False, True, True, False]
    with pytest.raises(DocumentUnreadable):
        check_file(text.replace('"page"', '"pages"'))
