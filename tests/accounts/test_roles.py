"""What the table of permissions promises as a whole, and scopes within it."""

from __future__ import annotations

import pytest

from vidcommerce.accounts.roles import (
    GRANTS,
    WITHOUT_STATION,
    Action,
    Actor,
    NotAllowed,
    Reach,
    Role,
    invitable,
    reach,
    require,
    require_person,
)
from vidcommerce.accounts.words import ACTIONS, ROLES, ROLES_DO

_CHANGES = frozenset(Action) - {
    Action.SEE_CLIPS, Action.SEE_PRODUCTS, Action.SEE_PEOPLE, Action.SEE_FAILURES, Action.SEE_LOG,
    Action.SEE_INSIGHTS,
}  # fmt: skip


def _actor(role: Role, scopes: frozenset[Action] | None = None) -> Actor:
    return Actor("me", role, None if role in WITHOUT_STATION else "here", scopes)


def test_every_action_and_role_has_a_name_and_somebody_may_do_it() -> None:
    """No action is forgotten in the table, nor in the words for people."""
    assert set(GRANTS) == set(ACTIONS) == set(Action)
    assert set(ROLES) == set(ROLES_DO) == set(Role)
    assert all(GRANTS.values())


def test_an_auditor_changes_nothing() -> None:
    """An auditor sees, and only sees."""
    assert [action for action in _CHANGES if Role.AUDITOR in GRANTS[action]] == []


def test_a_farmer_reaches_only_what_is_theirs() -> None:
    """No grant of a farmer reaches to the neighbour."""
    reaches = {granted[Role.FARMER] for granted in GRANTS.values() if Role.FARMER in granted}
    assert reaches == {Reach.OWN}


def test_only_people_without_a_station_reach_over_all() -> None:
    """Staff of a station see and touch their station at most."""
    wide = {
        role for granted in GRANTS.values() for role, wide in granted.items() if wide is Reach.ALL
    }
    assert wide <= set(WITHOUT_STATION)


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_away_more_than_they_have(role: Role) -> None:
    """Whoever is invited can't do what the inviter can't, except send their own clips."""
    for given in invitable(_actor(role)):
        for action, granted in GRANTS.items():
            if given in granted and granted[given] is Reach.ALL:
                assert granted.get(role) is Reach.ALL or role is Role.OPERATOR, action


def test_who_may_invite_whom() -> None:
    """Helpers farmers; leads their staff too; operators everybody; others nobody."""
    assert invitable(_actor(Role.HELPER)) == (Role.FARMER,)
    assert invitable(_actor(Role.LEAD)) == (Role.FARMER, Role.HELPER, Role.MODERATOR, Role.LEAD)
    assert set(invitable(_actor(Role.OPERATOR))) == set(Role)
    for role in (Role.FARMER, Role.MODERATOR, Role.AUDITOR):
        assert invitable(_actor(role)) == ()


@pytest.mark.parametrize(
    ("role", "invited", "station"),
    [
        (Role.HELPER, Role.HELPER, "here"),
        (Role.HELPER, Role.FARMER, "there"),
        (Role.LEAD, Role.OPERATOR, None),
        (Role.LEAD, Role.OPERATOR, "here"),
        (Role.LEAD, Role.HELPER, "there"),
        (Role.FARMER, Role.FARMER, "here"),
    ],
)
def test_people_out_of_reach_are_out_of_reach(
    role: Role, invited: Role, station: str | None
) -> None:
    """Another station's people, and those above oneself."""
    with pytest.raises(NotAllowed):
        require_person(_actor(role), invited, station)


def test_a_scope_narrows_and_never_widens() -> None:
    """A token that may see clips may not cancel them, nor what its person may not."""
    program = _actor(Role.HELPER, frozenset({Action.SEE_CLIPS, Action.EDIT_WEBHOOKS}))
    require(program, Action.SEE_CLIPS, station_id="here", owner_id="farmer")
    for action in (Action.CANCEL_CLIPS, Action.EDIT_WEBHOOKS):
        with pytest.raises(NotAllowed):
            reach(program, action)
    assert invitable(program) == ()
