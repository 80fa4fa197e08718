"""What moderators are shown of a text: the whole original, with tricks pointed out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.finding import found
from vidcommerce.comments.normal import digits, encodings, letters
from vidcommerce.comments.pipeline import Given, judge
from vidcommerce.comments.pointing import TRICK_WORDS, VEILED_FROM, pieces, veiled
from vidcommerce.comments.signals import Kind, Signal, Strength, Trick

_SPANS = st.tuples(st.integers(-3, 30), st.integers(-3, 30))


@given(st.text(max_size=20), st.lists(_SPANS, max_size=5), st.lists(_SPANS, max_size=5))
def test_the_pieces_are_the_whole_original(
    text: str, signals: list[tuple[int, int]], tricks: list[tuple[int, int]]
) -> None:
    """Whatever spans are given, nothing is lost, doubled or moved."""
    found = [Signal(Kind.ABUSE, Strength.SURE, "x", "m", *span) for span in signals]
    hidden = [Trick("same sound", *span) for span in tricks]
    assert "".join(piece.text for piece in pieces(text, found, hidden)) == text


def test_a_hidden_word_is_marked_where_it_stands() -> None:
    """The mark says what it means and how it was hidden; what stands around it is plain."""
    text = "very nice, add my w e c h a t: orchard88"
    judged = judge(Given(text))
    marked = [one for one in pieces(text, judged.signals, judged.tricks) if one.marked]
    assert marked
    assert "w e c h a t" in "".join(one.text for one in marked)
    assert any("wechat" in meant for one in marked for meant in one.meant)
    assert not any("very nice" in one.text for one in marked)


def test_every_trick_has_words() -> None:
    """No name of a trick that the reading gives is without a sentence for moderators."""
    not_tricks = {"kept"}
    names = {
        value
        for module in (letters, digits, encodings, found)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.isprintable()
    }
    assert len(names) > 20
    assert names - set(TRICK_WORDS) <= not_tricks


def test_what_is_bad_is_blurred() -> None:
    """A likely insult is, whatever the score; a link is not, unless the score says so."""
    insult = Signal(Kind.ABUSE, Strength.LIKELY, "x")
    link = Signal(Kind.LINK, Strength.SURE, "x")
    assert veiled(600, [insult])
    assert not veiled(600, [link])
    assert veiled(VEILED_FROM, [link])
