"""What a published video says of itself: every edit of its plan, and nothing else."""

from __future__ import annotations

import json
from dataclasses import fields

from hypothesis import given, settings

from tests.factories import plans
from vidcommerce.documents import digest
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.statement import EDIT, clip_labels, statement

_TOLD = {
    "version", "language", "canvas", "sources", "segments", "cues", "cards", "music", "audio",
    "label",
}  # fmt: skip
_NOT_IN_THE_FILE = {"cover", "translations"}


@settings(max_examples=30)
@given(plans())
def test_every_edit_is_an_action(plan: EditPlan) -> None:
    """Stretches, crops, subtitles, cards, music: each is told, and where; and of which clips."""
    told = statement(plan, "Oranges", "https://x.example/v/a/", 1_760_000_000_000, "00")
    actions = told["assertions"][0]["data"]["actions"]
    names = [action["action"] for action in actions]
    assert (names[0], names[-1]) == ("c2pa.opened", "c2pa.published")
    assert names.count("c2pa.trimmed") == len(plan.segments)
    assert names.count("c2pa.cropped") == sum(one.crop is not None for one in plan.segments)
    assert names.count("c2pa.addedText") == bool(plan.cues) + bool(plan.label)
    changes = [change for action in actions for change in action.get("changes", [])]
    assert len(changes) == (
        names.count("c2pa.trimmed") + names.count("c2pa.cropped") + len(plan.cues) + len(plan.cards)
    )
    placed = [i for a in actions for i in a.get("parameters", {}).get("ingredientIds", [])]
    known = {*clip_labels(plan), *(one["label"] for one in told["ingredients"])}
    assert set(placed) == known
    assert json.loads(json.dumps(told)) == told
    (edit,) = [one["data"] for one in told["assertions"] if one["label"] == EDIT]
    assert edit["plan"] == digest(plan)
    assert edit["clips"] == [source.sha256 for source in plan.sources]


def test_nothing_of_a_plan_is_forgotten() -> None:
    """Whoever adds to plans decides what published videos say of it."""
    assert {field.name for field in fields(EditPlan)} == _TOLD | _NOT_IN_THE_FILE
