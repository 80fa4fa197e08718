"""Python and TypeScript find the same plans good, and the same thing wrong with the others."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tests.api.web.conftest import Node
from tests.factories import plans
from vidcommerce.documents import canonical_json
from vidcommerce.media.plan import EditPlan, PlanRejected

pytestmark = pytest.mark.slow

Json: TypeAlias = Any
_PLAN = TypeAdapter(EditPlan)
_MANY = 60
_PLACES = st.integers(0, 1 << 30)
_ODD = (0, -1, 1, 2, 15, 17, 10_000, 1 << 40)
_BLANKS = ("", " ", "\u3000", "\x1c\x85", "\ufeff", "\u200b", "\u2028\t", "a", "A" * 64, "f" * 64)


def _leaves(document: Json) -> Iterator[tuple[Any, str | int]]:
    """Yield every place in a document that holds a number or a text: its holder, and its key."""
    keys = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in list(keys):
        if isinstance(value, dict | list):
            yield from _leaves(value)
        elif value is not None:
            yield document, key


def _lists(document: Json) -> Iterator[list[Any]]:
    if isinstance(document, list):
        yield document
    for value in document.values() if isinstance(document, dict) else document:
        if isinstance(value, dict | list):
            yield from _lists(value)


def _other_leaf(document: Json, dice: random.Random) -> None:
    """Put another number, or another text, in one place."""
    leaves = list(_leaves(document))
    few = {str(key): (holder, key) for holder, key in leaves}  # lists would have most of the places
    holder, key = dice.choice(dice.choice([leaves, list(few.values())]))
    value = holder[key]
    if isinstance(value, str):
        holder[key] = dice.choice(_BLANKS) if key not in {"price", "old_price"} else "1.00"
    else:
        holder[key] = dice.choice((*_ODD, value + 1, value - 1, value * 2, -value - 1))


def _other_list(document: Json, dice: random.Random) -> None:
    """Take something out of a list, put it in twice, or turn the list round."""
    lists = [one for one in _lists(document) if one]
    some = dice.choice(lists)
    match dice.randrange(4):
        case 0:
            some.pop(dice.randrange(len(some)))
        case 1:
            some.append(copy.deepcopy(some[0]))
        case 2:
            some.reverse()
        case _:
            some.clear()


_BREAKERS: tuple[Callable[[Json, random.Random], None], ...] = (_other_leaf, _other_list)


def _verdict(document: Json) -> dict[str, str]:
    try:
        _PLAN.validate_json(json.dumps(document))
    except PlanRejected as wrong:
        return {"place": wrong.place, "fault": wrong.fault}
    except ValidationError:
        return {"fault": "not a document"}
    return {}


def _collected() -> list[Json]:
    """Return plans that hold together, each followed by some that were broken at one place."""
    found: list[Json] = []

    @settings(
        max_examples=_MANY, phases=[Phase.generate], database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans(), _PLACES)
    def collect(plan: EditPlan, seed: int) -> None:
        document = json.loads(canonical_json(plan))
        found.append(document)
        dice = random.Random(seed)  # noqa: S311 - a test's choice, no secret
        for _ in range(40):
            broken = copy.deepcopy(document)
            dice.choice(_BREAKERS)(broken, dice)
            found.append(broken)

    collect()
    return found


def test_both_languages_judge_alike(node: Node, tmp_path: Path) -> None:
    """Some 2,400 plans, most of them broken: the same key and the same fault, or none in both."""
    documents = _collected()
    file = tmp_path / "plans.json"
    file.write_text(json.dumps(documents), encoding="utf-8")
    ours = [_verdict(document) for document in documents]
    theirs = json.loads(node("tests/judge.ts", file))
    for verdict in theirs:
        if verdict.get("fault") == "not a document":
            del verdict["place"]  # pydantic says a field of the range where it is no whole number
    differing = [
        (one, other, document)
        for one, other, document in zip(ours, theirs, documents, strict=True)
        if one != other
    ]
    assert differing[:1] == []
    faults = {verdict.get("fault", "") for verdict in ours}
    assert len(faults) >= 15, "nearly every kind of fault is among them"
