"""``vidcommerce comments check``: what would become of a comment, and why."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from vidcommerce.cli import exits
from vidcommerce.cli.kept_comments import erase, write_statements
from vidcommerce.comments.pipeline import Given, Judged, judge_all
from vidcommerce.comments.scorers import scorer_named
from vidcommerce.comments.signals import KIND_WORDS, Decision
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_, Words
from vidcommerce.settings import settings

_AT_ONCE: Final = 256
"""Rows that are judged together."""

_LONGEST_FIELD: Final = 1 << 24

DECISION_WORDS: Final = {
    Decision.PUBLISH: N_("It would be shown."),
    Decision.PUBLISH_LOOK: N_("It would be shown, and a person would look at it later."),
    Decision.HOLD: N_("It would wait for a person."),
    Decision.WITHHOLD: N_("It would not be shown."),
    Decision.REJECT: N_("It would not be taken."),
}


@dataclass(eq=False)
class NothingToCheck(InputRejected):
    """There is no text, no such file, or it has no column of texts."""

    column: str = "text"
    sentence = N_("Give a text, or a CSV file with a column named {column}.")


def run(given: argparse.Namespace, said: Words) -> int:
    """Do what ``vidcommerce comments`` was asked for; ``check`` raises NothingToCheck."""
    return {"check": _check, "statements": write_statements, "erase": erase}[given.action](
        given, said
    )


def _check(given: argparse.Namespace, said: Words) -> int:
    """Judge a text or each row of a file, and print it."""
    texts = _rows(given.csv) if given.csv else iter([_text(given.text)])
    scorer = scorer_named(settings().comment_model)
    for some in _some(texts):
        for judged in judge_all([Given(text) for text in some], scorer):
            if given.json or given.csv:
                print(json.dumps(document(judged), ensure_ascii=False))
            else:
                print(*_lines(judged, said), sep="\n")
    return exits.OK


def document(judged: Judged) -> dict[str, Any]:
    """Return what was decided as plain values."""
    return {
        "decision": judged.decision.value,
        "signals": [
            {
                "kind": one.kind.value,
                "strength": one.strength.name.lower(),
                "rule": one.rule,
                "meant": one.meant,
                "start": one.start,
                "stop": one.stop,
                "tricks": list(one.tricks),
            }
            for one in judged.signals
        ],
        "normal_form": judged.normal_form,
        "tricks": [{"name": t.name, "start": t.start, "stop": t.stop} for t in judged.tricks],
        "scores": (
            {"abuse": judged.scores.abuse, "spam": judged.scores.spam} if judged.scores else None
        ),
    }


def _text(given: str | None) -> str:
    if given is not None:
        return given
    if sys.stdin.isatty():
        raise NothingToCheck
    return sys.stdin.read()


def _rows(file: Path) -> Iterator[str]:
    """Yield the texts of a CSV file; bytes that are no UTF-8 are shown as such."""
    if not file.is_file():
        raise NothingToCheck
    with _long_fields(), file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        table = csv.DictReader(lines)
        columns = {name.strip().lower(): name for name in table.fieldnames or () if name}
        if "text" not in columns:
            raise NothingToCheck
        for row in table:
            yield row[columns["text"]] or ""


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a field be as long as a comment that somebody tries to choke us with."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _some(texts: Iterator[str]) -> Iterator[Sequence[str]]:
    while some := list(islice(texts, _AT_ONCE)):
        yield some


def _lines(judged: Judged, said: Words) -> Iterator[str]:
    yield said.say(DECISION_WORDS[judged.decision])
    for one in judged.signals:
        tricks = f" ({', '.join(one.tricks)})" if one.tricks else ""
        meant = f": {one.meant}" if one.meant else ""
        yield f"- {said.say(KIND_WORDS[one.kind])} [{one.rule}{meant}{tricks}]"
    yield f"= {judged.normal_form}"
