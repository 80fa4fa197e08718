"""What was checked, as a shopper reads it."""

from __future__ import annotations

import pytest

from vidcommerce.flags.kinds import SHOPPER_WORDS, Flag, Kind, Severity
from vidcommerce.language import LANGUAGES, words
from vidcommerce.publishing.checks import checks


def _flag(kind: Kind, **evidence: object) -> Flag:
    return Flag(kind, Severity.NOTE, "probe", evidence)


def test_each_label_says_what_it_means_and_what_shows_it() -> None:
    """A helper's look comes first; the day of filming is the evidence of the file's date."""
    first, second = checks([_flag(Kind.TIME_KNOWN, day="2026-05-20", at=1)], words("en"))
    assert (first.title, first.evidence) == ("Watched by a helper", "")
    assert second.title == "The date of filming fits"
    assert second.meaning == "The file's date of filming fits the day on which it was sent."
    assert "2026-05-20" in second.evidence


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_stood_in_the_file_is_repeated(language: str) -> None:
    """Neither camera nor program nor place: a file can say anything, and some of it is private."""
    flags = [_flag(kind, device="Secret", program="Secret", day="Day") for kind in Kind]
    told = checks([*flags, *flags], words(language))
    assert "Secret" not in str(told)
    assert len({check.title for check in told}) == len(told)
    assert Kind.PLACE_IN_FILE.value not in str(told)


def test_labels_are_in_the_language_of_the_page() -> None:
    """Every title and meaning has its Chinese sentence."""
    flags = [_flag(kind, day="2026-05-20") for kind in Kind]
    english, chinese = (checks(flags, words(language)) for language in ("en", "zh"))
    for one, other in zip(english, chinese, strict=True):
        assert one.title != other.title
        assert one.meaning != other.meaning


def test_what_was_measured_is_shown() -> None:
    """With its numbers; without them, or half of them, the meaning stands alone."""
    far = _flag(Kind.PLACE_FAR, kilometres=200)
    paper = _flag(Kind.CLAIM_PROVED, number="N 1", issuer="A body", expires="2027-01-01", text="x")
    half = _flag(Kind.OUTSIDE_HARVEST, day="2026-05-20")
    told = [one.evidence for one in checks([far, paper, half], words("en"))][1:]
    assert told == [
        "It is more than 200 km away.",
        "Certificate N 1 of A body, good until 2027-01-01.",
        "",
    ]


def test_every_kind_with_a_title_has_its_meaning() -> None:
    """And the other way round."""
    told = checks([_flag(kind) for kind in Kind], words("en"))
    assert len(told) == len(SHOPPER_WORDS) + 1
