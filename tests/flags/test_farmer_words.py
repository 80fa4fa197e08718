"""What farmers read of flags that a person upheld."""

from __future__ import annotations

import pytest

from vidcommerce.flags.farmer_words import FARMER_WORDS, for_farmer
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import LANGUAGES, words

_EVIDENCE = {"text": "cures colds", "shown": "12.80", "by": "sora", "people": 3}
_NOTES = {
    Kind.DEVICE_KNOWN, Kind.DEVICE_UNKNOWN, Kind.TIME_KNOWN, Kind.TIME_UNKNOWN, Kind.PLACE_IN_FILE,
    Kind.PROVENANCE_TRUSTED, Kind.PROVENANCE_VALID, Kind.PROVENANCE_NONE, Kind.IN_HARVEST,
    Kind.PLACE_FITS, Kind.COLOURS_MEASURED, Kind.CLAIM_PROVED,
}  # fmt: skip


def _flag(kind: Kind) -> Flag:
    return Flag(kind, Severity.QUESTION, "test", _EVIDENCE)


def test_whatever_can_be_upheld_can_be_told() -> None:
    """Every kind has its words but those that say nothing against a clip."""
    assert set(Kind) - FARMER_WORDS.keys() == _NOTES
    assert for_farmer(_flag(Kind.DEVICE_UNKNOWN), words("en")) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_short_and_translated(language: str) -> None:
    """No field is left open; two sentences at most, so that they can be read aloud."""
    for kind, said in FARMER_WORDS.items():
        told = for_farmer(_flag(kind), words(language))
        assert "{" not in "".join(told)
        assert all(0 < len(each) < 100 for each in told)
        assert (told != said) or (language == "en")
