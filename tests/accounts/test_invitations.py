"""Links: good once, for days, for one person."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import DAY, NOW, a_person, a_station
from vidcommerce.accounts import invitations, passkeys, sessions
from vidcommerce.accounts.invitations import InvitationOver, Invited, Made
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import InvitationRow, PasskeyRow, PersonRow
from vidcommerce.db import new_id


def _accept(work: Session, made: Made, now: int = NOW) -> sessions.Begun:
    secret = made.path.removeprefix("/join/")
    return invitations.accept(work, secret, "zh", "Chrome, Android", now)


def _farmer(work: Session, phone: str | None = None) -> Invited:
    return Invited(Role.FARMER, "Wang Fang", a_station(work).id, phone=phone)


def test_a_link_makes_a_farmers_account_and_lets_in_once(work: Session) -> None:
    """At the station of who invited, in the language of who came."""
    who = _farmer(work, "+8613812345678")
    made = invitations.make(work, who, None, NOW)
    begun = _accept(work, made)
    person = work.get_one(PersonRow, begun.row.person_id)
    assert begun.row.proved
    assert (person.name, person.role, person.station_id) == (who.name, "farmer", who.station_id)
    assert (person.phone, person.language) == ("+8613812345678", "zh")
    with pytest.raises(InvitationOver):
        _accept(work, made)
    assert work.query(PersonRow).count() == 1


def test_looking_at_a_link_uses_nothing_up(work: Session) -> None:
    """Messengers look at links before people do."""
    made = invitations.make(work, _farmer(work), None, NOW)
    for _ in range(3):
        assert invitations.look(work, made.path.removeprefix("/join/"), NOW).id == made.row.id
    _accept(work, made)


def test_a_link_ends(work: Session) -> None:
    """After two weeks, or when it is taken back; and the secret itself is not in the row."""
    made = invitations.make(work, _farmer(work), None, NOW)
    assert made.row.token_hash not in made.path
    with pytest.raises(InvitationOver):
        _accept(work, made, NOW + 14 * DAY)
    assert invitations.open_of(work, made.row.station_id, NOW) == [made.row]
    invitations.end(work, made.row.id, NOW)
    work.expire_all()
    assert invitations.open_of(work, made.row.station_id, NOW) == []
    with pytest.raises(InvitationOver):
        _accept(work, made)


def test_staff_come_in_with_nothing_proved(work: Session) -> None:
    """They set a password and a second factor first."""
    made = invitations.make(work, Invited(Role.HELPER, "Li Na", a_station(work).id), None, NOW)
    assert not _accept(work, made).row.proved


def test_a_new_link_for_staff_ends_every_old_way_in(work: Session) -> None:
    """Password, app, passkeys and sessions of before are gone; the person is the same."""
    lead = a_person(work, Role.LEAD)
    lead.password_hash, lead.totp_secret = "old", "OLD"
    work.add(
        PasskeyRow(id=new_id(), person_id=lead.id, credential_id=b"c", public_key=b"k",
                   name="phone", created_at=NOW)
    )  # fmt: skip
    before = sessions.begin(work, lead, NOW, proved=True, device="")
    who = Invited(Role.LEAD, lead.name, lead.station_id, person_id=lead.id)
    begun = _accept(work, invitations.make(work, who, None, NOW))
    work.expire_all()
    assert begun.row.person_id == lead.id
    work.refresh(lead)
    assert [lead.password_hash, lead.totp_secret] == [None, None]
    assert passkeys.of(work, lead.id) == []
    with pytest.raises(sessions.NotSignedIn):
        sessions.find(work, before.secret, NOW)


def test_a_farmers_second_phone_leaves_the_first_signed_in(work: Session) -> None:
    """A new link is another way in, not a reset."""
    farmer = a_person(work, Role.FARMER)
    before = sessions.begin(work, farmer, NOW, proved=True, device="")
    who = Invited(Role.FARMER, farmer.name, farmer.station_id, person_id=farmer.id)
    first, second = (invitations.make(work, who, None, NOW) for _ in range(2))
    with pytest.raises(InvitationOver):  # the second ended the first
        _accept(work, first)
    assert _accept(work, second).row.person_id == farmer.id
    sessions.find(work, before.secret, NOW)


def test_a_link_does_not_open_a_disabled_account(work: Session) -> None:
    """Kept out is kept out."""
    farmer = a_person(work, Role.FARMER)
    who = Invited(Role.FARMER, farmer.name, farmer.station_id, person_id=farmer.id)
    made = invitations.make(work, who, None, NOW)
    farmer.disabled_at = NOW
    with pytest.raises(InvitationOver):
        _accept(work, made)


def test_a_phone_number_that_was_taken_meanwhile_is_left_out(work: Session) -> None:
    """The farmer gets in all the same."""
    made = invitations.make(work, _farmer(work, "+8613812345678"), None, NOW)
    a_person(work, Role.FARMER, phone="+8613812345678")
    person = work.get_one(PersonRow, _accept(work, made).row.person_id)
    assert person.phone is None


def test_old_invitations_are_deleted(work: Session) -> None:
    """A month after their end."""
    made = invitations.make(work, _farmer(work), None, NOW)
    invitations.forget_old(work, made.row.expires_at + 30 * DAY)
    assert work.query(InvitationRow).count() == 1
    invitations.forget_old(work, made.row.expires_at + 30 * DAY + 1)
    assert work.query(InvitationRow).count() == 0
