"""Sessions of browsers: begun, seen, idle, over, ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.accounts.conftest import DAY, HOUR, MINUTE, NOW, a_person
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.sessions import Begun, NotSignedIn, lifetime
from vidcommerce.accounts.tables import PersonRow, SessionRow


def _begun(work: Session, person: PersonRow, now: int = NOW, *, proved: bool = True) -> Begun:
    return sessions.begin(work, person, now, proved=proved, device="Chrome, Android")


def _is_in(work: Session, begun: Begun, now: int) -> bool:
    try:
        row, _ = sessions.find(work, begun.secret, now)
    except NotSignedIn:
        return False
    return row.id == begun.row.id


@given(st.sampled_from(Role), st.booleans())
def test_every_session_ends_some_day_and_sooner_unused(role: Role, proved: bool) -> None:  # noqa: FBT001 - drawn
    """Half a year at most; an unproved one a quarter of an hour."""
    lasts = lifetime(role, proved=proved)
    assert 0 < lasts.idle <= lasts.whole <= 180 * DAY
    assert proved or lasts.whole == 15 * MINUTE


def test_the_secret_is_kept_nowhere(work: Session) -> None:
    """The row has only a hash of it, so that stolen rows open nothing."""
    begun = _begun(work, a_person(work, Role.FARMER))
    columns = [str(getattr(begun.row, column.key)) for column in SessionRow.__table__.columns]
    assert not any(begun.secret in text for text in columns)
    assert _is_in(work, begun, NOW)
    with pytest.raises(NotSignedIn):
        sessions.find(work, begun.row.id, NOW)


def test_a_session_that_is_not_used_ends(work: Session) -> None:
    """Staff after twelve hours; being seen begins the hours anew."""
    begun = _begun(work, a_person(work, Role.HELPER))
    assert _is_in(work, begun, NOW + 12 * HOUR - 1)
    assert not _is_in(work, begun, NOW + 12 * HOUR)
    sessions.seen(work, begun.row.id, NOW + 11 * HOUR)
    work.refresh(begun.row)
    assert _is_in(work, begun, NOW + 12 * HOUR)


def test_a_session_that_is_always_used_ends_too(work: Session) -> None:
    """Staff after seven days."""
    begun = _begun(work, a_person(work, Role.LEAD))
    sessions.seen(work, begun.row.id, NOW + 7 * DAY - 1)
    work.refresh(begun.row)
    assert _is_in(work, begun, NOW + 7 * DAY - 1)
    assert not _is_in(work, begun, NOW + 7 * DAY)


def test_who_is_disabled_is_out_at_once(work: Session) -> None:
    """Without looking for their sessions."""
    person = a_person(work, Role.FARMER)
    begun = _begun(work, person)
    person.disabled_at = NOW
    assert not _is_in(work, begun, NOW)


def test_only_the_owner_ends_a_session(work: Session) -> None:
    """One, by its id; all but this one; and never somebody else's."""
    person, other = a_person(work, Role.FARMER), a_person(work, Role.FARMER)
    one, two, three = (_begun(work, person) for _ in range(3))
    sessions.end(work, other.id, one.row.id, NOW)
    work.expire_all()
    assert _is_in(work, one, NOW)
    sessions.end(work, person.id, one.row.id, NOW)
    work.expire_all()
    assert not _is_in(work, one, NOW)
    sessions.end_all(work, person.id, NOW, but=two.row.id)
    work.expire_all()
    assert (_is_in(work, two, NOW), _is_in(work, three, NOW)) == (True, False)
    assert [row.id for row in sessions.list_open(work, person, NOW)] == [two.row.id]


def test_the_list_has_only_sessions_that_work(work: Session) -> None:
    """Not the idle, the ended, or the half proved; the last used first."""
    person = a_person(work, Role.HELPER)
    _begun(work, person, NOW - 13 * HOUR)
    _begun(work, person, proved=False)
    older, newer = _begun(work, person, NOW - HOUR), _begun(work, person)
    assert [row.id for row in sessions.list_open(work, person, NOW)] == [newer.row.id, older.row.id]


def test_ended_sessions_are_deleted_after_a_month(work: Session) -> None:
    """Until then one can see that they were."""
    begun = _begun(work, a_person(work, Role.HELPER))
    sessions.end_secret(work, begun.secret, NOW)
    sessions.forget_old(work, NOW + 30 * DAY)
    assert work.query(SessionRow).count() == 1
    sessions.forget_old(work, NOW + 30 * DAY + 1)
    assert work.query(SessionRow).count() == 0
