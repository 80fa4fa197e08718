"""The disguise of single characters is taken off, and every character knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.normal.plain import plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＦＵＣＫ", "fuck"),
        ("𝒇𝓾𝕔𝗸", "fuck"),
        ("f\u200bu\u00adc\u2060k", "fuck"),
        ("fuсk", "fuck"),  # a Cyrillic letter
        ("🅵🆄🅲🅺", "fuck"),
        ("🇫🇺🇨🇰", "fuck"),
        ("f̶u̶c̶k̶", "fuck"),
        ("f&#117;ck", "fuck"),
        ("%66uck", "fuck"),
        (r"\u0066uck", "fuck"),
        ("f<b></b>uck", "fuck"),
        ("\u202ekcuf\u202c", "fuck"),
        ("微信發財", "微信发财"),
        ("①③⑧", "138"),
        ("٠١٢३४", "01234"),
        ("1️⃣3️⃣8️⃣", "138"),
        ("Ⅴ信", "v信"),
    ],
)
def test_a_disguise_comes_off(written: str, meant: str) -> None:
    """Styles, look-alikes, what can't be seen, marks, codes, markup, direction, digits, emoji."""
    assert plain(written).text == meant


@pytest.mark.parametrize(
    "written",
    [
        "Очень вкусно",
        "καλημέρα",
        "とても美味しい",
        "맛있어요",
        "สวัสดี",
        "👨\u200d👩\u200d👧 一家人",
    ],
)
def test_other_languages_are_no_disguise(written: str) -> None:
    """Words of another script stay what they are, and no trick is seen in them."""
    form = plain(written)
    assert form.shown_tricks() == ()
    assert form.text.replace("\u200d", "") == written.lower().replace("\u200d", "")


@given(st.text(max_size=200))
def test_every_character_knows_where_it_stood(written: str) -> None:
    """Whatever is written: one span and one trick for each character, within the original."""
    form = plain(written)
    assert len(form.text) == len(form.spans) == len(form.tricks)
    assert all(0 <= start < stop <= len(written) for start, stop in form.spans)


@given(st.text(max_size=100))
def test_a_plain_text_is_plain(written: str) -> None:
    """What is plain has nothing to take off but accents, look-alikes in company, and codes."""
    once = plain(written).text
    assert len(plain(once).text) <= len(once) + once.count("\u00df") + len(once)


def test_what_is_hidden_is_named() -> None:
    """Tricks are told with their place in the original; full width alone is none."""
    assert [(t.name, t.start, t.stop) for t in plain("a f\u200bu").shown_tricks()] == [
        ("invisible letters", 2, 3)
    ]
    assert plain("ＶＩＰ 价格").shown_tricks() == ()
