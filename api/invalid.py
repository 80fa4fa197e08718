"""What is wrong with a request that does not fit the interface's document. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

from vidcommerce.language import N_, Words

_MOST: Final = 20
"""Faults that are named; who sends more has sent something else altogether."""

_OTHER: Final = N_("This can't be used as it is.")

_SENTENCES: Final[Mapping[str, str]] = {
    "missing": N_("This is needed."),
    "extra_forbidden": N_("There is no such field."),
    "json_invalid": N_("This is no JSON."),
    "string_type": N_("This must be text."),
    "int_type": N_("This must be a whole number."),
    "int_parsing": N_("This must be a whole number."),
    "bool_type": N_("This must be true or false."),
    "list_type": N_("This must be a list."),
    "dict_type": N_("This must be an object with fields."),
    "model_attributes_type": N_("This must be an object with fields."),
    "string_too_short": N_("This is too short: {min_length} characters at least."),
    "string_too_long": N_("This is too long: {max_length} characters at most."),
    "too_short": N_("These are too few: {min_length} at least."),
    "too_long": N_("These are too many: {max_length} at most."),
    "string_pattern_mismatch": N_("This does not have the right form."),
    "greater_than_equal": N_("This is too small: {ge} at least."),
    "less_than_equal": N_("This is too large: {le} at most."),
    "enum": N_("This must be one of: {expected}."),
    "literal_error": N_("This must be one of: {expected}."),
}
"""By pydantic's type of error; its own words are for programmers, and only in English."""


def faults(error: RequestValidationError, speech: Words) -> list[dict[str, str]]:
    """Return every fault: where (``pointer`` into the body, or ``parameter``), what, and a code."""
    return [_fault(found, speech) for found in error.errors()[:_MOST]]


def _fault(found: Mapping[str, Any], speech: Words) -> dict[str, str]:
    code = str(found["type"])
    detail = speech.say(_SENTENCES.get(code, _OTHER), **(found.get("ctx") or {}))
    return {**_place(found["loc"]), "detail": detail, "code": code}


def _place(where: Sequence[str | int]) -> dict[str, str]:
    """Return a JSON pointer as a fragment (RFC 6901, 6), or the name of a parameter."""
    source, *path = where
    if source != "body":
        return {"parameter": str(path[0]) if path else str(source)}
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return {"pointer": "#" + "".join(f"/{step}" for step in steps)}
