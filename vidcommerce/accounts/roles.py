"""Who may do what: the one table. Pure.

A reach says of whose things: one's own, those of one's station, or all. What the table does not
grant is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


class Role(StrEnum):
    """What a person is to the service; shoppers need no account and have none."""

    FARMER = "farmer"
    HELPER = "helper"
    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class Reach(IntEnum):
    """Whose things an action may touch; a wider reach holds the narrower ones."""

    OWN = 1
    STATION = 2
    ALL = 3


class Action(StrEnum):
    """What can be done; each route names the one that it needs."""

    SEE_CLIPS = "see_clips"
    SEND_CLIPS = "send_clips"
    CANCEL_CLIPS = "cancel_clips"
    SEE_PRODUCTS = "see_products"
    EDIT_PRODUCTS = "edit_products"
    REVIEW = "review"
    TAKE_OVER = "take_over"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    MODERATE = "moderate"
    ANSWER = "answer"
    INVITE_FARMERS = "invite_farmers"
    INVITE_STAFF = "invite_staff"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    EDIT_STATION = "edit_station"
    ADD_STATIONS = "add_stations"
    EDIT_WEBHOOKS = "edit_webhooks"
    SEE_FAILURES = "see_failures"
    RUN_AGAIN = "run_again"
    SEE_LOG = "see_log"
    SEE_INSIGHTS = "see_insights"


_OWN, _STATION, _ALL = Reach.OWN, Reach.STATION, Reach.ALL
_F, _H, _M, _L, _O, _A = Role

GRANTS: Final[Mapping[Action, Mapping[Role, Reach]]] = {
    Action.SEE_CLIPS: {_F: _OWN, _H: _STATION, _M: _STATION, _L: _STATION, _O: _ALL, _A: _ALL},
    Action.SEND_CLIPS: {_F: _OWN, _H: _STATION, _L: _STATION},
    Action.CANCEL_CLIPS: {_F: _OWN, _H: _STATION, _L: _STATION, _O: _ALL},
    Action.SEE_PRODUCTS: {_F: _OWN, _H: _STATION, _M: _STATION, _L: _STATION, _O: _ALL, _A: _ALL},
    Action.EDIT_PRODUCTS: {_F: _OWN, _H: _STATION, _L: _STATION},
    Action.REVIEW: {_H: _STATION, _L: _STATION},
    Action.TAKE_OVER: {_L: _STATION},
    Action.APPEAL: {_F: _OWN},
    Action.WITHDRAW: {_F: _OWN, _H: _STATION, _L: _STATION, _O: _ALL},
    Action.MODERATE: {_H: _STATION, _M: _STATION, _L: _STATION},
    Action.ANSWER: {_F: _OWN, _H: _STATION, _M: _STATION, _L: _STATION},
    Action.INVITE_FARMERS: {_H: _STATION, _L: _STATION, _O: _ALL},
    Action.INVITE_STAFF: {_L: _STATION, _O: _ALL},
    Action.SEE_PEOPLE: {_H: _STATION, _L: _STATION, _O: _ALL, _A: _ALL},
    Action.EDIT_PEOPLE: {_L: _STATION, _O: _ALL},
    Action.EDIT_STATION: {_L: _STATION, _O: _ALL},
    Action.ADD_STATIONS: {_O: _ALL},
    Action.EDIT_WEBHOOKS: {_L: _STATION, _O: _ALL},
    Action.SEE_FAILURES: {_O: _ALL, _A: _ALL},
    Action.RUN_AGAIN: {_O: _ALL},
    Action.SEE_LOG: {_L: _STATION, _O: _ALL, _A: _ALL},
    Action.SEE_INSIGHTS: {_H: _STATION, _L: _STATION, _O: _ALL, _A: _ALL},
}


@dataclass(eq=False)
class NotAllowed(InputRejected):
    """This person may not do that, or not to this."""

    action: str
    sentence = N_("You may not do that here.")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in a role at a station; operators and auditors belong to none.

    ``scopes`` is what a program with an API token may do at most; None for people themselves.
    """

    person_id: str
    role: Role
    station_id: str | None
    scopes: frozenset[Action] | None = None


def reach(actor: Actor, action: Action) -> Reach:
    """Return whose things ``actor`` may do this to. Raises NotAllowed where it is nobody's."""
    granted = _granted(actor, action)
    if granted is None:
        raise NotAllowed(action.value)
    return granted


def require(actor: Actor, action: Action, *, station_id: str, owner_id: str) -> None:
    """Let ``actor`` do this to a thing of a station and an owner. Raises NotAllowed."""
    granted = reach(actor, action)
    allowed = {
        Reach.OWN: owner_id == actor.person_id,
        Reach.STATION: station_id == actor.station_id,
        Reach.ALL: True,
    }[granted]
    if not allowed:
        raise NotAllowed(action.value)


STAFF: Final = (Role.HELPER, Role.MODERATOR, Role.LEAD, Role.OPERATOR, Role.AUDITOR)
WITHOUT_STATION: Final = (Role.OPERATOR, Role.AUDITOR)


def invitable(actor: Actor) -> tuple[Role, ...]:
    """Return the roles that ``actor`` may give away: none that reaches further than their own."""
    farmers = (Role.FARMER,) if _granted(actor, Action.INVITE_FARMERS) else ()
    staff = _granted(actor, Action.INVITE_STAFF)
    station = tuple(role for role in STAFF if role not in WITHOUT_STATION) if staff else ()
    return farmers + station + (WITHOUT_STATION if staff is Reach.ALL else ())


def require_person(actor: Actor, role: Role, station_id: str | None) -> None:
    """Let ``actor`` change or invite a person in ``role`` at a station. Raises NotAllowed.

    Farmers need INVITE_FARMERS, staff INVITE_STAFF; people without a station need reach over all.
    """
    action = Action.INVITE_FARMERS if role is Role.FARMER else Action.INVITE_STAFF
    require(actor, action, station_id=station_id or "", owner_id="")
    if role not in invitable(actor):
        raise NotAllowed(action.value)


def _granted(actor: Actor, action: Action) -> Reach | None:
    within = actor.scopes is None or action in actor.scopes
    return GRANTS[action].get(actor.role) if within else None
