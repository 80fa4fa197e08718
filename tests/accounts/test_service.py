"""Stations and people: invited, changed, kept out, and out of reach for others."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import NOW, a_person, a_station, acting
from vidcommerce.accounts import invitations, repository, service, sessions
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.phones import PhoneWrong
from vidcommerce.accounts.repository import PersonUnknown, StationUnknown
from vidcommerce.accounts.roles import NotAllowed, Role
from vidcommerce.accounts.service import PersonWrong
from vidcommerce.accounts.tables import PersonRow


def _join(work: Session, path: str) -> PersonRow:
    begun = invitations.accept(work, path.removeprefix("/join/"), "en", "", NOW)
    return work.get_one(PersonRow, begun.row.person_id)


def test_a_helper_invites_farmers_of_the_own_station_only(work: Session) -> None:
    """With the phone number as it is written."""
    helper = a_person(work, Role.HELPER)
    who = Invited(Role.FARMER, " Wang  Fang ", helper.station_id, phone="138 1234 5678")
    made = service.invite(work, acting(helper), who, "CN", NOW)
    assert (made.row.name, made.row.phone) == ("Wang Fang", "+8613812345678")
    assert made.row.made_by == helper.id
    elsewhere = Invited(Role.FARMER, "X", a_station(work, "Elsewhere").id)
    staff = Invited(Role.HELPER, "X", helper.station_id)
    for refused in (elsewhere, staff):
        with pytest.raises(NotAllowed):
            service.invite(work, acting(helper), refused, "CN", NOW)


@pytest.mark.parametrize(
    ("name", "phone", "login"),
    [
        ("", "", ""),
        ("x" * 101, "", ""),
        ("X", "13800000001", ""),
        ("X", "", "taken"),
        ("X", "", "a b"),
    ],
)
def test_a_wrong_invitation_is_refused(work: Session, name: str, phone: str, login: str) -> None:
    """Without a name, or with a number or login that another has."""
    lead = a_person(work, Role.LEAD, phone="+8613800000001")
    lead.login = "taken"
    who = Invited(Role.HELPER, name, lead.station_id, login=login, phone=phone)
    with pytest.raises(PersonWrong):
        service.invite(work, acting(lead), who, "CN", NOW)


def test_an_operator_says_at_which_station(work: Session) -> None:
    """Staff of a station need one that exists; operators have none."""
    operator = acting(a_person(work, Role.OPERATOR))
    with pytest.raises(PersonWrong):
        service.invite(work, operator, Invited(Role.LEAD, "X", None), "CN", NOW)
    with pytest.raises(StationUnknown):
        service.invite(work, operator, Invited(Role.LEAD, "X", "nowhere"), "CN", NOW)
    made = service.invite(work, operator, Invited(Role.AUDITOR, "X", None), "CN", NOW)
    assert made.row.station_id is None
    with pytest.raises(PhoneWrong):
        service.invite(work, operator, Invited(Role.AUDITOR, "X", None, phone="1"), "CN", NOW)


def test_people_of_other_stations_are_unknown(work: Session) -> None:
    """Not even that they exist is said."""
    lead, other = acting(a_person(work, Role.LEAD)), a_person(work, Role.FARMER)
    for attempt in (
        lambda: service.visible(work, lead, other.id),
        lambda: service.disable(work, lead, other.id, NOW),
        lambda: service.new_way_in(work, lead, other.id, NOW),
        lambda: service.visible(work, lead, "nobody"),
    ):
        with pytest.raises(PersonUnknown):
            attempt()
    assert service.visible(work, acting(a_person(work, Role.AUDITOR)), other.id) is other


def test_keeping_somebody_out_works_at_once_and_can_be_undone(work: Session) -> None:
    """Sessions and links end; not by a helper, and not of oneself."""
    lead = a_person(work, Role.LEAD)
    station = repository.station(work, lead.station_id or "")
    farmer, helper = a_person(work, Role.FARMER, station), a_person(work, Role.HELPER, station)
    begun = sessions.begin(work, farmer, NOW, proved=True, device="")
    link = service.new_way_in(work, acting(helper), farmer.id, NOW)
    with pytest.raises(NotAllowed):
        service.disable(work, acting(helper), farmer.id, NOW)
    with pytest.raises(PersonWrong):
        service.disable(work, acting(lead), lead.id, NOW)
    service.disable(work, acting(lead), farmer.id, NOW)
    work.expire_all()
    with pytest.raises(sessions.NotSignedIn):
        sessions.find(work, begun.secret, NOW)
    service.enable(work, acting(lead), farmer.id)
    with pytest.raises(invitations.InvitationOver):
        _join(work, link.path)


def test_a_helper_resets_no_staff(work: Session) -> None:
    """A new link for staff is a way around their second factor: only who may invite staff."""
    lead = a_person(work, Role.LEAD)
    station = repository.station(work, lead.station_id or "")
    helper = a_person(work, Role.HELPER, station)
    with pytest.raises(NotAllowed):
        service.new_way_in(work, acting(helper), lead.id, NOW)
    assert service.new_way_in(work, acting(lead), helper.id, NOW).row.person_id == helper.id


def test_a_phone_number_is_set_and_cleared(work: Session) -> None:
    """One number belongs to one person."""
    helper = a_person(work, Role.HELPER)
    station = repository.station(work, helper.station_id or "")
    farmer, other = a_person(work, Role.FARMER, station), a_person(work, Role.FARMER, station)
    service.set_phone(work, acting(helper), farmer.id, "13812345678", "CN")
    assert farmer.phone == "+8613812345678"
    with pytest.raises(PersonWrong):
        service.set_phone(work, acting(helper), other.id, "+8613812345678", "CN")
    service.set_phone(work, acting(helper), farmer.id, "13812345678", "CN")
    service.set_phone(work, acting(helper), farmer.id, " ", "CN")
    assert farmer.phone is None


def test_the_first_operator_has_one_link_until_one_can_sign_in(work: Session) -> None:
    """Each start of the service makes a new link and ends the one before."""
    first, second = (service.first_operator(work, NOW) for _ in range(2))
    assert first is not None
    assert second is not None
    with pytest.raises(invitations.InvitationOver):
        _join(work, first)
    operator = _join(work, second)
    assert operator.role == Role.OPERATOR
    third = service.first_operator(work, NOW)  # the link was opened, but no password was set
    assert third is not None
    assert _join(work, third).id == operator.id
    operator.password_hash, operator.totp_secret = "x", "X"
    assert service.first_operator(work, NOW) is None


def test_people_are_found_by_name_and_number_in_pages(work: Session) -> None:
    """Farmers first, then by name; one more than a page says that there is another."""
    station = a_station(work)
    for number in range(repository.PAGE + 5):
        a_person(
            work, Role.FARMER, station, name=f"Farmer {number:03}", phone=f"+861380000{number:04}"
        )
    a_person(work, Role.HELPER, station, name="A helper 100%")
    first = repository.people_at(work, station.id, "", 0)
    assert len(first) == repository.PAGE + 1
    assert first[0].name == "Farmer 000"
    assert [row.name for row in repository.people_at(work, station.id, "", 1)][
        -1
    ] == "A helper 100%"
    assert [row.name for row in repository.people_at(work, station.id, "0%", 0)] == [
        "A helper 100%"
    ]
    assert [row.name for row in repository.people_at(work, station.id, "0000007", 0)] == [
        "Farmer 007"
    ]
    assert repository.people_at(work, a_station(work, "Other").id, "", 0) == []


def test_an_operator_adds_stations_and_a_lead_does_not(work: Session) -> None:
    """A station has a name."""
    with pytest.raises(NotAllowed):
        service.create_station(work, acting(a_person(work, Role.LEAD)), "X", "", NOW)
    operator = acting(a_person(work, Role.OPERATOR))
    made = service.create_station(work, operator, " Hill  side ", "Ganzhou", NOW)
    assert repository.station_named(work, "Hill side") is made
    with pytest.raises(PersonWrong):
        service.create_station(work, operator, " ", "", NOW)


def test_forgetting_what_is_over_keeps_what_is_not(work: Session) -> None:
    """The sweep takes nobody's session or link away."""
    farmer = a_person(work, Role.FARMER)
    begun = sessions.begin(work, farmer, NOW, proved=True, device="")
    made = invitations.make(work, Invited(Role.FARMER, "X", a_station(work).id), None, NOW)
    service.forget_old(work, NOW + 1)
    assert sessions.find(work, begun.secret, NOW + 1) == (begun.row, farmer)
    assert invitations.look(work, made.path.removeprefix("/join/"), NOW + 1).name == "X"
