"""Two helpers at one draft, and the stretches that are kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import IMAGE, PRODUCT, plans, texts
from tests.media.plans import plan
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews.corrections import corrected
from vidcommerce.reviews.cutting import stretches
from vidcommerce.reviews.merging import as_it_is, both, tidy

pytestmark = pytest.mark.slow

_BASE = plan([(0, 300)], cues=[(0, 45, "one"), (60, 90, "two"), (100, 160, "three")])


def _with(*lines: str) -> EditPlan:
    cues = [(0, 45), (60, 90), (100, 160)]
    pairs = zip(cues, lines, strict=True)
    return plan([(0, 300)], cues=[(*at, line) for at, line in pairs if line])


def test_both_versions_of_a_line_are_shown() -> None:
    """Mine in the field, theirs beside; what I did not touch is theirs; all else is as it was."""
    shown = both(_BASE, ["mine", "two", "three\r\n"], _with("theirs", "TWO", "three"))
    assert [(line.text, line.other) for line in shown.lines] == [
        ("mine", "theirs"), ("TWO", None), ("three", None),
    ]  # fmt: skip
    assert shown.lost == ()


def test_what_i_wrote_for_a_line_that_is_gone_is_kept() -> None:
    """A subtitle that the other took out has no field; its new text is shown apart."""
    shown = both(_BASE, ["one", "my two", "three"], _with("one", "", "three"))
    assert [line.text for line in shown.lines] == ["one", "three"]
    assert shown.lost == ("my two",)


@given(plans(), st.data())
def test_no_text_that_was_typed_is_lost(base: EditPlan, data: st.DataObject) -> None:
    """Whatever the other did, every changed text is in a field or among the lost."""
    typed = data.draw(st.lists(texts(), min_size=len(base.cues), max_size=len(base.cues)))
    kept = data.draw(st.lists(st.booleans(), min_size=len(base.cues), max_size=len(base.cues)))
    cues = tuple(cue for cue, stays in zip(base.cues, kept, strict=True) if stays)
    shown = both(base, typed, base.with_cues(cues))
    fields = [line.text for line in shown.lines] + list(shown.lost)
    changed = [
        tidy(text)
        for cue, text in zip(base.cues, typed, strict=True)
        if tidy(text) != "\n".join(cue.lines)
    ]
    assert [text for text in changed if text not in fields] == []
    assert [line.frames for line in shown.lines] == [cue.frames for cue in cues]


@given(plans())
def test_a_form_sent_back_as_it_was_changes_nothing(base: EditPlan) -> None:
    """What stands in the form is the draft: an untouched one makes the same subtitles."""
    shown = as_it_is(base)
    again = both(base, [line.text.replace("\n", "\r\n") for line in shown.lines], base)
    assert again == shown


def test_words_stay_with_a_line_that_was_not_touched() -> None:
    """A corrected subtitle has no word times; the others keep theirs."""
    made = corrected(_BASE, ["one", "", "three\nfour"], PRODUCT, IMAGE)
    assert made.cues[0] is _BASE.cues[0]
    assert [cue.lines for cue in made.cues] == [("one",), ("three", "four")]


@given(plans())
def test_stretches_are_the_whole_clip(made: EditPlan) -> None:
    """In order, without a gap, kept and cut in turn, and nothing that is shown is missing."""
    for number, source in enumerate(made.sources):
        parts = stretches(made, number)
        assert parts[0].start == 0
        assert parts[-1].stop == made.canvas.rate.milliseconds(source.frames)
        joins = list(pairwise(parts))
        assert all(a.stop == b.start and a.kept != b.kept for a, b in joins)
        for segment in made.segments:
            if segment.source == number:
                middle = made.canvas.rate.milliseconds(segment.source_range.start) + 1
                assert any(p.kept and p.start <= middle <= p.stop + 1 for p in parts)
