"""The page that stands where a video was taken back."""

from __future__ import annotations

import re

import pytest

from tests.web.tools import WebTools
from vidcommerce.publishing.gone import gone

_VILLAGE = "/s/aaaaaaaaaa/"


@pytest.mark.parametrize(("language", "words"), [("en", "taken back"), ("zh-CN", "撤下")])
def test_it_says_so_and_leads_on(language: str, words: str) -> None:
    """In the page's language, to the village's other videos, out of a frame too; never indexed."""
    html = gone(language, _VILLAGE)
    assert words in html
    assert f'<html lang="{language[:2]}">' in html
    assert re.findall(r'<a href="([^"]*)" target="_top"', html) == [_VILLAGE]
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.slow
def test_it_is_valid(web_tools: WebTools) -> None:
    """By the HTML standard."""
    assert web_tools.html_faults(gone("en", _VILLAGE)) == []
