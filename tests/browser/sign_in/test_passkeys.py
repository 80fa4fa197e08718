"""Passkeys in a real Chromium, with the virtual device that its DevTools bring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Route, expect

from vidcommerce.accounts.tables import PasskeyRow
from vidcommerce.service import Service

pytestmark = pytest.mark.browser

_PASSWORD = "three green hills"  # noqa: S105 - of a test


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone's size, in English."""
    context = browser.new_context(locale="en-US", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def _device(page: Page, *, verifies: bool = True) -> CDPSession:
    """Plug in a device that keeps passkeys and, if ``verifies``, knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def _set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Go in").click()
    page.get_by_label("Login").fill("boss")
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Go on").click()


def _make_passkey(page: Page, link: str) -> None:
    _set_password(page, link)
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/people")


def _sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/me")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in")


def test_a_passkey_is_made_and_signs_in_alone(
    page: Page, address: str, operators_link: str, service: Service
) -> None:
    """Two factors in one: no password is asked for, and the counter of the device is kept.

    On a slow line the script comes after the button, which can't be pressed in vain meanwhile.
    """
    _device(page)
    scripts: list[Route] = []

    def hold(route: Route) -> None:
        scripts.append(route)

    page.route("**/passkey.js", hold, times=1)
    _set_password(page, operators_link)
    button = page.get_by_role("button", name="Make a passkey")
    expect(button).to_be_disabled()
    while not scripts:
        page.wait_for_timeout(10)
    scripts[0].continue_()
    button.click()
    page.wait_for_url("**/people")
    _sign_out(page, address)
    page.goto(f"{address}/sign-in/staff?next=/me")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me")
    with service.database.reading() as work:
        assert work.query(PasskeyRow).one().sign_count > 0


def test_a_passkey_is_the_second_factor_after_a_password(
    page: Page, address: str, operators_link: str
) -> None:
    """For who types the password out of habit."""
    _device(page)
    _make_passkey(page, operators_link)
    _sign_out(page, address)
    page.goto(f"{address}/sign-in/staff")
    page.get_by_label("Login").fill("boss")
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/people")


def test_a_device_that_does_not_know_its_owner_is_refused(
    page: Page, address: str, operators_link: str
) -> None:
    """Who found the phone has the passkey, but not the finger; the page says what to do."""
    device = _device(page)
    _make_passkey(page, operators_link)
    _sign_out(page, address)
    device.send("WebAuthn.disable")
    page.goto(f"{address}/sign-in/staff")
    _device(page, verifies=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Try again", timeout=70_000)
    page.goto(f"{address}/me")
    page.wait_for_url("**/sign-in?next=/me")


def test_a_passkey_of_a_stranger_is_refused(
    page: Page, address: str, operators_link: str, service: Service
) -> None:
    """A key that the service doesn't know opens nothing."""
    _device(page)
    _make_passkey(page, operators_link)
    _sign_out(page, address)
    with service.database.writing() as work:
        work.query(PasskeyRow).delete()
    page.goto(f"{address}/sign-in/staff")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("not accepted")


def test_another_passkey_is_added_and_one_removed_but_never_the_last(
    page: Page, address: str, operators_link: str
) -> None:
    """On one's own page; a device makes one passkey for a person only."""
    first = _device(page)
    _make_passkey(page, operators_link)
    page.goto(f"{address}/me")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alert")).to_contain_text("only second lock")
    first.send("WebAuthn.disable")
    page.goto(f"{address}/me")
    _device(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(1)
