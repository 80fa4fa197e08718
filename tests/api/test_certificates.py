"""Filing certificates over HTTP, as a browser without scripts does."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import People, Someone
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.flags import certificates
from vidcommerce.flags.claims.noting import note_claims
from vidcommerce.products.tables import ProductRow

pytestmark = pytest.mark.slow

PDF = b"%PDF-1.7\n"
TYPED = {"kind": "organic", "number": "123OP1", "issuer": "A <b>body</b>", "expires": "2199-01-01"}


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


def test_a_certificate_is_filed_looked_at_and_taken_back(
    helper: Someone, people: People, village: Village
) -> None:
    """The page lists it by farmer; the scan comes back as it was sent; nobody else gets it."""
    whose = f"{village.farmer.id}/{village.product_id}"
    html = helper.client.get(f"/certificates?whose={whose}").text
    assert f'<option value="{whose}" selected>' in html
    answer = helper.client.post(
        "/certificates", data={**TYPED, "whose": whose}, files={"scan": ("a.exe", PDF)}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/certificates?done=filed")
    html = helper.client.get("/certificates?done=filed").text
    assert f"<h2>{village.farmer.name}</h2>" in html
    assert "123OP1 · A &lt;b&gt;body&lt;/b&gt; · until Jan 1, 2199" in html
    found = re.search(r"/certificates/(\w+)/scan", html)
    assert found is not None
    sent = helper.client.get(found[0])
    assert (sent.content, sent.headers["content-type"]) == (PDF, "application/pdf")
    assert sent.headers["content-disposition"].startswith("attachment")
    assert 'href="/certificates"' in helper.client.get("/review").text
    stranger = people(Role.HELPER)
    assert "123OP1" not in stranger.client.get("/certificates").text
    withdraw = f"/certificates/{found[1]}/withdraw"
    assert stranger.client.get(found[0]).status_code == 404
    assert stranger.client.post(withdraw).status_code == 404
    assert helper.client.post(withdraw).status_code == 303
    assert "123OP1" not in helper.client.get("/certificates").text


@pytest.mark.parametrize(
    ("wrong", "scan", "status", "said"),
    [
        ({}, b"GIF89a", 422, "JPEG, PNG or PDF."),
        ({}, PDF + bytes(certificates.MOST_BYTES), 413, "10 MB at most."),
        ({"expires": "2020-01-01"}, PDF, 422, "it has run out"),
        ({"whose": "nobody"}, PDF, 422, "There is no such farmer"),
    ],
)
def test_what_can_not_be_filed_is_told_and_stays_typed(
    helper: Someone, village: Village, wrong: dict[str, str], scan: bytes, status: int, said: str
) -> None:
    """One sentence above the form, which still has what was typed; nothing is filed."""
    typed = {**TYPED, "whose": village.farmer.id, **wrong}
    answer = helper.client.post("/certificates", data=typed, files={"scan": ("a.pdf", scan)})
    assert answer.status_code == status
    assert said in answer.text
    assert 'value="123OP1"' in answer.text
    assert "Nothing is filed yet." in answer.text


def test_a_form_without_a_file_is_no_mistake_of_ours(helper: Someone, village: Village) -> None:
    """Browsers send an empty part where no file was chosen."""
    answer = helper.client.post("/certificates", data={**TYPED, "whose": village.farmer.id})
    assert answer.status_code == 422


def test_farmers_see_their_own(people: People, village: Village) -> None:
    """On their own page, once there is one; another farmer's is not theirs to see."""
    farmer, other = (people(Role.FARMER, village.station_id) for _ in range(2))
    helper = people(Role.HELPER, village.station_id)
    assert "My certificates" not in farmer.client.get("/farm").text
    typed = {**TYPED, "whose": farmer.person.id}
    helper.client.post("/certificates", data=typed, files={"scan": ("a.pdf", PDF)})
    html = farmer.client.get("/farm").text
    assert "My certificates" in html
    assert "123OP1" in html
    assert "123OP1" not in other.client.get("/farm").text


def test_a_claim_leads_to_the_form_with_farmer_and_product(
    helper: Someone, village: Village
) -> None:
    """Beside a claim that a paper would quieten; once it is filed the link is gone."""
    with village.service.database.writing() as work:
        work.get_one(ProductRow, village.product_id).delivery = "Organic oranges."
        note_claims(work, work.get_one(ClipRow, village.clip_id), now_ms())
    whose = f"{village.farmer.id}/{village.product_id}"
    link, draft = f'href="/certificates?whose={whose}#new"', f"/review/{village.clip_id}"
    assert link in helper.client.get(draft).text
    typed = {**TYPED, "whose": whose}
    helper.client.post("/certificates", data=typed, files={"scan": ("a.pdf", PDF)})
    html = helper.client.get(draft).text
    assert link not in html
    assert "123OP1" in html
