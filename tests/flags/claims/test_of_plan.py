"""The claims of a video: where they lie, what a certificate proves, and what the card shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.media.plans import plan
from vidcommerce.flags.claims.certificates import Certificate, proving
from vidcommerce.flags.claims.of_plan import claims_of
from vidcommerce.flags.claims.rules import Claims
from vidcommerce.flags.kinds import Kind, Severity
from vidcommerce.media.plan import Cue, EditPlan, Translation
from vidcommerce.media.time import FrameRange, Span

_DAY = 24 * 3600 * 1000
_PAPER = Certificate(Claims.ORGANIC, "123OP1", "Institute", "1970-01-03")


def test_a_claim_lies_where_the_clip_says_it() -> None:
    """The first second of the video is the third of the clip; a plain line is no flag."""
    made = plan([(60, 120)], cues=[(0, 30, "It cures colds"), (30, 60, "Picked today")])
    (flag,) = claims_of(made)
    assert (flag.kind, flag.severity) == (Kind.CLAIM_HEALTH, Severity.SERIOUS)
    assert flag.span == Span(2000, 3000)
    assert flag.evidence["text"] == "cures colds"
    assert flag.evidence["where"] == "subtitle"


def test_a_claim_that_two_subtitles_share_is_found() -> None:
    """A sentence goes on in the next line; after a pause or a full stop it does not."""
    together = plan([(0, 90)], cues=[(0, 30, "这个可以降"), (30, 60, "血压")])
    assert [flag.span for flag in claims_of(together)] == [Span(0, 2000)]
    apart = plan([(0, 90)], cues=[(0, 30, "这个可以降。"), (30, 60, "血压")])
    assert not [flag for flag in claims_of(apart) if flag.evidence["text"].startswith("降")]


def test_a_cut_elsewhere_leaves_a_flag_what_it_is() -> None:
    """So that an answer to it stays."""
    long = plan([(0, 30), (60, 120)], cues=[(30, 60, "全网最甜")])
    short = plan([(60, 120)], cues=[(0, 30, "全网最甜")])
    assert [flag.name() for flag in claims_of(long)] == [flag.name() for flag in claims_of(short)]


def test_card_text_beside_it_and_translations_count() -> None:
    """All that the page shows; what lies beside the video has no time."""
    made = _carded("Organic oranges")
    made = replace(
        made, translations=(Translation("zh", (Cue(FrameRange(0, 30), ("能治感冒",), ()),)),)
    )
    found = claims_of(made, description="Award-winning.", title="No. 1 farm")
    assert {(flag.kind, flag.evidence["where"]) for flag in found} == {
        (Kind.CLAIM_ORGANIC, "card"),
        (Kind.CLAIM_HEALTH, "subtitle"),
        (Kind.CLAIM_AWARD, "description"),
        (Kind.CLAIM_ABSOLUTE, "title"),
    }
    beside = [flag.span for flag in found if flag.evidence["where"] in {"description", "title"}]
    assert beside == [None, None]


def test_a_certificate_on_file_proves_its_kind_alone() -> None:
    """A note that names it takes the question's place; one that ran out proves nothing."""
    made = _carded("Organic award-winning oranges, certificate number 4711")
    without = {flag.kind for flag in claims_of(made)}
    assert without == {Kind.CLAIM_ORGANIC, Kind.CLAIM_AWARD}
    found = {flag.kind: flag for flag in claims_of(made, proofs=proving([_PAPER], _DAY))}
    assert set(found) == {Kind.CLAIM_PROVED, Kind.CLAIM_AWARD}
    assert found[Kind.CLAIM_PROVED].severity is Severity.NOTE
    assert found[Kind.CLAIM_PROVED].evidence["number"] == "123OP1"


@pytest.mark.parametrize(("moment", "holds"), [(0, True), (3 * _DAY - 1, True), (3 * _DAY, False)])
def test_a_certificate_holds_until_its_last_day_is_over(moment: int, *, holds: bool) -> None:
    """In UTC; and nothing makes a claim about health right."""
    assert (Claims.ORGANIC in proving([_PAPER], moment)) is holds
    assert not proving([replace(_PAPER, kind=Claims.HEALTH)], moment)


def test_a_price_that_the_card_does_not_show_is_asked_about() -> None:
    """The card says 39.80."""
    made = _carded("Oranges", "今天只要29块8", "今天只要39块8")
    (flag,) = claims_of(made)
    assert flag.kind is Kind.PRICE_SPOKEN
    assert flag.evidence == {"text": "29块8", "shown": "39.80", "where": "subtitle"}


def _carded(name: str, *lines: str) -> EditPlan:
    cues = [(number * 30, number * 30 + 30, line) for number, line in enumerate(lines)]
    made = plan([(0, 90)], cues=cues, card=(0, 60))
    card = made.cards[0]
    return replace(made, cards=(replace(card, product=replace(card.product, name=name)),))
