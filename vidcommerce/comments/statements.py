"""Statements of reasons: for each comment that is kept back, what was done, why, and how to appeal.

What they say is what Regulation (EU) 2022/2065 (Digital Services Act), article 17, 3 asks for; its
letters are named below. They hold no word of any comment and no name, so that they stay and can be
handed out when the writer is gone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import IO, Any, Final

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, Reach, reach
from vidcommerce.comments import actions
from vidcommerce.comments.actions import Act
from vidcommerce.comments.reasons import WORDS
from vidcommerce.comments.tables import CommentActionRow, CommentAppealRow, CommentRow
from vidcommerce.language import N_, Words
from vidcommerce.publishing.tables import PublicationRow

MOST: Final = 1000
"""Statements in one part."""

RESTRICTION: Final = "not_shown"

_HIDING: Final = (Act.WITHHELD, Act.REJECTED)
"""What is a restriction: others don't see the comment."""

_LABELS: Final[Mapping[str, str]] = {
    "what": N_("What was done"),
    "why": N_("The rule"),
    "found": N_("How it was found"),
    "decided": N_("Who decided"),
    "appeal": N_("What you can do"),
}

_WHAT: Final = N_("Nobody but you sees this comment, on any page, until somebody changes that.")
_NO_RULE: Final = N_("No rule is named.")
_FOUND: Final[Mapping[str, str]] = {
    "own_check": N_("We check what is written here ourselves."),
    "reports": N_("Somebody who read it reported it."),
}
_DECIDED: Final[Mapping[bool, str]] = {
    True: N_("A program, by our rules. No person has looked yet."),
    False: N_("A person at the village station."),
}
_REDRESS: Final[Mapping[str, str]] = {
    "appeal": N_("Ask for another person to look at it: the button is on this page."),
    "used": N_(
        "Another person has looked at it here. You can still go to a court, or to a body that "
        "settles such disputes outside of court."
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of reasons, as plain values; the letters are those of article 17, 3.

    ``number`` counts all that was done about comments and grows. ``restriction``: (a) what, where
    ("everywhere") and for how long. ``found_by``, ``automatic_detection``: (b) and (c).
    ``automatic_decision``: (c). ``ground`` is the code of the rule, ``ground_words`` its sentence,
    ``ground_is`` whether that is a law or the terms of this page: (d) and (e). ``redress``: (f).
    Moments are ISO 8601 in UTC, empty where there was none. ``appeal`` is "", "open", "upheld" (the
    writer was right) or "stays". ``undone``: a person took it back as a mistake.
    """

    number: int
    at: str
    station: str
    page: str
    comment: str
    restriction: str
    where: str
    until: str
    found_by: str
    automatic_detection: bool
    automatic_decision: bool
    ground: str
    ground_words: str
    ground_is: str
    redress: str
    appeal: str
    appealed_at: str
    answered_at: str
    undone: str


_BY_LAW: Final = frozenset({"illegal"})
"""Grounds that are a law; all others are the terms of the pages."""


def told(action: CommentActionRow, speech: Words) -> list[tuple[str, str]]:
    """Return a statement as its writer reads it: labels and sentences. Empty for other actions."""
    said = action.statement
    if said.get("restriction") != RESTRICTION:
        return []
    sentences = {
        "what": _WHAT,
        "why": WORDS.get(action.reason, _NO_RULE),
        "found": _FOUND[said["found_by"]],
        "decided": _DECIDED[said["automatic_decision"]],
        "appeal": _REDRESS[said["redress"]],
    }
    return [(speech.say(_LABELS[key]), speech.say(text)) for key, text in sentences.items()]


def of_comment(session: Session, comment: CommentRow) -> CommentActionRow | None:
    """Return the action whose statement holds for a comment now, None where it is not kept back."""
    action = actions.latest(session, comment.id)
    hidden = action is not None and action.statement.get("restriction") == RESTRICTION
    return action if hidden and action is not None and action.action == comment.state else None


def part(
    session: Session, speech: Words, after: int = 0, limit: int = MOST, station_id: str = ""
) -> list[Statement]:
    """Return statements after a number, the oldest first; of one station, or of all."""
    found = session.execute(_asked(after, station_id).limit(min(limit, MOST))).all()
    return [_statement(row, speech) for row in found]


def every(
    session: Session, speech: Words, after: int = 0, station_id: str = ""
) -> Iterator[Statement]:
    """Yield all statements after a number, the oldest first, however many there are."""
    while some := part(session, speech, after, MOST, station_id):
        yield from some
        after = some[-1].number


def station_of(actor: Actor) -> str:
    """Return whose statements somebody may read: a station's id, "" for all. Raises NotAllowed."""
    everywhere = reach(actor, Action.SEE_LOG) is Reach.ALL
    return "" if everywhere else actor.station_id or "-"


def write_csv(found: Iterable[Statement], to: IO[str], *, header: bool = True) -> None:
    """Write statements as a table (RFC 4180), with a line of names where it is the first part."""
    table = csv.DictWriter(to, [field.name for field in fields(Statement)])
    if header:
        table.writeheader()
    table.writerows(plain(one) for one in found)


def write_json(found: Iterable[Statement], to: IO[str]) -> None:
    """Write statements as JSON, an object a line."""
    for one in found:
        to.write(json.dumps(plain(one), ensure_ascii=False) + "\n")


def plain(one: Statement) -> dict[str, Any]:
    """Return a statement as plain values, by name."""
    return asdict(one)


def _asked(after: int, station_id: str) -> Select[CommentActionRow, str, CommentAppealRow | None]:
    asked = (
        select(CommentActionRow, PublicationRow.slug, CommentAppealRow)
        .join(CommentRow, CommentRow.id == CommentActionRow.comment_id)
        .join(PublicationRow, PublicationRow.id == CommentRow.publication_id)
        .outerjoin(CommentAppealRow, CommentAppealRow.action_number == CommentActionRow.number)
        .where(CommentActionRow.action.in_(_HIDING), CommentActionRow.number > after)
        .order_by(CommentActionRow.number)
    )
    return asked.where(CommentActionRow.station_id == station_id) if station_id else asked


def _statement(
    row: Row[CommentActionRow, str, CommentAppealRow | None], speech: Words
) -> Statement:
    action, slug, appeal = row
    said = action.statement
    return Statement(
        number=action.number,
        at=_moment(action.at),
        station=action.station_id,
        page=f"/v/{slug}/",
        comment=action.comment_id or "",
        restriction=said.get("restriction", RESTRICTION),
        where="everywhere",
        until="changed",
        found_by=said.get("found_by", "own_check"),
        automatic_detection=said.get("automatic_detection", action.person_id is None),
        automatic_decision=said.get("automatic_decision", action.person_id is None),
        ground=action.reason,
        ground_words=speech.say(WORDS.get(action.reason, _NO_RULE)),
        ground_is="law" if action.reason in _BY_LAW else "terms",
        redress=said.get("redress", ""),
        appeal=_stands(appeal),
        appealed_at=_moment(appeal.at if appeal else None),
        answered_at=_moment(appeal.answered_at if appeal else None),
        undone=_moment(action.undone_at),
    )


def _stands(appeal: CommentAppealRow | None) -> str:
    if appeal is None:
        return ""
    return {None: "open", True: "upheld", False: "stays"}[appeal.upheld]


def _moment(at: int | None) -> str:
    if at is None:
        return ""
    whole = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
    return whole.replace("+00:00", "Z")
