"""``vidcommerce verify``: whether a video is as it was published, and what vouches for it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from pydantic_core import to_jsonable_python

from vidcommerce.cli import exits
from vidcommerce.errors import InputRejected
from vidcommerce.flags.aigc import clean
from vidcommerce.flags.attestation import Checked
from vidcommerce.flags.provenance import STATE_WORDS
from vidcommerce.language import N_, Words
from vidcommerce.media.probe import called
from vidcommerce.publishing.verifying import (
    AttestationBroken,
    Attested,
    Verified,
    VideoChanged,
    VideoUnsigned,
    verify,
)
from vidcommerce.settings import settings

_LABELS = {
    "state": N_("Signature"),
    "who": N_("Signed by"),
    "when": N_("Published"),
    "page": N_("Page"),
    "made": N_("Made of"),
    "attested": N_("Confirmed"),
}
_HOLDS = N_("{who}, {at}: {product}, {plot}, harvested {harvest}")
_BACK = N_("taken back: {why}")
_WRONG = N_("a signature that is wrong")


def run(given: argparse.Namespace, said: Words) -> int:
    """Print what vouches for a video; the exit code says whether all of it holds."""
    seen = verify(given.file, settings().trusted_signers, given.attestation)
    wrong = _wrong(seen, called(given.file))
    if given.json:
        print(json.dumps(_document(seen, wrong, said), ensure_ascii=False, indent=2))
    else:
        for label, text in _lines(seen, said):
            print(f"{said.say(_LABELS[label]):12} {text}")
    if wrong is None:
        return exits.OK
    if not given.json:
        print(said.explain(wrong), file=sys.stderr)
    return exits.code_of(wrong)


def _wrong(seen: Verified, name: str) -> InputRejected | None:
    """Return what is wrong, the worst first; None where nothing is."""
    if not seen.signed:
        return VideoUnsigned(name)
    if not seen.unchanged:
        return VideoChanged(name)
    if seen.attested is not None and not seen.attested.good:
        return AttestationBroken(called(seen.attested.file))
    return None


def _document(seen: Verified, wrong: InputRejected | None, said: Words) -> dict[str, Any]:
    return {
        "ok": wrong is None,
        "error": None if wrong is None else type(wrong).__name__,
        "text": None if wrong is None else said.explain(wrong),
        "state": seen.provenance.state.value,
        "sealed": seen.sealed,
        "provenance": to_jsonable_python(seen.provenance),
        "edit": to_jsonable_python(seen.edit) or None,
        "attestation": None if seen.attested is None else _attestation(seen.attested),
    }


def _attestation(seen: Attested) -> dict[str, Any]:
    return {
        "file": str(seen.file),
        "ok": seen.good,
        "about_this_video": seen.about,
        "statements": [
            {
                "valid": one.statement is not None,
                "withdrawn": one.signed.withdrawn,
                "why": one.signed.why,
                "statement": to_jsonable_python(one.statement),
            }
            for one in seen.attestations
        ],
    }


def _lines(seen: Verified, said: Words) -> list[tuple[str, str]]:
    origin = seen.provenance
    lines = [("state", said.say(STATE_WORDS[origin.state]))]
    if origin.who is not None:
        lines.append(("who", f"{origin.who.name} ({origin.who.organisation})"))
    lines += [("when", origin.when)] if origin.when else []
    lines += [("page", str(seen.edit["page"]))] if "page" in seen.edit else []
    for version in origin.lineage[1:]:
        state = said.say(STATE_WORDS[version.state])
        lines.append(("made", f"{'  ' * (version.depth - 1)}{version.title}: {state}"))
    for one in () if seen.attested is None else seen.attested.attestations:
        lines.append(("attested", _confirmed(one, said)))
    return lines


def _confirmed(one: Checked, said: Words) -> str:
    told = one.statement
    if told is None:
        return said.say(_WRONG)
    if one.signed.withdrawn is not None:
        return said.say(_BACK, why=clean(one.signed.why))
    who = told.helper or told.station
    return said.say(
        _HOLDS, who=clean(who), at=told.at, product=clean(told.product), plot=clean(told.plot),
        harvest=told.harvest,
    )  # fmt: skip
