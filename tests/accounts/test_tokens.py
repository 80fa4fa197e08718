"""API tokens: scoped, hashed, and they end."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import DAY, NOW, a_person, acting
from vidcommerce.accounts import tokens
from vidcommerce.accounts.roles import Action, Role
from vidcommerce.accounts.sessions import NotSignedIn
from vidcommerce.accounts.tokens import TokenRefused

_SEE = frozenset({Action.SEE_CLIPS})


def test_a_token_is_its_person_within_its_scopes(work: Session) -> None:
    """And its secret is kept nowhere."""
    lead = a_person(work, Role.LEAD)
    made = tokens.make(work, acting(lead), " till ", {Action.SEE_CLIPS, Action.REVIEW}, 30, NOW)
    assert made.secret.startswith("vc_")
    assert made.secret not in made.row.token_hash
    assert made.row.name == "till"
    row, person = tokens.find(work, made.secret, NOW + 30 * DAY - 1)
    actor = tokens.actor_of(row, person)
    assert (actor.person_id, actor.station_id) == (lead.id, lead.station_id)
    assert actor.scopes == frozenset({Action.SEE_CLIPS, Action.REVIEW})


def test_a_token_ends(work: Session) -> None:
    """By its day, by its owner, or with its person; not by anybody else."""
    lead, other = a_person(work, Role.LEAD), a_person(work, Role.LEAD)
    made = tokens.make(work, acting(lead), "till", _SEE, 30, NOW)
    with pytest.raises(NotSignedIn):
        tokens.find(work, made.secret, NOW + 30 * DAY)
    tokens.revoke(work, other.id, made.row.id, NOW)
    work.expire_all()
    assert tokens.list_open(work, lead.id, NOW) == [made.row]
    tokens.revoke(work, lead.id, made.row.id, NOW)
    work.expire_all()
    with pytest.raises(NotSignedIn):
        tokens.find(work, made.secret, NOW)
    assert tokens.list_open(work, lead.id, NOW) == []
    second = tokens.make(work, acting(lead), "till", _SEE, 30, NOW)
    lead.disabled_at = NOW
    with pytest.raises(NotSignedIn):
        tokens.find(work, second.secret, NOW)


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        ("", _SEE, 30),
        ("x" * 101, _SEE, 30),
        ("till", frozenset(), 30),
        ("till", frozenset({Action.EDIT_WEBHOOKS}), 30),
        ("till", _SEE, 0),
        ("till", _SEE, 366),
    ],
)
def test_a_token_that_should_not_be_is_not_made(
    work: Session, name: str, scopes: frozenset[Action], days: int
) -> None:
    """Without a name, without an end, or with more than its maker may."""
    helper = a_person(work, Role.HELPER)
    with pytest.raises(TokenRefused):
        tokens.make(work, acting(helper), name, scopes, days, NOW)


def test_a_token_makes_no_wider_token(work: Session) -> None:
    """A program that got one can't give itself more."""
    lead = a_person(work, Role.LEAD)
    made = tokens.make(work, acting(lead), "till", _SEE, 30, NOW)
    program = tokens.actor_of(made.row, lead)
    with pytest.raises(TokenRefused):
        tokens.make(work, program, "more", {Action.REVIEW}, 30, NOW)


def test_a_role_that_shrank_shrinks_its_tokens(work: Session) -> None:
    """What the person may no longer do, their token may not either."""
    lead = a_person(work, Role.LEAD)
    made = tokens.make(work, acting(lead), "till", {Action.EDIT_PEOPLE}, 30, NOW)
    lead.role = Role.HELPER
    actor = tokens.actor_of(made.row, lead)
    assert actor.role is Role.HELPER
