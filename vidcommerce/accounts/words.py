"""What roles and actions are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vidcommerce.accounts.roles import Action, Role
from vidcommerce.language import N_

ROLES: Final[Mapping[Role, str]] = {
    Role.FARMER: N_("Farmer"),
    Role.HELPER: N_("Helper"),
    Role.MODERATOR: N_("Moderator"),
    Role.LEAD: N_("Station lead"),
    Role.OPERATOR: N_("Operator"),
    Role.AUDITOR: N_("Auditor"),
}

ROLES_DO: Final[Mapping[Role, str]] = {
    Role.FARMER: N_("sends videos"),
    Role.HELPER: N_("reviews videos and invites farmers"),
    Role.MODERATOR: N_("looks after comments"),
    Role.LEAD: N_("runs the station and invites staff"),
    Role.OPERATOR: N_("runs the whole service"),
    Role.AUDITOR: N_("sees everything and changes nothing"),
}

ACTIONS: Final[Mapping[Action, str]] = {
    Action.SEE_CLIPS: N_("see videos"),
    Action.SEND_CLIPS: N_("send videos"),
    Action.CANCEL_CLIPS: N_("cancel videos"),
    Action.SEE_PRODUCTS: N_("see products"),
    Action.EDIT_PRODUCTS: N_("add and change products"),
    Action.REVIEW: N_("review videos"),
    Action.TAKE_OVER: N_("take a draft from somebody who has it open"),
    Action.APPEAL: N_("ask for another person to look at one's own video"),
    Action.WITHDRAW: N_("take videos off the web"),
    Action.MODERATE: N_("let comments through or refuse them"),
    Action.ANSWER: N_("answer questions about videos"),
    Action.INVITE_FARMERS: N_("invite farmers"),
    Action.INVITE_STAFF: N_("invite staff"),
    Action.SEE_PEOPLE: N_("see people"),
    Action.EDIT_PEOPLE: N_("let people in or keep them out"),
    Action.EDIT_STATION: N_("change the station"),
    Action.ADD_STATIONS: N_("add stations"),
    Action.EDIT_WEBHOOKS: N_("change webhooks"),
    Action.SEE_FAILURES: N_("see what failed"),
    Action.RUN_AGAIN: N_("run failed work again"),
    Action.SEE_LOG: N_("see the log"),
    Action.SEE_INSIGHTS: N_("see the numbers"),
}
