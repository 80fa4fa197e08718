"""Every flag has its page: what it sees, what it can't, its false alarms, what shoppers read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import words
from vidcommerce.publishing.checks import checks

_FOLDER: Final = Path(__file__).parents[2] / "docs" / "flags"
_PAGES: Final = {
    page.stem: page.read_text(encoding="utf-8")
    for page in sorted(_FOLDER.glob("*.md"))
    if page.stem != "README"
}
_PARTS: Final = ("what it sees", "what it can't", "false alarms", "what the shopper reads")
_ONE_LINE: Final = "\n| `{}`"
_ALONE: Final = "(`{}`)"


def _title(kind: Kind) -> str:
    """Return what a kind is called on the public page, "" where shoppers are not told of it."""
    _, *told = checks([Flag(kind, Severity.NOTE, "test")], words("en"))
    return told[0].title if told else ""


@pytest.mark.parametrize("page", _PAGES)
def test_every_page_has_its_four_parts(page: str) -> None:
    """In words that anybody finds."""
    text = _PAGES[page].lower()
    assert [part for part in _PARTS if part not in text] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_one_page_which_says_what_shoppers_read(kind: Kind) -> None:
    """As the public page has it, word by word; "nothing" where it is not told."""
    homes = [
        page
        for page, text in _PAGES.items()
        if _ONE_LINE.format(kind.value) in text or _ALONE.format(kind.value) in text
    ]
    assert len(homes) == 1
    (page,) = homes
    lines = re.findall(rf"^\| `{kind.value}`.*$", _PAGES[page], re.MULTILINE) or [_PAGES[page]]
    title = _title(kind)
    assert f'"{title}"' in lines[0] if title else "nothing" in lines[0].lower()


def test_pages_name_no_kind_that_there_is_not() -> None:
    """A kind that was renamed is renamed in its page as well."""
    named = {
        one for text in _PAGES.values() for one in re.findall(r"^\| `(\w+)`", text, re.MULTILINE)
    }
    codes = {one for one in named if not one.isdigit()}
    assert codes <= {kind.value for kind in Kind}


def test_the_index_leads_to_every_page() -> None:
    """And to nothing else."""
    index = (_FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\((\w+)\.md\)", index)) == set(_PAGES)
