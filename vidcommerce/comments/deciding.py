"""Decides what becomes of a comment by what was found out about it; see ``policy.toml``. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from vidcommerce.comments.scoring import Scores
from vidcommerce.comments.signals import STRICTNESS, Decision, Kind, Signal, Strength

_FILE: Final = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy: what each signal asks for, when hints add up, scores and counts that tell."""

    decisions: Mapping[tuple[Kind, Strength], Decision]
    kinds_together: int
    together: Decision
    model: Mapping[Kind, Mapping[Strength, int]]
    floods: Mapping[str, int]


def decide(signals: Iterable[Signal]) -> Decision:
    """Return the strictest decision that a signal asks for, or hints of several kinds together."""
    given = tuple(signals)
    policy = rules()
    asked = [policy.decisions[one.kind, one.strength] for one in given]
    looked_at = {
        one.kind
        for one in given
        if policy.decisions[one.kind, one.strength] is Decision.PUBLISH_LOOK
    }
    if len(looked_at) >= policy.kinds_together:
        asked.append(policy.together)
    return max(asked, key=STRICTNESS.__getitem__, default=Decision.PUBLISH)


def of_scores(scores: Scores) -> tuple[Signal, ...]:
    """Return what a model's scores say."""
    found = []
    for kind, score in ((Kind.MODEL_ABUSE, scores.abuse), (Kind.MODEL_SPAM, scores.spam)):
        reached = [strength for strength, least in rules().model[kind].items() if score >= least]
        if reached:
            found.append(Signal(kind, max(reached), f"{kind.value}.{score}"))
    return tuple(found)


@cache
def rules() -> Rules:
    """Return the policy of the file."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Rules(
        {
            (Kind(kind), Strength[strength.upper()]): Decision(decision)
            for kind, each in said["decisions"].items()
            for strength, decision in each.items()
        },
        said["together"]["kinds"],
        Decision(said["together"]["decision"]),
        {
            Kind(f"model_{name}"): {Strength[s.upper()]: least for s, least in each.items()}
            for name, each in said["model"].items()
        },
        said["floods"],
    )
