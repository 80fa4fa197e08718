"""Cuts, and speech that goes on over them."""

from __future__ import annotations

from vidcommerce.analysis.facts import ANALYSIS_VERSION, ClipAnalysis, SpokenWord
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.scenes import cuts
from vidcommerce.media.time import Span


def _clip(
    shots: tuple[int, ...], speech: tuple[Span, ...], words: tuple[Span, ...] = ()
) -> ClipAnalysis:
    return ClipAnalysis(
        version=ANALYSIS_VERSION,
        sha256="0" * 64,
        duration=30_000,
        language="en",
        speech=speech,
        words=tuple(SpokenWord(" word", span, 900) for span in words),
        shots=shots,
        looks=(),
        loudness=None,
    )


def _kinds(analysis: ClipAnalysis) -> list[Kind]:
    return [flag.kind for flag in cuts(analysis)]


def test_one_piece_says_nothing() -> None:
    """However long somebody speaks."""
    assert _kinds(_clip((), (Span(0, 30_000),))) == []


def test_a_voice_over_pictures_is_asked_about() -> None:
    """Four pictures under one voice that never stops."""
    found = cuts(_clip((5000, 11_000, 19_000), (Span(500, 29_000),)))
    assert [flag.kind for flag in found] == [Kind.HAS_CUTS, Kind.SPEECH_OVER_CUTS]
    assert found[1].evidence == {"count": 3, "cuts": 3, "at": [5000, 11_000, 19_000]}
    assert found[1].span == Span(5000, 19_001)


def test_pieces_that_were_cut_with_their_sound_are_noted_only() -> None:
    """At each cut one voice has ended and the next begins, with no pause between."""
    speech = (Span(200, 5000), Span(5000, 11_000), Span(11_000, 19_000))
    assert _kinds(_clip((5000, 11_000, 19_000), speech)) == [Kind.HAS_CUTS]


def test_where_words_are_known_they_decide() -> None:
    """A talk whose pauses were cut out sounds like one stretch, but no word is cut."""
    words = tuple(Span(start, start + 400) for start in range(0, 30_000, 500))
    between = (4950, 10_950, 18_950)
    inside = (5200, 11_200, 19_200)
    whole = (Span(0, 30_000),)
    assert _kinds(_clip(between, whole, words)) == [Kind.HAS_CUTS]
    assert Kind.SPEECH_OVER_CUTS in _kinds(_clip(inside, whole, words))


def test_few_of_many_cuts_are_chance() -> None:
    """Two cuts in speech are no evidence, nor three of ten."""
    speech = (Span(0, 8000),)
    assert _kinds(_clip((2000, 4000), speech)) == [Kind.HAS_CUTS]
    many = (2000, 4000, 6000, *range(10_000, 24_000, 2000))
    assert _kinds(_clip(many, speech)) == [Kind.HAS_CUTS]
