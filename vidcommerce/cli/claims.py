"""``vidcommerce claims``: what a text or a plan claims that the law forbids or wants a proof of."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from vidcommerce.cli import exits
from vidcommerce.commission import read_plan, read_text
from vidcommerce.flags.claims.finding import Claim, claims
from vidcommerce.flags.claims.of_plan import claims_of
from vidcommerce.flags.kinds import HELPER_WORDS, Flag
from vidcommerce.language import N_, Words

_NONE = N_("No claims were found. That is no lawyer's word.")
_WORDS = N_("{kind}: “{text}”. {law}. What would do: {instead}")


def run(given: argparse.Namespace, said: Words) -> int:
    """Look for claims in a text, in a file of text, or in a plan (a file named .json)."""
    file = _file(given.text)
    if file is not None and file.suffix == ".json":
        flags = claims_of(read_plan(file))
        _print(given, said, [_of_flag(flag) for flag in flags], [_told(f, said) for f in flags])
    else:
        found = claims(given.text if file is None else read_text(file), given.language)
        lines = [said.say(_WORDS, **_of_claim(one) | {"law": one.law}) for one in found]
        _print(given, said, [_of_claim(one) for one in found], lines)
    return exits.OK


def _file(text: str) -> Path | None:
    """Return the file that an argument names, None where it is a text itself."""
    try:
        return Path(text) if Path(text).is_file() else None
    except (OSError, ValueError):  # too long for a name, or not to be one
        return None


def _print(
    given: argparse.Namespace, said: Words, document: list[dict[str, Any]], lines: list[str]
) -> None:
    if given.json:
        print(json.dumps({"claims": document}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines or [said.say(_NONE)]))


def _of_claim(claim: Claim) -> dict[str, Any]:
    """Return a claim for programs; the span counts characters of the text."""
    return {
        "kind": claim.kind.value,
        "text": claim.text,
        "span": [claim.start, claim.stop],
        "rule": claim.law,
        "name": claim.rule,
        "instead": claim.instead,
        "language": claim.language,
    }


def _of_flag(flag: Flag) -> dict[str, Any]:
    """Return a plan's claim for programs; ``at`` are milliseconds of the clip."""
    at = None if flag.span is None else [flag.span.start, flag.span.stop]
    return {"kind": flag.kind.value.removeprefix("claim_"), "at": at, **flag.evidence}


def _told(flag: Flag, said: Words) -> str:
    return said.say(HELPER_WORDS[flag.kind], **flag.evidence)
