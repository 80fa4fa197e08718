"""The farm's scripts by themselves: what they decide, and that old browsers can read them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

_SCRIPTS = Path(__file__).parents[3] / "api" / "static" / "farm"
_LIMITS = {"shortest": 1, "longest": 1800, "largest": 1000}
_GOOD = {
    "bytes": 900, "type": "video/mp4", "seconds": 30, "width": 1080, "height": 1920,
    "light": [90, 100, 110], "picture": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page with the scripts that decide something."""
    page = browser.new_page()
    for name in ("store.js", "service.js", "checks.js", "product.js"):
        page.add_script_tag(path=_SCRIPTS / name)
    return page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"bytes": 0}, [["stop", "empty"]]),
        ({"type": "image/jpeg"}, [["stop", "photo"]]),
        ({"bytes": 1001}, [["stop", "too_big"]]),
        ({"seconds": None, "width": None, "height": None, "light": []}, [["hint", "unknown"]]),
        ({"seconds": 0.5}, [["bad", "too_short"]]),
        ({"seconds": 3}, [["hint", "short"]]),
        ({"seconds": 400}, [["hint", "long"]]),
        ({"seconds": 1801}, [["bad", "too_long"]]),
        ({"width": 1920, "height": 1080}, [["hint", "lying"]]),
        ({"width": 240, "height": 320}, [["hint", "small"]]),
        ({"light": [10, 12, 9]}, [["bad", "dark"]]),
        ({"light": [10, 12, 80]}, []),
    ],
)
def test_only_what_can_never_work_is_stopped(
    page: Page, change: dict[str, Any], told: list[list[str]]
) -> None:
    """Length, size, direction and light are coached; only no video, or one too big, is stopped."""
    facts = {**_GOOD, **change}
    assert page.evaluate("([f, l]) => farm.checks.advice(f, l)", [facts, _LIMITS]) == told


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12.80", "12.80"), ("12,8", "12.8"), ("１２，５０ 元", "12.50"), ("¥ 39", "39"),
        ("", ""), ("0", ""), ("free", ""), ("1.2.3", ""),
    ],
)  # fmt: skip
def test_prices_are_understood_as_people_type_them(page: Page, typed: str, amount: str) -> None:
    """Full-width digits, commas and currency signs do no harm; what is no amount is none."""
    assert page.evaluate("text => farm.product.amount(text)", typed) == amount


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://shop.example/a?b=1", "https://shop.example/a?b=1"),
        ("【店】https://m.shop.example/x CZ01 「脐橙」", "https://m.shop.example/x"),
        ("看看https://a.example/脐橙，很甜", "https://a.example/脐橙"),
        ("my shop", ""),
    ],
)
def test_a_link_is_found_in_what_a_shop_copies(page: Page, typed: str, address: str) -> None:
    """Shops put words around the link that they share."""
    assert page.evaluate("text => farm.product.address(text)", typed) == address


def _problem(title: str) -> str:
    return json.dumps({"type": f"urn:vidcommerce:{title}", "title": title, "detail": "Words."})


@pytest.mark.browser
@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (401, "", "sign_in"), (502, "<html>", "away"), (503, "", "away"), (423, "", "away"),
        (409, _problem("NotNow"), "away"), (429, _problem("FarmerDayFull"), "away"),
        (0, "", "away"), (403, "<html>a hotel's page</html>", "away"), (413, "", "away"),
        (403, _problem("FormExpired"), "away"), (422, _problem("NotAVideo"), "refused"),
        (413, _problem("ClipTooLarge"), "refused"), (404, '{"type": "about:blank"}', "away"),
    ],
)  # fmt: skip
def test_what_may_pass_is_tried_again_and_what_is_final_is_told(
    page: Page, status: int, text: str, kind: str
) -> None:
    """A busy or broken service is waited for; a refusal reaches the person."""
    asked = "([s, t]) => farm.service.failureOf(s, t).kind"
    assert page.evaluate(asked, [status, text]) == kind


_TOO_NEW = re.compile(
    r"\?\.[a-zA-Z_(\[]|\?\?|\|\|=|&&=|\bcatch\s*\{|\.at\(|\.flatMap\(|\.flat\(|replaceAll"
    r"|matchAll\(\)|allSettled|^\s*(?:import|export)\b|\bclass\b[^{]*\{\s*#|\d_\d",
    re.MULTILINE,
)
"""Syntax and methods of ECMAScript after 2018."""


@pytest.mark.parametrize("script", sorted(_SCRIPTS.glob("*.js")), ids=lambda file: file.name)
def test_scripts_are_written_for_old_browsers(script: Path) -> None:
    """Nothing newer than ECMAScript 2018: one unknown sign, and an old browser runs nothing."""
    source = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert _TOO_NEW.findall(source) == []
