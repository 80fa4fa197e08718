"""Confirming a clip over HTTP, as the page's script does."""

from __future__ import annotations

import pytest

from tests.api.conftest import People, Someone
from tests.signing import Signer
from tests.stations import Village, settle
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.flags import attesting

pytestmark = pytest.mark.slow

ANNA = Signer()


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


def _signed(village: Village, helper: Someone) -> dict[str, str]:
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        known = attesting.known(work, helper.actor, clip)
    signed = ANNA.signed(known, now_ms())
    return {"statement": signed.statement, "signature": signed.signature, "key": signed.key}


def test_a_confirmation_is_seen_on_the_draft_and_taken_back(
    village: Village, helper: Someone
) -> None:
    """The page shows what is to be confirmed; what was, stands on the draft; then it does not."""
    at = f"/review/{village.clip_id}"
    assert village.helper.name not in helper.client.get(f"{at}/attest").text
    answer = helper.client.post(f"{at}/attest", json=_signed(village, helper))
    assert (answer.status_code, answer.json()["next"]) == (201, f"{at}#attested")
    again = helper.client.post(f"{at}/attest", json=_signed(village, helper))
    assert (again.status_code, again.json()["title"]) == (409, "AttestedAlready")
    html = helper.client.get(at).text
    assert "plot “The upper orchard”" in html
    assert f'href="{at}/attest"' not in html
    with village.service.database.reading() as work:
        (one,) = attesting.of_clip(work, village.clip_id)
    answer = helper.client.post(f"{at}/attest/{one.row.id}/withdraw", data={"why": "wrong day"})
    assert answer.status_code == 303
    html = helper.client.get(at).text
    assert "wrong day" in html
    assert f'href="{at}/attest"' in html


def test_only_the_stations_own_may_confirm(people: People, village: Village) -> None:
    """A helper of another station is told that there is no such draft."""
    stranger = people(Role.HELPER)
    for method, path in (("GET", "attest"), ("POST", "attest"), ("POST", "attest/x/withdraw")):
        sent = _signed(village, stranger) if path == "attest" and method == "POST" else None
        answer = stranger.client.request(method, f"/review/{village.clip_id}/{path}", json=sent)
        assert answer.status_code == 404


def test_another_drafts_address_takes_nothing_back(village: Village, helper: Someone) -> None:
    """What is taken back belongs to the draft in the address, or is not found."""
    helper.client.post(f"/review/{village.clip_id}/attest", json=_signed(village, helper))
    with village.service.database.reading() as work:
        (one,) = attesting.of_clip(work, village.clip_id)
    other = settle(village.service, village.station_id)
    answer = helper.client.post(f"/review/{other.clip_id}/attest/{one.row.id}/withdraw")
    assert answer.status_code == 404


@pytest.mark.parametrize("body", [{}, {"statement": "x" * 5000, "signature": "", "key": ""}])
def test_what_is_no_statement_is_refused(
    helper: Someone, village: Village, body: dict[str, str]
) -> None:
    """Anything else is named as wrong, and nothing fails."""
    answer = helper.client.post(f"/review/{village.clip_id}/attest", json=body)
    assert answer.status_code == 422


def test_a_key_is_given_up_on_ones_own_page(village: Village, helper: Someone) -> None:
    """It is listed there; once given up it signs nothing more, and nobody else can do that."""
    helper.client.post(f"/review/{village.clip_id}/attest", json=_signed(village, helper))
    with village.service.database.reading() as work:
        (key,) = attesting.keys_of(work, helper.person.id)
        (one,) = attesting.of_clip(work, village.clip_id)
    assert f'action="/me/keys/{key.id}/end"' in helper.client.get("/me").text
    helper.client.post(f"/review/{village.clip_id}/attest/{one.row.id}/withdraw")
    assert helper.client.post(f"/me/keys/{key.id}/end").status_code == 303
    assert "given up" in helper.client.get("/me").text
    again = helper.client.post(f"/review/{village.clip_id}/attest", json=_signed(village, helper))
    assert (again.status_code, again.json()["title"]) == (409, "KeyForeign")
    assert helper.client.post("/me/keys/none/end").status_code == 404
