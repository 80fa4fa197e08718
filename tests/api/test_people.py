"""The pages of people and of one's own account."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import People, Someone
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import ApiTokenRow, InvitationRow, PersonRow, StationRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service

pytestmark = pytest.mark.slow


def _link(text: str) -> str:
    found = re.search(r'value="http://localhost:8000(/join/[^"]+)"', text)
    assert found is not None, text
    return found.group(1)


def _join(client: TestClient, link: str) -> None:
    found = re.findall(r'name="csrf" value="([^"]*)"', client.get(link).text)
    assert client.post(link, data={"csrf": found[-1]}).status_code == 303


def test_a_helper_invites_a_farmer_who_then_is_in_the_list(
    people: People, client: TestClient
) -> None:
    """A QR code and a link; before the farmer has come, and after."""
    helper = people(Role.HELPER)
    fields = {"role": "farmer", "name": "Wang <Fang>", "phone": "138 1234 5678"}
    made = helper.client.post("/people/invite", data=fields)
    assert "<svg" in made.text
    assert "Wang &lt;Fang&gt;" in made.text
    listed = helper.client.get("/people").text
    assert "Invited, not here yet" in listed
    _join(client, _link(made.text))
    listed = helper.client.get("/people?search=wang").text
    assert "Invited, not here yet" not in listed
    assert "+86 138 1234 5678" in listed


def test_what_was_typed_stays_where_an_invitation_is_refused(people: People) -> None:
    """With the reason, in the reader's language."""
    helper = people(Role.HELPER, language="zh")
    refused = helper.client.post("/people/invite", data={"name": "王芳", "phone": "12"})
    assert refused.status_code == 422
    assert "“12”不是电话号码" in refused.text
    assert 'value="王芳"' in refused.text


def test_a_helper_can_not_invite_staff_or_elsewhere_by_changing_the_form(
    people: People, service: Service
) -> None:
    """The role is refused; the station is the helper's own whatever the form says."""
    helper, other = people(Role.HELPER), people(Role.HELPER)
    for role in ("helper", "lead", "operator", "auditor"):
        answer = helper.client.post("/people/invite", data={"role": role, "name": "X"})
        assert answer.status_code in (403, 422), role
    helper.client.post("/people/invite", data={"name": "X", "station": other.station_id})
    with service.database.reading() as work:
        assert work.query(InvitationRow).one().station_id == helper.station_id


def test_a_link_is_taken_back(people: People, client: TestClient, service: Service) -> None:
    """By somebody of the station; another station's helper is refused."""
    helper, other = people(Role.HELPER), people(Role.HELPER)
    link = _link(helper.client.post("/people/invite", data={"name": "X"}).text)
    with service.database.reading() as work:
        address = f"/people/invitations/{work.query(InvitationRow).one().id}/end"
    assert other.client.post(address).status_code == 403
    assert client.get(link).status_code == 200
    assert helper.client.post(address).status_code == 303
    assert client.get(link).status_code == 410


def test_a_lead_keeps_a_helper_out_and_lets_them_in_again(people: People) -> None:
    """At once; and people of another station are unknown."""
    lead = people(Role.LEAD)
    helper = people(Role.HELPER, station_id=lead.station_id)
    address = f"/people/{helper.person.id}"
    assert lead.client.get(address).status_code == 200
    assert helper.client.get("/me").status_code == 200
    lead.client.post(f"{address}/disable")
    assert helper.client.get("/me").status_code == 303
    lead.client.post(f"{address}/enable")
    assert "kept out" not in lead.client.get(address).text
    assert helper.client.get("/me").status_code == 303  # the session has ended all the same
    assert people(Role.LEAD).client.get(address).status_code == 404


def test_a_lead_signs_somebody_out_everywhere(people: People) -> None:
    """Say after a phone was lost."""
    lead = people(Role.LEAD)
    farmer = people(Role.FARMER, station_id=lead.station_id)
    assert "a test" in lead.client.get(f"/people/{farmer.person.id}").text
    lead.client.post(f"/people/{farmer.person.id}/sessions/end")
    assert farmer.client.get("/me").status_code == 303


def test_a_farmer_with_a_new_phone_gets_a_new_link(people: People, client: TestClient) -> None:
    """It leads into the same account."""
    helper = people(Role.HELPER)
    farmer = people(Role.FARMER, station_id=helper.station_id)
    made = helper.client.post(f"/people/{farmer.person.id}/link")
    _join(client, _link(made.text))
    assert "A farmer" in client.get("/me").text


def test_an_operator_sees_every_station_and_adds_one(people: People, service: Service) -> None:
    """And lands on the people of the new one."""
    operator, helper = people(Role.OPERATOR), people(Role.HELPER)
    shown = operator.client.get("/people", params={"station": helper.station_id}).text
    assert "A helper" in shown
    led = operator.client.post("/people/stations", data={"name": "Riverside", "village": "V"})
    with service.database.reading() as work:
        made = work.query(StationRow).filter_by(name="Riverside").one()
    assert led.headers["location"] == f"/people?station={made.id}"
    assert operator.client.get("/people?station=nowhere").status_code == 404
    assert operator.client.post("/people/stations", data={"name": ""}).status_code == 422
    invited = {"role": "lead", "name": "Li Na", "station": made.id}
    assert _link(operator.client.post("/people/invite", data=invited).text)


def test_a_phone_number_is_changed_on_the_persons_page(people: People, service: Service) -> None:
    """What is no number is said, and nothing is lost."""
    helper = people(Role.HELPER)
    farmer = people(Role.FARMER, station_id=helper.station_id)
    address = f"/people/{farmer.person.id}/phone"
    assert helper.client.post(address, data={"phone": "13812345678"}).status_code == 303
    assert helper.client.post(address, data={"phone": "12"}).status_code == 422
    with service.database.reading() as work:
        assert work.get_one(PersonRow, farmer.person.id).phone == "+8613812345678"


def _second_browser(people: People, service: Service, someone: Someone) -> Someone:
    """Sign the same person in a second time."""
    other = people(Role(someone.person.role), station_id=someone.station_id)
    with service.database.writing() as work:
        begun = sessions.begin(work, someone.person, now_ms(), proved=True, device="second")
    other.client.cookies.set("vidcommerce", begun.secret)
    other.client.headers["X-CSRF-Token"] = begun.row.csrf
    return other


def test_one_sees_and_ends_ones_sessions(people: People, service: Service) -> None:
    """Another browser of one's own; never somebody else's."""
    farmer = people(Role.FARMER)
    second = _second_browser(people, service, farmer)
    shown = farmer.client.get("/me").text
    found = re.search(r"/me/sessions/([0-9a-f]{64})/end", shown)
    assert found is not None
    assert "second" in shown
    people(Role.FARMER).client.post(f"/me/sessions/{found.group(1)}/end")
    assert second.client.get("/me").status_code == 200
    farmer.client.post(f"/me/sessions/{found.group(1)}/end")
    assert second.client.get("/me").status_code == 303
    third = _second_browser(people, service, farmer)
    farmer.client.post("/me/sessions/end")
    assert third.client.get("/me").status_code == 303
    assert farmer.client.get("/me").status_code == 200


def test_a_token_is_shown_once_and_ended(people: People, service: Service) -> None:
    """A lead makes one on the page of the own account."""
    lead = people(Role.LEAD)
    fields = {"name": "till", "may": ["see_clips", "review"], "days": "30"}
    made = lead.client.post("/me/tokens", data=fields)
    assert re.search(r'value="vc_[A-Za-z0-9_-]{43}"', made.text)
    assert "vc_" not in lead.client.get("/me").text
    with service.database.reading() as work:
        row = work.query(ApiTokenRow).one()
    assert row.scopes == "review see_clips"
    lead.client.post(f"/me/tokens/{row.id}/end")
    assert "till" not in lead.client.get("/me").text


@pytest.mark.parametrize(
    "fields", [{}, {"name": "x", "may": ["see_clips"], "days": "-1"}, {"name": "x", "may": ["fly"]}]
)
def test_a_token_that_can_not_be_is_refused_in_words(
    people: People, fields: dict[str, str | list[str]]
) -> None:
    """On the same page."""
    refused = people(Role.LEAD).client.post("/me/tokens", data=fields)
    assert refused.status_code == 422
    assert "The token can&#39;t be made" in refused.text
