"""The files of rules, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcommerce.flags.farmer_words import FARMER_WORDS
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.policy import Stand, Verdict, Weighed, verdict
from vidcommerce.flags.rules import OURS, Policies, PolicyWrong


def _file(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_ours_hold_where_nobody_says_anything() -> None:
    """They name kinds that there are, for every country."""
    assert OURS.of("", "a station").many >= 1
    assert OURS.of("CN", "a station") == Policies(region="cn").of("", "another")


def test_the_nearest_that_is_said_counts(tmp_path: Path) -> None:
    """A station's over a country's over all; what it doesn't name stays."""
    own = _file(
        tmp_path,
        """
[default]
many = 5
[region.CN]
many = 4
label = ["no_sound"]
[station.abc]
many = 3
""",
    )
    laid = Policies(own, "GB")
    assert laid.of("", "else").many == 5
    assert laid.of("CN", "else").many == 4
    assert laid.of("CN", "abc").many == 3
    assert laid.of("CN", "abc").label == {Kind.NO_SOUND}
    assert laid.of("", "abc").label == OURS.of("", "abc").label


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[default]\nmany = 0", "default.many"),
        ("[default]\nmany = true", "default.many"),
        ('[default]\nlabel = "no_sound"', "default.label"),
        ('[region.CN]\nlabel = ["nothing"]', "region.CN.label"),
        ("[station.x]\nlabels = []", "station.x.labels"),
        ("[regions]\n", "regions"),
        ("many 3", "-"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    """Nothing of a file with a mistake is taken."""
    with pytest.raises(PolicyWrong) as wrong:
        Policies(_file(tmp_path, text)).of("CN", "x")
    assert wrong.value.place == place


def test_ours_bar_what_borrows_heals_and_breaks_a_country_s_law() -> None:
    """Another's pictures take two persons and, found so, are not published; nor is a cure."""
    everywhere, china = OURS.of("", "x"), OURS.of("CN", "x")
    assert everywhere.second == {Kind.REUSED_OTHER}
    assert everywhere.block >= {Kind.REUSED_OTHER, Kind.CLAIM_HEALTH}
    assert everywhere.label >= {Kind.AI_IS, Kind.AI_POSSIBLY, Kind.AI_SUSPECTED}
    assert Kind.CLAIM_ABSOLUTE in china.block - everywhere.block


@pytest.mark.parametrize("region", ["", "CN", "GB"])
def test_a_missing_signal_is_neutral(region: str) -> None:
    """What a file does not say is in none of our lists: it is never called fake."""
    rules = OURS.of(region, "x")
    silent = {Kind.DEVICE_UNKNOWN, Kind.TIME_UNKNOWN, Kind.PROVENANCE_NONE, Kind.PLACE_IN_FILE}
    assert not silent & (rules.label | rules.second | rules.block)
    assert rules.block <= FARMER_WORDS.keys()


@pytest.mark.parametrize("region", ["", "CN", "GB"])
@pytest.mark.parametrize(
    ("kind", "severity", "answers", "expected"),
    [
        (Kind.REUSED_OTHER, Severity.SERIOUS, (), Verdict.SECOND),
        (Kind.REUSED_OTHER, Severity.SERIOUS, (Stand.UPHELD, 1), Verdict.BLOCK),
        (Kind.REUSED_OTHER, Severity.SERIOUS, (Stand.PUT_ASIDE, 1), Verdict.SECOND),
        (Kind.REUSED_OTHER, Severity.SERIOUS, (Stand.PUT_ASIDE, 2), Verdict.PUBLISH),
        (Kind.CLAIM_HEALTH, Severity.SERIOUS, (), Verdict.HELPER),
        (Kind.CLAIM_HEALTH, Severity.SERIOUS, (Stand.UPHELD, 1), Verdict.BLOCK),
        (Kind.CLAIM_HEALTH, Severity.SERIOUS, (Stand.PUT_ASIDE, 1), Verdict.PUBLISH),
        (Kind.AI_SUSPECTED, Severity.QUESTION, (Stand.UPHELD, 1), Verdict.LABEL),
        (Kind.PASSED_THROUGH, Severity.NOTE, (), Verdict.LABEL),
        (Kind.DEVICE_UNKNOWN, Severity.NOTE, (), Verdict.PUBLISH),
    ],
)
def test_what_our_rules_come_to(
    region: str,
    kind: Kind,
    severity: Severity,
    answers: tuple[Stand, int] | tuple[()],
    expected: Verdict,
) -> None:
    """In each country that the file names, and elsewhere."""
    one = Weighed(Flag(kind, severity, "test"), *answers)
    assert verdict([one], OURS.of(region, "x")) is expected


def test_an_absolute_word_blocks_in_china_alone() -> None:
    """Elsewhere shoppers read that nobody can prove it."""
    one = Weighed(Flag(Kind.CLAIM_ABSOLUTE, Severity.QUESTION, "test"), Stand.UPHELD, 1)
    assert verdict([one], OURS.of("CN", "x")) is Verdict.BLOCK
    assert verdict([one], OURS.of("GB", "x")) is Verdict.LABEL
