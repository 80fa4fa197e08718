"""Scripts: lines that somebody wrote down, timed to speech that nobody recognised."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import ordered
from vidcommerce.drafting.script import Told, told
from vidcommerce.media.time import Span

LINES = st.lists(
    st.text("ab cd,. 今年的脐橙5，。", max_size=30).filter(
        lambda line: any(map(str.isalnum, line))
    ),
    min_size=1,
    max_size=8,
)
SPEECH = st.lists(
    ordered(30_000).map(lambda pairs: [Span(a, b) for a, b in pairs]), min_size=1, max_size=3
)


def _bare(texts: list[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def _begun(one: Told) -> list[int]:
    """Return when the lines begin."""
    return [one.words[number].span.start for number in sorted(one.begins)]


@settings(max_examples=60, deadline=None)
@given(LINES, SPEECH)
def test_all_of_a_script_is_said_in_its_order(lines: list[str], speech: list[list[Span]]) -> None:
    """No text is lost as long as somebody speaks, and time never runs backwards."""
    result = told(lines, speech)
    words = [word for one in result for word in one.words]
    if any(len(span) for take in speech for span in take):
        assert _bare([word.text for word in words]) == _bare(lines)
    for one in result:
        assert all(a.span.start <= b.span.start for a, b in pairwise(one.words))


@settings(max_examples=60, deadline=None)
@given(LINES, SPEECH)
def test_a_script_is_said_where_somebody_speaks(lines: list[str], speech: list[list[Span]]) -> None:
    """Every word lies inside one span of speech of its take."""
    for one, spans in zip(told(lines, speech), speech, strict=True):
        for word in one.words:
            assert any(s.start <= word.span.start < word.span.stop <= s.stop for s in spans)


def test_a_line_for_every_span() -> None:
    """Three sentences and three stretches of speech with pauses: each gets its own."""
    lines = ["Good morning to you all.", "These are oranges from our hill.", "Order today."]
    speech = [[Span(1000, 2600), Span(4000, 6300), Span(8000, 8900)]]
    (one,) = told(lines, speech)
    assert _begun(one) == [1000, 4000, 8000]


def test_lines_rather_begin_after_long_pauses() -> None:
    """Breath inside a sentence is no reason to begin a line, a pause is."""
    lines = ["Good morning to all of you out there.", "These are sweet oranges from the hill."]
    speech = [[Span(0, 1400), Span(1600, 3200), Span(4300, 7400)]]
    (one,) = told(lines, speech)
    assert _begun(one) == [0, 4300]


def test_a_line_does_not_go_on_over_a_long_pause() -> None:
    """A greeting may take its time; a sentence that ends two seconds later may not."""
    lines = ["广州市房地产中介协会分析", "今天给大家看看我们家的赣南脐橙", "你好"]
    speech = [[Span(1660, 4900), Span(7940, 11_020), Span(12_960, 13_860)]]
    (one,) = told(lines, speech)
    assert _begun(one) == [1660, 7940, 12_960]


def test_a_long_pause_parts_lines_even_where_the_pace_differs() -> None:
    """Two lines of a length, one said in a second and one in three: the pause between decides."""
    (one,) = told(["一二三四五六七八", "八七六五四三二一"], [[Span(0, 1000), Span(3000, 6000)]])
    assert _begun(one) == [0, 3000]


def test_two_lines_share_a_long_span_by_their_lengths() -> None:
    """Where people speak without a pause a line begins inside, after its share of syllables."""
    (one,) = told(["一二三四五六", "一二三"], [[Span(0, 3000)]])
    first, second = _begun(one)
    assert first == 0
    assert abs(second - 2000) <= 400


def test_lines_go_on_into_the_next_take() -> None:
    """A script runs through all the clips, and each keeps its own time."""
    one, other = told(
        ["Good morning to you.", "These are oranges."], [[Span(500, 2000)], [Span(300, 1800)]]
    )
    assert (_begun(one), _begun(other)) == ([500], [300])


def test_a_short_line_does_not_last_for_ever() -> None:
    """Half a second a syllable is slow: what is left of the time is not stretched over."""
    (one,) = told(["Sweet oranges."], [[Span(0, 20_000)]])
    assert one.words[-1].span.stop <= 2500


def test_without_speech_or_lines_nothing_is_told() -> None:
    """There is nothing to time, or nothing to time it to."""
    assert told(["Hello."], [[], []]) == [Told(()), Told(())]
    assert told(["", "  "], [[Span(0, 500)]]) == [Told(())]
