"""What an API token may do, in four words. Pure.

A scope is a set of actions; of these a token gets those that its person may do, see roles.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from vidcommerce.accounts.roles import GRANTS, Action, Role


class Scope(StrEnum):
    """What people choose when they make a token."""

    READ = "read"
    WRITE = "write"
    MODERATE = "moderate"
    ADMIN = "admin"


SCOPES: Final[Mapping[Scope, frozenset[Action]]] = {
    Scope.READ: frozenset(
        {Action.SEE_CLIPS, Action.SEE_PRODUCTS, Action.SEE_PEOPLE, Action.SEE_FAILURES,
         Action.SEE_LOG, Action.SEE_INSIGHTS}
    ),
    Scope.WRITE: frozenset(
        {Action.SEND_CLIPS, Action.CANCEL_CLIPS, Action.EDIT_PRODUCTS, Action.REVIEW,
         Action.WITHDRAW, Action.APPEAL, Action.TAKE_OVER, Action.ANSWER}
    ),
    Scope.MODERATE: frozenset({Action.MODERATE}),
    Scope.ADMIN: frozenset(
        {Action.INVITE_FARMERS, Action.INVITE_STAFF, Action.EDIT_PEOPLE, Action.EDIT_STATION,
         Action.EDIT_WEBHOOKS, Action.RUN_AGAIN, Action.ADD_STATIONS}
    ),
}  # fmt: skip
"""Every action is in exactly one scope."""


def scope_of(action: Action) -> Scope:
    """Return the scope that an action is in."""
    return next(scope for scope, actions in SCOPES.items() if action in actions)


def actions_of(scopes: Collection[Scope], role: Role) -> frozenset[Action]:
    """Return what a token with these scopes may do for a person in ``role``."""
    asked = frozenset[Action]().union(*(SCOPES[scope] for scope in scopes))
    return frozenset(action for action in asked if role in GRANTS[action])


def scopes_of(actions: Collection[str]) -> list[Scope]:
    """Return the scopes that hold a token's actions, in their order."""
    return [scope for scope, held in SCOPES.items() if held & set(actions)]
