"""What is known of what was cut: the words of the whole clip, in the clip's own time."""

from __future__ import annotations

from hypothesis import given, settings

from tests.factories import IMAGE, PRODUCT, analyses, analysis, clip_facts, spoken
from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.draft import draft
from vidcommerce.drafting.takes import Take, Wishes
from vidcommerce.drafting.unseen import known


def _take(facts: ClipAnalysis, size: tuple[int, int] = (1080, 1920)) -> Take:
    return Take(
        clip_facts(duration=facts.duration, size=size, sound=facts.loudness is not None), facts
    )


def _text(lines: tuple[str, ...]) -> str:
    return "".join(lines).replace(" ", "")


def test_words_of_a_take_that_was_cut_are_known() -> None:
    """Said twice, shown once: both are there, at the frames of the clip at which they are said."""
    words = (*spoken("sweet red oranges here", 1000), *spoken("sweet red oranges here", 5000))
    take = _take(analysis(duration=8000, words=words, speech=[(1000, 2400), (5000, 6400)]))
    plan = draft([take], PRODUCT, IMAGE, Wishes()).plan
    (found,) = known(plan, [take.analysis])
    assert [_text(cue.lines) for cue in plan.cues] == ["sweetredorangeshere"]
    assert [_text(cue.lines) for cue in found.cues] == ["sweetredorangeshere"] * 2
    assert [word.frames.start for word in found.cues[1].words] == [150, 160, 171, 181]
    assert [30 in one for one in found.speech] == [True, False]
    assert found.crop is None


def test_a_clip_of_another_shape_has_its_window() -> None:
    """So that a clip that is not shown at all comes back framed as drafting frames it."""
    take = _take(analysis(duration=3000), (1920, 1080))
    (found,) = known(draft([take], PRODUCT, IMAGE, Wishes()).plan, [take.analysis])
    assert found.crop is not None
    assert found.crop.height == 1080


@settings(max_examples=30)
@given(analyses())
def test_nothing_that_was_recognised_is_missing(facts: ClipAnalysis) -> None:
    """Every word is in a subtitle, each inside the clip, none over another."""
    take = _take(facts)
    plan = draft([take], PRODUCT, IMAGE, Wishes()).plan
    (found,) = known(plan, [take.analysis])
    said = _text(tuple(word.text for word in facts.words))
    assert "".join(_text(cue.lines) for cue in found.cues) == said
    ends = [0, *(cue.frames.stop for cue in found.cues)]
    assert all(a <= cue.frames.start for a, cue in zip(ends, found.cues, strict=False))
    assert ends[-1] <= plan.sources[0].frames
