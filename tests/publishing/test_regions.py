"""The words that mark a video which sells."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from vidcommerce.publishing import regions
from vidcommerce.publishing.regions import advert_word

_FILE = Path(regions.__file__).with_name("regions.toml")


@pytest.mark.parametrize("language", ["zh", "zh-CN", "en", "fr"])
def test_in_china_the_word_of_the_rule_is_there_in_every_language(language: str) -> None:
    """The rule names the word itself, so that no translation takes its place."""
    assert "广告" in advert_word("CN", language)


def test_a_country_without_such_a_rule_has_no_mark() -> None:
    """Nor has a station without a country."""
    assert advert_word("XX", "en") == ""
    assert advert_word("", "en") == ""


def test_every_rule_says_whose_it_is_and_has_a_word_for_all() -> None:
    """The file is what people read; it has no rule that stands for nothing."""
    for country, rule in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        assert len(country) == 2
        assert country.isupper()
        assert rule["source"].strip()
        assert rule["words"]["*"].strip()
