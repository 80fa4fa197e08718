"""How well forbidden claims are told from sentences that look like them.

Reads a table with the columns language, where, text, label (guilty or innocent) and kind. A
sentence is taken for guilty where any claim is found in it. Without --csv it reads the tables of
the tests: ``cases.csv``, on which the rules were written, ``held_out.csv``, which was written
before the rules, ``blind.csv``, by somebody who had not seen them, and ``fresh_*.csv``, each
written after the rules were mended for the one before.

    python benchmarks/claims.py [--json] [--csv FILE] [--wrong]
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vidcommerce.flags.claims.finding import claims

_TABLES: Final = Path(__file__).parent.parent / "tests" / "flags" / "claims"
_OWN: Final = ("cases.csv", "held_out.csv", "blind.csv", "spoken.csv", "fresh_*.csv")
_GUILTY: Final = "guilty"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, what it is, and what was found in it."""

    language: str
    text: str
    kind: str
    guilty: bool
    found: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Tell whether it was taken for what it is."""
        return self.guilty == bool(self.found)


def judged(file: Path) -> list[Case]:
    """Return the sentences of a table, each looked through."""
    with file.open(encoding="utf-8-sig", newline="") as table:
        return [_case(row) for row in csv.DictReader(table)]


def _case(row: dict[str, str]) -> Case:
    language = (row.get("language") or "").strip()
    found = claims(row["text"], language)
    guilty = row["label"].strip().lower() == _GUILTY
    kinds = tuple(claim.kind.value for claim in found)
    return Case(language, row["text"], (row.get("kind") or "").strip(), guilty, kinds)


def scores(cases: Iterable[Case]) -> dict[str, Any]:
    """Return precision and recall; both are 1 where nothing could go wrong."""
    known = list(cases)
    hits = sum(case.guilty and case.right for case in known)
    taken = sum(bool(case.found) for case in known)
    guilty = sum(case.guilty for case in known)
    return {
        "precision": round(hits / taken, 4) if taken else 1.0,
        "recall": round(hits / guilty, 4) if guilty else 1.0,
        "sentences": len(known),
        "guilty": guilty,
        "wrong": sum(not case.right for case in known),
    }


def result(cases: Sequence[Case], seconds: float) -> dict[str, Any]:
    """Return the scores of all, by language and by kind (recall alone), and the time of one."""
    languages = sorted({case.language for case in cases})
    kinds = sorted({case.kind for case in cases if case.guilty})
    return scores(cases) | {
        "languages": {
            one: scores(case for case in cases if case.language == one) for one in languages
        },
        "recall_by_kind": {
            one: scores(case for case in cases if case.guilty and case.kind == one)["recall"]
            for one in kinds
        },
        "milliseconds": round(seconds * 1000 / max(1, len(cases)), 3),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("--csv", type=Path, action="append", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print what was taken wrongly")
    given = parser.parse_args(arguments)
    claims("warm 最")  # reads the rules, which is done once
    began = time.perf_counter()
    cases = [
        case
        for file in given.csv or [file for name in _OWN for file in sorted(_TABLES.glob(name))]
        for case in judged(file)
    ]
    found = result(cases, time.perf_counter() - began)
    if given.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    if given.wrong:
        for case in cases:
            if not case.right:
                print("missed" if case.guilty else "false", case.kind, case.text, *case.found,
                      file=sys.stderr)  # fmt: skip
    return 0


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the module's words."""


def _print(found: dict[str, Any]) -> None:
    rows = {"all": found} | found["languages"]
    print(f"{'':8} {'precision':>9} {'recall':>7} {'sentences':>9} {'wrong':>6}")
    for name, one in rows.items():
        print(
            f"{name:8} {one['precision']:9.3f} {one['recall']:7.3f} {one['sentences']:9} "
            f"{one['wrong']:6}"
        )
    for kind, recall in found["recall_by_kind"].items():
        print(f"  {kind:16} recall {recall:.3f}")
    print(f"{found['milliseconds']} ms a sentence")


if __name__ == "__main__":
    sys.exit(main())
