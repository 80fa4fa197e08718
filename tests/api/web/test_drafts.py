"""The studio on drafts as Python makes them: the same cuts, and what it makes is a plan."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.api.web.conftest import Node
from tests.factories import IMAGE, PRODUCT, analysis, clip_facts, look, spoken
from vidcommerce.analysis.facts import ClipAnalysis, Region, SpokenWord
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.drafting.draft import Draft, draft
from vidcommerce.drafting.limits import limits
from vidcommerce.drafting.takes import Take, Wishes
from vidcommerce.drafting.unseen import known
from vidcommerce.drafting.view import corner
from vidcommerce.media.plan import EditPlan, Segment
from vidcommerce.media.time import FrameRange, FrameRate

pytestmark = pytest.mark.slow

_FRAMES = (0, 1, 7, 100, 1001, 123_457)


def _take(facts: ClipAnalysis, size: tuple[int, int], rate: int) -> Take:
    return Take(
        clip_facts(
            sha256=facts.sha256,
            duration=facts.duration,
            size=size,
            rate=FrameRate(rate, 1),
            sound=facts.loudness is not None,
        ),
        facts,
    )


_SENTENCES = (
    "these oranges grow on our own hill,",
    "nobody waters them but the rain.",
    "taste one and you will want a box!",
    "we pick them on the day we send them.",
)


def _talk(dice: random.Random) -> ClipAnalysis:
    """Return a clip in which somebody speaks now and then, and some of the picture is bad."""
    duration = dice.randrange(8_000, 25_000)
    words: list[SpokenWord] = []
    at = dice.randrange(3_000)
    while at < duration - 4_000:
        words += spoken(dice.choice(_SENTENCES), at, each=dice.randrange(180, 320))
        at = words[-1].span.stop + dice.choice((150, 500, 900, 2_500))
    bad = [dice.randrange(duration) for _ in range(3)]
    seen = [
        look(
            at, shake=900 if any(0 <= at - one < 900 for one in bad) else 50,
            subject=Region(dice.randrange(700), 400, 200, 200),
        )
        for at in range(0, duration, 200)
    ]  # fmt: skip
    return analysis(
        duration=duration,
        speech=[(word.span.start, word.span.stop) for word in words],
        words=words,
        seen=seen,
    )


def _drafts() -> list[tuple[list[Take], Draft]]:
    """Return drafts of one or two such clips, upright or lying, at two rates."""
    dice = random.Random(5)  # noqa: S311 - a test's choice, no secret
    found = []
    for _ in range(16):
        size, rate = dice.choice([(1080, 1920), (1920, 1080)]), dice.choice([25, 30])
        takes = [_take(_talk(dice), size, rate) for _ in range(dice.choice([1, 2]))]
        found.append((takes, draft(takes, PRODUCT, IMAGE, Wishes(max_seconds=30))))
    return found


def _asked(takes: Sequence[Take], drafted: Draft) -> dict[str, Any]:
    return {
        "plan": json.loads(canonical_json(drafted.plan)),
        "reasons": [
            {"source": c.source, "start": c.frames.start, "stop": c.frames.stop, "reason": c.reason}
            for c in drafted.cuts
        ],
        "known": [asdict(one) for one in known(drafted.plan, [take.analysis for take in takes])],
        "limits": asdict(limits(drafted.plan)),
        "frames": _FRAMES,
    }


@pytest.fixture(scope="module")
def answers(
    node: Node, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[list[Take], Draft, dict[str, Any]]]:
    """Some drafts, and what the studio made of each."""
    drafts = _drafts()
    file: Path = tmp_path_factory.mktemp("drafts") / "drafts.json"
    file.write_text(json.dumps([_asked(*one) for one in drafts]), encoding="utf-8")
    made = json.loads(node("tests/drafted.ts", file))
    return [(*one, answer) for one, answer in zip(drafts, made, strict=True)]


_Answers = list[tuple[list[Take], Draft, dict[str, Any]]]


def _plan(document: dict[str, Any]) -> EditPlan:
    return read_json(EditPlan, json.dumps(document))


def test_the_studio_lists_the_cuts_of_the_draft(answers: _Answers) -> None:
    """Every stretch with its reason, none by hand."""
    for _, drafted, answer in answers:
        ours = [
            (cut.source, cut.frames.start, cut.frames.stop, cut.reason.value)
            for cut in drafted.cuts
        ]
        theirs = [
            (cut["source"], cut["frames"]["start"], cut["frames"]["stop"], cut["reason"])
            for cut in answer["cuts"]
        ]
        assert theirs == ours


def test_with_every_cut_brought_back_all_is_shown_and_said(answers: _Answers) -> None:
    """A plan that Python takes: each clip from end to end, with all that is spoken in it."""
    for takes, drafted, answer in answers:
        whole = _plan(answer["whole"])
        assert whole.frames == sum(source.frames for source in whole.sources)
        assert all(
            a.source < b.source
            or (a.source == b.source and a.source_range.stop == b.source_range.start)
            for a, b in pairwise(whole.segments)
        )
        assert _said(whole) == "".join(
            word.text for take in takes for word in take.analysis.words
        ).replace(" ", "")
        alone = [one.speech for one in known(drafted.plan, [take.analysis for take in takes])]
        assert sum(len(f) for f in whole.audio.speech) == sum(len(f) for s in alone for f in s)


def test_the_cuts_made_again_by_hand_leave_what_the_draft_left(answers: _Answers) -> None:
    """The same frames of the same clips, and none of the words that are cut."""
    for _, drafted, answer in answers:
        again = _plan(answer["again"])
        assert _shown(again.segments) == _shown(drafted.plan.segments)
        assert again.audio.speech == drafted.plan.audio.speech
        assert _said(again) == _said(drafted.plan)


def _said(plan: EditPlan) -> str:
    return "".join(line for cue in plan.cues for line in cue.lines).replace(" ", "")


def _shown(segments: Sequence[Segment]) -> list[tuple[int, FrameRange]]:
    """Return what is shown, with neighbours that touch as one."""
    result: list[tuple[int, FrameRange]] = []
    for one in segments:
        frames = one.source_range
        if result and result[-1][0] == one.source and result[-1][1].stop == frames.start:
            frames = FrameRange(result.pop()[1].start, frames.stop)
        result.append((one.source, frames))
    return result


def test_both_reckon_alike(answers: _Answers) -> None:
    """Times, windows that move, and how long people read."""
    for _, drafted, answer in answers:
        rate = drafted.plan.canvas.rate
        assert answer["times"] == [
            [rate.milliseconds(n), rate.samples(n), rate.frame_at(n)] for n in _FRAMES
        ]
        speed = limits(drafted.plan).speed
        assert answer["reading"] == [-(-n * rate.numerator // speed) for n in _FRAMES]
        for segment, corners in zip(drafted.plan.segments, answer["corners"], strict=True):
            crop = segment.crop
            ours = [] if crop is None else [list(corner(crop, frame)) for frame in _FRAMES]
            assert corners == ours
