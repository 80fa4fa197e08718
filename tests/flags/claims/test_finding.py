"""What counts as a claim and what only looks like one, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.claims import judged, scores
from vidcommerce.flags.claims.finding import claims
from vidcommerce.flags.claims.rules import Claims

_HERE = Path(__file__).parent


def _kinds(text: str, language: str = "") -> set[str]:
    return {claim.kind.value for claim in claims(text, language)}


@pytest.mark.parametrize(
    ("table", "sentences"), [("cases.csv", 300), ("held_out.csv", 190), ("spoken.csv", 600)]
)
def test_the_tables_are_judged_as_well_as_the_issue_asks(table: str, sentences: int) -> None:
    """Precision 0.95, recall 0.9 on each, in both languages."""
    cases = judged(_HERE / table)
    assert len(cases) >= sentences
    for language in ("zh", "en"):
        found = scores(case for case in cases if case.language == language)
        assert found["precision"] >= 0.95
        assert found["recall"] >= 0.9


@pytest.mark.parametrize("table", sorted(_HERE.glob("fresh_*.csv")), ids=lambda file: file.stem)
def test_sentences_that_were_fresh_once_stay_told_apart(table: Path) -> None:
    """Precision 0.95, recall 0.9 on each; what they gave at first is told in the docs."""
    cases = judged(table)
    found = scores(cases)
    assert len(cases) >= 100
    assert found["precision"] >= 0.95
    assert found["recall"] >= 0.9


def test_the_tables_hold_what_they_must() -> None:
    """All kinds in both languages, a third of them innocent, none twice."""
    texts = set[str]()
    for table in ("cases.csv", "held_out.csv", "spoken.csv"):
        with (_HERE / table).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert sum(row["label"] == "innocent" for row in rows) * 3 >= len(rows)
        assert not texts & {row["text"] for row in rows}
        texts |= {row["text"] for row in rows}
        if table == "cases.csv":
            pairs = {(row["language"], row["kind"]) for row in rows if row["kind"]}
            assert pairs == {(one, kind.value) for one in ("zh", "en") for kind in Claims}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("这是全网\u200b最\u200b甜的橙子", "全网\u200b最\u200b甜"),
        ("品質最佳的茶", "最佳"),
        ("最·好·的大米", "最·好·的大米"),
        ("ＮＯ．１的桃", "ＮＯ．１"),
        ("zui甜的西瓜", "zui甜"),
        ("能治\n\n感冒，不", None),
        ("It CURES\u00a0colds", "CURES\u00a0colds"),
    ],
)
def test_a_claim_is_shown_as_it_was_written(text: str, written: str | None) -> None:
    """Whatever the letters are hidden by; a new line ends a sentence."""
    found = claims(text)
    assert any(written in claim.text for claim in found) if written else not found
    for claim in found:
        assert text[claim.start : claim.stop].strip() == claim.text


@pytest.mark.parametrize(
    ("innocent", "guilty"),
    [
        ("我不敢说这是最甜的橙子", "我敢说这是最甜的橙子"),
        ("靠近瓜蒂的地方最甜", "全网我家的最甜"),
        ("蜂蜜不能治感冒", "蜂蜜能治感冒"),
        ("给果树治病", "给老人治病的山药，能治胃病"),
        ("施有机肥", "有机苹果"),
        ("要是不打农药，早被虫吃光了", "我们不打农药"),
        ("原价49.8，今天39.8", "原价498，今天39.8"),
        ("They are not the best apples in Kent.", "They are the best apples in Kent."),
        ("Does it cure colds?", "It cures colds."),
        ("Healthy trees need healthy soil.", "It keeps your heart healthy."),
        ("If we didn't spray, we'd lose the crop.", "We never spray."),
        ("It's not champagne.", "It's champagne."),
        ("My son won first prize at school.", "Our jam won first prize at the show."),
    ],
)
def test_grammar_tells_them_apart(innocent: str, guilty: str) -> None:
    """Denied, asked, of oneself, of plants, on condition: no claim; the same words plainly are."""
    assert not claims(innocent)
    assert claims(guilty)


def test_a_number_that_is_named_proves_a_text_but_no_video() -> None:
    """Anybody can say a number; a video needs the paper on file."""
    text = "Certified organic, certificate number 4711."
    assert not claims(text)
    assert {claim.kind for claim in claims(text, numbers_prove=False)} == {Claims.ORGANIC}


def test_languages_keep_to_their_rules() -> None:
    """With a tag only that language's rules count; without one, or with a strange one, all do."""
    mixed = "最好吃的 organic apples"
    assert _kinds(mixed, "zh-CN") == {"absolute"}
    assert _kinds(mixed, "en") == {"organic"}
    assert _kinds(mixed) == _kinds(mixed, "fr") == {"absolute", "organic"}


@given(
    st.text(
        alphabet=st.sampled_from("最好不是的有机治感冒打农药 no.best organic%1，。?\n\u200b"),
        max_size=60,
    )
)
def test_any_text_can_be_looked_through(text: str) -> None:
    """Claims lie inside the text, in order, and say what stands there."""
    found = claims(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for claim in found:
        assert 0 <= claim.start < claim.stop <= len(text)
        assert claim.text == text[claim.start : claim.stop].strip()
