"""What every page is sent with, and where its files are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.html import home_of, preferred, static_address
from tests.api.conftest import People
from vidcommerce.accounts.roles import Role

_TEMPLATES = Path(__file__).parents[2] / "api" / "templates"


def test_pages_run_no_script_but_ours_and_are_kept_nowhere(client: TestClient) -> None:
    """A strict policy, no framing, no sniffing, no storing."""
    headers = client.get("/sign-in").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("template", sorted(_TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_templates_hold_to_the_policy(template: Path) -> None:
    """No inline script, no inline style, no handler in an attribute."""
    text = template.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", text) == []
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", text) == []


@pytest.mark.parametrize("folder", ["sign_in", "people"])
def test_every_form_of_people_who_sign_in_carries_its_token(folder: str) -> None:
    """Forgetting it would only be noticed by who fills the form in."""
    for template in (_TEMPLATES / folder).glob("*.html"):
        text = template.read_text(encoding="utf-8")
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)
        assert [form for form in forms if 'name="csrf"' not in form] == [], template


def test_files_are_kept_for_ever_under_an_address_of_their_own(
    app: FastAPI, client: TestClient
) -> None:
    """The address changes when a file does; nothing outside the folder is served."""
    address = static_address(app, "app.css")
    assert re.fullmatch(r"/static/[0-9a-f]{12}/app\.css", address)
    sent = client.get(address)
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(static_address(app, "../app.py")).status_code == 404
    assert client.get(static_address(app, "%2e%2e/app.py")).status_code == 404


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr-FR, en;q=0.3, zh;q=0.7", "zh"),
        ("zh;q=0, en;q=0.1", "en"),
        ("en, zh", "en"),
        ("*", "en"),
        ("zh;q=x", "en"),
    ],
)
def test_the_browsers_wishes_are_weighed(header: str, language: str) -> None:
    """As RFC 9110 says, among the languages that there are."""
    assert preferred(header) == language


@pytest.mark.parametrize("role", Role)
def test_everybody_begins_where_they_may_be(people: People, role: Role) -> None:
    """The home of each role is a page that this role gets to see."""
    browser = people(role).client
    assert browser.get("/").headers["location"] == home_of(role)
    assert browser.get(home_of(role), follow_redirects=True).status_code == 200


def test_who_is_not_signed_in_begins_at_the_sign_in(client: TestClient) -> None:
    """By phone number first: most who come are farmers."""
    assert client.get("/").headers["location"] == "/sign-in"
