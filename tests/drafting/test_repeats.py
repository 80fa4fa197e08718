"""Repeated takes: what is begun again goes, and the last complete take stays."""

from __future__ import annotations

from tests.factories import analysis, clip_facts
from vidcommerce.analysis.facts import ClipAnalysis, SpokenWord
from vidcommerce.drafting.cuts import marks
from vidcommerce.drafting.marks import CutReason, cuts, kept
from vidcommerce.drafting.takes import Take
from vidcommerce.media.time import FrameRate, Span

RATE = FrameRate(25, 1)


def _said(*takes: tuple[int, str]) -> ClipAnalysis:
    """Return a clip in which each text begins at its time, 250 ms a word or character."""
    words: list[SpokenWord] = []
    speech: list[tuple[int, int]] = []
    for start, text in takes:
        parts = [f" {word}" for word in text.split()] if text.isascii() else list(text)
        marks = [n for n, part in enumerate(parts) if part in "，。"]
        joined = [part + (parts[n + 1] if n + 1 in marks else "") for n, part in enumerate(parts)]
        plain = [part for n, part in enumerate(joined) if n not in marks]
        words += [
            SpokenWord(part, Span(start + n * 250, start + n * 250 + 250), 900)
            for n, part in enumerate(plain)
        ]
        speech.append((start, start + len(plain) * 250))
    return analysis(duration=speech[-1][1] + 200, speech=speech, words=words)


def _repeated(facts: ClipAnalysis) -> list[tuple[int, int]]:
    found = marks(Take(clip_facts(duration=facts.duration), facts), RATE)
    return [
        (cut.span.start, cut.span.stop)
        for cut in cuts(0, found, RATE)
        if cut.reason is CutReason.REPEATED
    ]


def test_a_broken_off_take_goes_and_the_complete_one_stays() -> None:
    """The first of "These oranges grow on - these oranges grow on our hill." goes."""
    facts = _said((0, "These oranges grow on"), (1500, "These oranges grow on our hill."))
    assert _repeated(facts) == [(0, 1280 + 40)]


def test_of_two_complete_takes_the_later_stays() -> None:
    """People say it again because they want it better."""
    facts = _said(
        (0, "Good morning."),
        (1500, "These oranges grow on our hill."),
        (4000, "These oranges grow on our hills."),
        (6500, "Order them today."),
    )
    ((start, stop),) = _repeated(facts)
    assert 500 < start <= 1500
    assert 3000 <= stop < 4000


def test_an_attempt_after_the_complete_take_goes() -> None:
    """A last, broken-off attempt does not replace a complete take."""
    facts = _said((0, "These oranges grow on our sunny hill."), (2500, "These oranges grow"))
    ((start, stop),) = _repeated(facts)
    assert (start > 1750, stop) == (True, 3440)


def test_chinese_takes_are_compared_by_characters() -> None:
    """今年的脐橙特别 - 今年的脐橙特别甜。: the first goes."""
    facts = _said((0, "今年的脐橙特别"), (2500, "今年的脐橙特别甜。"))
    ((start, stop),) = _repeated(facts)
    assert start == 0
    assert 1750 <= stop < 2500


def test_short_phrases_are_said_twice_on_purpose() -> None:
    """People say "very sweet, very sweet" and mean it."""
    assert _repeated(_said((0, "Very sweet."), (900, "Very sweet."))) == []


def test_a_sentence_that_comes_again_much_later_is_a_refrain() -> None:
    """Ten seconds after its end a sentence is not a second take."""
    again = "These oranges grow on our hill."
    assert _repeated(_said((0, again), (12_000, again))) == []


def test_other_sentences_stay() -> None:
    """Sentences that share a word or two are not takes of one."""
    facts = _said((0, "These oranges grow on our hill."), (2000, "These boxes go to your door."))
    assert _repeated(facts) == []


def test_without_a_pause_nothing_is_cut() -> None:
    """A take that shares its span of speech with the next stays: no span is cut in two."""
    facts = _said((0, "These oranges grow on. These oranges grow on our hill."))
    assert _repeated(facts) == []


def test_the_sentence_before_a_take_keeps_its_end() -> None:
    """Of the pauses around a take enough stays on both sides."""
    facts = _said(
        (0, "Good morning to you all."),
        (1750, "These oranges grow on"),
        (3250, "These oranges grow on our hill."),
    )
    found = marks(Take(clip_facts(duration=facts.duration), facts), RATE)
    first, second = kept(found)
    assert first.stop * 40 >= 1250 + 200
    assert second.start * 40 <= 3250 - 90
