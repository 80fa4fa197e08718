"""Which font draws which character, and how wide it gets. Text that none can draw is refused.

The font that comes with vidcommerce is asked first, so that Chinese and Latin look the same on
every machine; for other scripts fontconfig is asked, where the machine has it.
"""

from __future__ import annotations

import hashlib
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from vidcommerce.assets import assets_folder
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_

_JOINER = "\u200d"
_NON_JOINER = "\u200c"
_ASKED = 8
"""How many of fontconfig's answers are looked into; its first is nearly always right."""

_SFNT_FILES = (".ttf", ".otf", ".ttc", ".otc")
_OUTLINES = ("glyf", "CFF ", "CFF2")
"""Tables with outlines; a font without them holds coloured bitmaps, which libass can't draw."""


@dataclass(eq=False)
class GlyphsMissing(InputRejected):
    """``text`` has ``characters`` (parted by spaces) that no font here can draw."""

    characters: str
    text: str
    sentence = N_("No font here can draw {characters} in “{text}”: write it in other characters.")


@dataclass(eq=False)
class FontsMissing(WorkFailed):
    """The fonts that come with vidcommerce are not where they should be."""

    folder: str
    sentence = N_("There are no fonts in {folder}. Install vidcommerce again.")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file and what is needed to lay text out with it.

    ``index`` counts in a collection of fonts. ``family`` is the name by which libass finds it.
    ``em`` and ``line`` are font units: of one em, and of the height that libass calls the size
    (Windows ascent and descent). ``advances`` are the widths in font units by code point.
    """

    path: Path
    index: int
    family: str
    em: int
    line: int
    advances: Mapping[int, int] = field(repr=False, compare=False, hash=False)

    def draws(self, text: str) -> bool:
        """Tell whether every character of ``text`` has a glyph here."""
        return all(ord(character) in self.advances for character in text)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts in the order in which they are asked."""

    fonts: tuple[Font, ...]

    @property
    def folder(self) -> Path:
        """The folder of the first font, for libass's ``fontsdir``; it finds the others itself."""
        return self.fonts[0].path.parent

    @property
    def digest(self) -> str:
        """A sha256 over the bytes of all font files: what is drawn changes with it."""
        return hashlib.sha256(
            "".join(_sha256(font.path) for font in self.fonts).encode()
        ).hexdigest()

    def check(self, texts: Iterable[str]) -> None:
        """Raise GlyphsMissing for the first of ``texts`` that these fonts can't draw."""
        for text in texts:
            self.runs(text)

    def runs(self, text: str) -> tuple[tuple[Font, str], ...]:
        """Part ``text`` into stretches that one font draws, without what draws nothing.

        Raises GlyphsMissing.
        """
        found: list[tuple[Font, str]] = []
        for cluster in clusters(text):
            font = self._font_of(cluster)
            if font is None:
                raise GlyphsMissing(_missing(text, self), text)
            drawn = _visible(cluster, font)
            if found and (found[-1][0] == font or cluster.isspace()):
                font, before = found.pop()
                drawn = before + drawn
            found.append((font, drawn))
        return tuple(found)

    def draw(self, text: str) -> bool:
        """Tell whether there is a glyph for every character of ``text``."""
        return all(self._font_of(cluster) is not None for cluster in clusters(text))

    def units(self, text: str) -> float:
        """Return the width of one line of text in ems: the sum of its advances.

        Kerning and ligatures are left out; both mostly make a line narrower.
        Raises GlyphsMissing.
        """
        return sum(
            font.advances.get(ord(character), 0) / font.em
            for font, run in self.runs(text)
            for character in run
        )

    def _font_of(self, cluster: str) -> Font | None:
        needed = _needed(cluster)
        return next((font for font in self.fonts if font.draws(needed)), None)


def covering(texts: Iterable[str]) -> Fonts:
    """Return the fonts that draw ``texts``: those of vidcommerce, then the system's as needed.

    Raises GlyphsMissing for the first text that can't be drawn, naming all of its characters
    without a glyph.
    """
    fonts = own_fonts()
    for text in texts:
        for cluster in clusters(text):
            if not fonts.draw(cluster):
                found = _system_font(_needed(cluster))
                if found is None:
                    raise GlyphsMissing(_missing(text, fonts), text)
                fonts = Fonts((*fonts.fonts, found))
    return fonts


@cache
def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@cache
def own_fonts() -> Fonts:
    """Return the fonts that come with vidcommerce. Raises FontsMissing."""
    folder = assets_folder() / "fonts"
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in _SFNT_FILES)
    if not files:
        raise FontsMissing(str(folder))
    return Fonts(tuple(read_font(file) for file in files))


@cache
def read_font(path: Path, index: int = 0) -> Font:
    """Read what is needed of a font file; 0.1 s for one with 30,000 glyphs, so once a process."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes 0.1 s, and not every run draws

    with TTFont(path, fontNumber=index, lazy=True) as file:
        widths = file["hmtx"].metrics
        characters = file.getBestCmap() if any(table in file for table in _OUTLINES) else {}
        return Font(
            path=path,
            index=index,
            family=str(file["name"].getDebugName(1)),
            em=int(file["head"].unitsPerEm),
            line=int(file["OS/2"].usWinAscent + file["OS/2"].usWinDescent),
            advances={code: int(widths[glyph][0]) for code, glyph in characters.items()},
        )


def clusters(text: str) -> Iterator[str]:
    """Yield the text in pieces that must not be parted: a character with its marks and joins.

    A small part of UAX #29: combining marks, variation selectors, emoji modifiers and tags stay
    with what they change, a joiner holds both sides together, and two regional letters are a flag.
    """
    piece = ""
    for character in text:
        if piece and not _belongs(piece, character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _belongs(piece: str, character: str) -> bool:
    if piece.endswith(_JOINER) and not character.isspace():
        return True
    flag = len(piece) == 1 and _regional(piece) and _regional(character)
    modifier = "\U0001f3fb" <= character <= "\U0001f3ff"
    marks = unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
    return flag or modifier or marks


def _regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _ignorable(character: str) -> bool:
    """Tell whether a character draws nothing by itself: spaces, controls, selectors, joiners."""
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _needed(cluster: str) -> str:
    """Return the characters that need a glyph."""
    composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
    return "".join(c for c in composed if not c.isspace() and not _ignorable(c))


def _visible(cluster: str, font: Font) -> str:
    """Return what is handed to the renderer: composed, and without what it might draw as a box."""
    composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
    kept = "".join(
        c for c in composed
        if not _ignorable(c) or (c in (_JOINER, _NON_JOINER) and font.draws(c))
    )  # fmt: skip
    return kept if font.draws(kept) else "".join(" " if c.isspace() else c for c in kept)


def _missing(text: str, fonts: Fonts) -> str:
    """Name what can't be drawn, each once, in order."""
    missing = (c for c in clusters(text) if not fonts.draw(c) and not _system_font(_needed(c)))
    return " ".join(dict.fromkeys(missing))


@cache
def _system_font(characters: str) -> Font | None:
    """Ask fontconfig for a font with outlines for all of ``characters``; None without one.

    A machine without fontconfig has no fonts to offer.
    """
    codes = " ".join(f"{ord(character):x}" for character in characters)
    pattern = f"sans-serif:medium:scalable=true:color=false:charset={codes}"
    command = ["fc-match", "--sort", "--format", "%{file}\t%{index}\n", pattern]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, timeout=20)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return None
    for line in answer.stdout.decode("utf-8", "replace").splitlines()[:_ASKED]:
        file, _, index = line.partition("\t")
        if Path(file).suffix.lower() in _SFNT_FILES:
            font = read_font(Path(file), int(index or 0))
            if font.draws(characters):
                return font
    return None
