"""Phone numbers in the many ways that people write them."""

from __future__ import annotations

import pytest

from vidcommerce.accounts.phones import PhoneWrong, e164, readable


@pytest.mark.parametrize(
    "given",
    [
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0086 13812345678",
        "１３８１２３４５６７８",
    ],
)
def test_one_number_has_one_form(given: str) -> None:
    """Spaces, dashes, full-width digits and the country's code don't matter."""
    assert e164(given, "CN") == "+8613812345678"


def test_a_number_with_its_country_needs_no_region() -> None:
    """A number from elsewhere stays one from there."""
    assert e164("+49 30 901820", "CN") == "+4930901820"
    assert readable("+8613812345678") == "+86 138 1234 5678"


@pytest.mark.parametrize("given", ["", "12", "abc", "+", "99999999999999999999", "138123456789012"])
def test_what_is_no_number_is_refused(given: str) -> None:
    """In the words in which it was given."""
    with pytest.raises(PhoneWrong) as refused:
        e164(given, "CN")
    assert refused.value.given == given
