"""Fonts: what they cover, what is refused and how, and how wide text gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from vidcommerce.assets import assets_folder
from vidcommerce.media.fonts import (
    Fonts,
    FontsMissing,
    GlyphsMissing,
    clusters,
    covering,
    own_fonts,
)

pytestmark = pytest.mark.usefixtures("no_system_fonts")

_FARMER = "\U0001f469\u200d\U0001f33e"
"""A woman farmer: woman, zero-width joiner, ear of rice."""


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide fontconfig, so that every machine has the same fonts."""
    monkeypatch.setenv("PATH", str(tmp_path))


def _missing(text: str) -> GlyphsMissing:
    with pytest.raises(GlyphsMissing) as refused:
        covering([text])
    return refused.value


@pytest.mark.parametrize(
    "text",
    [
        "赣南脐橙",
        "繁體：臍橙、蔥、鬱",
        "Pommes séchées, 12,80 €/kg – “doux”",
        "每箱 5㎏ ¥39.90～￥49.90 ①★♥",
        "一二三\n四五六\t七",
        "",
        "   \u3000\u00a0",
    ],
)
def test_our_own_font_draws_what_products_say(text: str) -> None:
    """Chinese of both kinds, Latin, prices and spaces need no font of the system."""
    assert covering([text]) == own_fonts()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("好吃🍎的苹果", "🍎"),
        ("🍎🍊🍎", "🍎 🍊"),
        (f"我家{_FARMER}种的", _FARMER),
        ("好👍🏽!", "👍🏽"),
        ("来自🇨🇳的", "🇨🇳"),
        ("第1\ufe0f\u20e3名", "1\ufe0f\u20e3"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("生僻𠀀字", "𠀀"),
    ],
)
def test_what_no_font_draws_is_named_as_people_see_it(text: str, named: str) -> None:
    """Emoji of several code points are one thing, each is named once, and the text is shown."""
    refused = _missing(text)
    assert (refused.characters, refused.text) == (named, text)
    assert named in str(refused)
    assert text in str(refused)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("☀\ufe0f晴", "☀晴"),
        ("葛\U000e0100城", "葛城"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("cafe\u0301", "café"),
        ("a\u2000b", "a b"),
        ("a\u202fb", "a b"),
    ],
)
def test_what_draws_nothing_is_never_handed_to_a_renderer(text: str, drawn: str) -> None:
    """Selectors, joiners and rare spaces come out as something that every font has."""
    runs = covering([text]).runs(text)
    assert "".join(run for _, run in runs) == drawn


@given(st.text(max_size=30))
def test_clusters_join_to_the_text(text: str) -> None:
    """Parting a text into clusters loses and adds nothing."""
    assert "".join(clusters(text)) == text


@given(st.text(alphabet=st.characters(codec="gb2312"), max_size=20))
def test_runs_hold_all_of_what_is_seen(text: str) -> None:
    """Every visible character of GB2312 is in exactly one run, in order."""
    runs = own_fonts().runs(text)
    seen = "".join(run for _, run in runs)
    assert "".join(seen.split()) == "".join(c for c in text if c.isprintable() and not c.isspace())


@pytest.mark.parametrize("text", ["赣南脐橙十六字长的一行", "Navel oranges WWW iii", "¥39.90"])
def test_widths_are_what_freetype_draws(text: str) -> None:
    """The sum of advances is FreeType's own length of the line, up to a rounding."""
    face = ImageFont.truetype(
        str(own_fonts().fonts[0].path), 1000, layout_engine=ImageFont.Layout.BASIC
    )
    assert own_fonts().units(text) * 1000 == pytest.approx(face.getlength(text), abs=1)


def test_a_chinese_character_is_one_em_wide() -> None:
    """Sixteen characters are sixteen em."""
    assert own_fonts().units("字" * 16) == 16


def test_a_folder_without_fonts_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A broken installation is an error of ours that names the folder."""
    monkeypatch.setattr("vidcommerce.media.fonts.assets_folder", lambda: tmp_path)
    with pytest.raises(FontsMissing) as missing:
        own_fonts.__wrapped__()
    assert missing.value.folder == str(tmp_path / "fonts")


def test_the_digest_is_of_the_bytes() -> None:
    """Two sets of fonts have one digest only where they are the same."""
    own = own_fonts()
    assert own.digest == Fonts(own.fonts).digest != Fonts((*own.fonts, *own.fonts)).digest
    assert own.folder == assets_folder() / "fonts"


_FALLBACK = """
from vidcommerce.media.fonts import covering
fonts = covering(["产地 \u1438", "\u1438\u1438"])
print([(font.family, run) for font, run in fonts.runs("产地 \u1438\u1438 好")])
"""


@pytest.mark.slow
def test_other_scripts_come_from_fontconfig(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A character that our font lacks is drawn with the system's font that has it."""
    monkeypatch.undo()
    if shutil.which("fc-match") is None:
        pytest.skip("this machine has no fontconfig, so it offers no other fonts")
    _font_with("\u1438", tmp_path / "cree.ttf")
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-c", _FALLBACK],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    own = "Noto Sans SC Medium"
    assert answer.stdout.strip() == repr([(own, "产地 "), ("Cree", "\u1438\u1438 "), (own, "好")])


def _font_with(character: str, path: Path) -> None:
    """Build a font that has one square."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(character): "square"})
    builder.setupGlyf({".notdef": pen.glyph(), "square": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (800, 0), "square": (800, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupNameTable({"familyName": "Cree", "styleName": "Regular"})
    builder.setupPost()
    builder.save(str(path))
