"""A helper signs in their own browser; the key stays there, and the page shows what was signed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.sessions import cookie_name
from tests.browser.farm.conftest import Live, live
from tests.stations import Village, settle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.documents import canonical_json
from vidcommerce.flags import attesting
from vidcommerce.flags.attestation import check_file, said

__all__ = ["live"]  # a fixture for this file too
pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=360, height=740)


def _page(browser: Browser, live: Live, village: Village) -> Page:
    """Open a browser of the village's helper."""
    with live.service.database.writing() as work:
        person = work.get_one(PersonRow, village.helper.id)
        person.language = "en"
        begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport=_PHONE)
    name = cookie_name(live.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    return context.new_page()


def _confirm(page: Page, live: Live, village: Village, plot: str) -> None:
    page.goto(f"{live.address}/review/{village.clip_id}/attest")
    page.get_by_label("Plot").fill(plot)
    page.get_by_label("Day of the harvest").fill("2026-05-20")
    page.get_by_label("Show my name").check()
    page.get_by_role("button", name="I confirm this").click()
    expect(page.get_by_role("heading", name="Confirmed with a signature")).to_be_visible()


def test_what_is_confirmed_is_signed_by_a_key_that_stays(browser: Browser, live: Live) -> None:
    """The signature is right; a second clip is signed by the same key; nobody can read it out."""
    one = settle(live.service)
    two = settle(live.service, one.station_id)
    page = _page(browser, live, one)
    _confirm(page, live, one, '  The "upper"   orchard — 上坡\u2028')
    _confirm(page, live, two, "The lower orchard")
    with live.service.database.reading() as work:
        found = [attesting.of_clip(work, v.clip_id)[0] for v in (one, two)]
        clip = work.get_one(ClipRow, one.clip_id)
        file = attesting.file_of(work, clip, "https://x.example/v/a/")
    assert file is not None
    assert [each.holds for each in check_file(canonical_json(file))[1]] == [True]
    assert found[0].statement.plot == 'The "upper" orchard — 上坡'
    assert found[0].statement.helper == "Helper Wang"
    assert found[0].statement.key == found[1].statement.key
    assert said(file.attestations[0]) == found[0].statement
    locked = page.evaluate(
        """async () => {
          const open = indexedDB.open("vidcommerce-signing");
          const shelf = await new Promise((done) => { open.onsuccess = () => done(open.result); });
          const all = shelf.transaction("keys").objectStore("keys").getAll();
          const kept = await new Promise((done) => { all.onsuccess = () => done(all.result); });
          const read = kept.map((pair) => crypto.subtle.exportKey("pkcs8", pair.privateKey));
          return (await Promise.allSettled(read)).map((one) => one.status);
        }"""
    )
    assert locked == ["rejected"]
    page.context.close()


def test_a_key_that_was_given_up_is_replaced_at_the_next_try(browser: Browser, live: Live) -> None:
    """The page says so, forgets the key, and signs with a new one."""
    one = settle(live.service)
    two = settle(live.service, one.station_id)
    page = _page(browser, live, one)
    _confirm(page, live, one, "The upper orchard")
    with live.service.database.writing() as work:
        (key,) = attesting.keys_of(work, one.helper.id)
        attesting.revoke(work, one.helper.id, key.id, now_ms())
    page.goto(f"{live.address}/review/{two.clip_id}/attest")
    page.get_by_label("Plot").fill("The lower orchard")
    page.get_by_label("Day of the harvest").fill("2026-05-20")
    page.get_by_role("button", name="I confirm this").click()
    expect(page.get_by_role("alert")).to_contain_text("key")
    page.get_by_role("button", name="I confirm this").click()
    expect(page.get_by_role("heading", name="Confirmed with a signature")).to_be_visible()
    with live.service.database.reading() as work:
        assert len(attesting.keys_of(work, one.helper.id)) == 2
    page.context.close()
