"""Text that is fitted into a width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.lettering import fitted, halved, line_width

_NAMES = st.text(alphabet=st.characters(codec="gb2312"), min_size=1, max_size=60).filter(
    lambda name: bool(name.strip()) and name == name.strip() and name.isprintable()
)


@given(_NAMES, st.integers(60, 900))
def test_a_name_always_fits_and_is_never_cut_off(name: str, width: int) -> None:
    """Whatever the name, all of it stands within the width, in two lines at most."""
    fonts = own_fonts()
    name_fitted = fitted(name, fonts, width, (60, 46))
    assert "".join("".join(name_fitted.lines).split()) == "".join(name.split())
    assert len(name_fitted.lines) <= 2
    assert max(fonts.units(line) for line in name_fitted.lines) * name_fitted.size <= width + 1


def test_a_short_name_is_as_large_as_it_may_be() -> None:
    """A name with room stays on one line at full size."""
    found = fitted("脐橙", own_fonts(), 600, (60, 46))
    assert (found.lines, found.size) == (("脐橙",), 60)


def test_a_longer_name_shrinks_before_it_is_broken() -> None:
    """Down to the size that two lines would have, one line is kept."""
    found = fitted("赣南脐橙十二个", own_fonts(), 400, (60, 46))
    assert (len(found.lines), found.size) == (1, 57)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("陕西洛川红富士苹果 现摘脆甜礼盒装", ("陕西洛川红富士苹果", "现摘脆甜礼盒装")),
        ("Navel oranges from Anyuan", ("Navel oranges", "from Anyuan")),
        ("老家土蜂蜜（瓶装）礼", ("老家土蜂蜜", "（瓶装）礼")),
        ("一二三四五，六七八九", ("一二三四五，", "六七八九")),
        ("extra-sweet", ("extra-", "sweet")),
        ("Marmelade", ()),
        ("", ()),
    ],
)
def test_lines_break_where_typographers_break_them(name: str, lines: tuple[str, ...]) -> None:
    """At spaces first; no line begins with a closing mark or ends with an opening one."""
    assert halved(name, own_fonts()) == lines


def test_measured_widths_are_those_that_are_drawn() -> None:
    """The width by advances and the one that Pillow draws differ by hinting only."""
    fonts = own_fonts()
    text = "赣南脐橙 Navel oranges ¥39.90"
    assert line_width(text, fonts, 40) == pytest.approx(fonts.units(text) * 40, rel=0.02)
