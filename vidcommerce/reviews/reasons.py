"""Why a draft goes back to the farmer, or is not published at all. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vidcommerce.language import N_


class Reason(StrEnum):
    """What the farmer reads first; the helper's own words follow."""

    TOO_DARK = "too_dark"
    CANT_HEAR = "cant_hear"
    SHAKY = "shaky"
    NO_PRODUCT = "no_product"
    WRONG_PRODUCT = "wrong_product"
    PEOPLE_DID_NOT_AGREE = "people_did_not_agree"
    NOT_TRUE = "not_true"
    NOT_OURS = "not_ours"
    UNCLEAR = "unclear"
    OTHER = "other"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.TOO_DARK: N_("It is too dark."),
    Reason.CANT_HEAR: N_("What is said can't be heard well."),
    Reason.SHAKY: N_("The picture shakes too much."),
    Reason.NO_PRODUCT: N_("The product can't be seen."),
    Reason.WRONG_PRODUCT: N_("It shows another product."),
    Reason.PEOPLE_DID_NOT_AGREE: N_("It shows people who did not agree to it."),
    Reason.NOT_TRUE: N_("It says something that is not true."),
    Reason.NOT_OURS: N_("It is not the farmer's own video."),
    Reason.UNCLEAR: N_("Your helper has a question."),
    Reason.OTHER: N_("Another reason."),
}

NEED_WORDS: Final = frozenset({Reason.UNCLEAR, Reason.OTHER})
"""What says nothing without the helper's own words."""
