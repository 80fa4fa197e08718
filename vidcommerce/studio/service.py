"""What helpers do to a draft's plan: save it, keep what is not saved yet, compare, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.states import Event, State, transition
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.flags.rules import OURS, Policies
from vidcommerce.language import Words
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews import policy
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.service import Draft
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.reviews.versions import add_version
from vidcommerce.storage import BlobStore
from vidcommerce.studio import repository
from vidcommerce.studio.cards import card_view
from vidcommerce.studio.comparing import differences
from vidcommerce.studio.document import (
    BringBack,
    Change,
    Comparison,
    Newer,
    Save,
    Saved,
    Version,
    Working,
)
from vidcommerce.studio.facts import edges_of, ground_of
from vidcommerce.studio.mapping import Edges
from vidcommerce.studio.saving import accepted, settled
from vidcommerce.studio.tables import WorkingPlanRow
from vidcommerce.studio.telling import told

MOST_VERSIONS: Final = 20
"""Versions that are listed; all are kept."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works, with what, in which language, at which moment (ms since 1970)."""

    session: Session
    store: BlobStore
    actor: Actor
    speech: Words
    now: int
    policies: Policies = OURS


def save(desk: Desk, clip_id: str, asked: Save) -> Saved:
    """Make the plan that somebody sends the draft's next version, and have it drawn.

    One that changes nothing, or that is the newest version already (an answer that was lost), makes
    none. A product that has changed since is no obstacle: the plan comes back with it. One's
    unsaved copy is forgotten. Raises DraftUnknown, NotNow, PlanMoved, and what
    :func:`~.saving.accepted` raises.
    """
    found = _to_change(desk, clip_id)
    ground = ground_of(desk.store, found)
    if settled(replace(asked.plan, label=found.plan.label), ground) != found.plan:
        policy.check_seen(asked.base, found.version)
    return _kept(desk, found, accepted(found.plan, asked.plan, ground))


def bring_back(desk: Desk, clip_id: str, asked: BringBack) -> Saved:
    """Make an old version the newest again, with the product as it is now.

    Raises DraftUnknown, NotNow, PlanMoved, and what :func:`~.saving.accepted` raises.
    """
    found = _to_change(desk, clip_id)
    old = _plan(reviews.version(desk.session, found, asked.number))
    old = replace(old, label=found.plan.label)
    plan = accepted(old, old, ground_of(desk.store, found))
    if plan != found.plan:
        policy.check_seen(asked.base, found.version)
    return _kept(desk, found, plan)


def newest(desk: Desk, clip_id: str) -> Newer:
    """Return the version that counts, for whoever saved too late. Raises DraftUnknown."""
    found = reviews.draft(desk.session, desk.actor, clip_id)
    by = repository.maker(desk.session, found.row)
    return Newer(found.row.number, by, found.row.created_at, found.plan)


def keep(desk: Desk, clip_id: str, working: Working) -> None:
    """Keep a plan that is not saved yet, instead of what was kept before. Raises DraftUnknown.

    Nothing else than its own rules are asked of it: what does not agree with the draft is refused
    when it is saved, and nothing is lost until then.
    """
    found = reviews.draft(desk.session, desk.actor, clip_id, to_change=True)  # two of one's tabs
    reviews.version(desk.session, found, working.base)
    row = WorkingPlanRow(
        clip_id=clip_id,
        person_id=desk.actor.person_id,
        base=working.base,
        plan=canonical_json(working.plan),
        at=desk.now,
    )
    desk.session.merge(row)


def forget(desk: Desk, clip_id: str) -> None:
    """Forget what one has not saved. Raises DraftUnknown."""
    reviews.draft(desk.session, desk.actor, clip_id)
    repository.forget(desk.session, clip_id, desk.actor.person_id)


def working(desk: Desk, clip_id: str) -> Working | None:
    """Return one's unsaved copy of a draft that one may review."""
    row = repository.working(desk.session, clip_id, desk.actor.person_id)
    return None if row is None else Working(row.base, read_json(EditPlan, row.plan), row.at)


def version(desk: Desk, clip_id: str, number: int) -> EditPlan:
    """Return the plan of a version. Raises DraftUnknown."""
    found = reviews.draft(desk.session, desk.actor, clip_id)
    return _plan(reviews.version(desk.session, found, number))


def compare(desk: Desk, clip_id: str, one: int, other: int) -> Comparison:
    """Return what is different in version ``other``, in words. Raises DraftUnknown."""
    found = reviews.draft(desk.session, desk.actor, clip_id)
    before, after = (_plan(reviews.version(desk.session, found, number)) for number in (one, other))
    edges = edges_of(found.row, found.plan)
    return Comparison(one, other, changes(before, after, edges, desk.speech))


def versions(desk: Desk, found: Draft) -> tuple[Version, ...]:
    """Return the newest versions of a draft, newest first, each with what is different in it."""
    rows = repository.versions(desk.session, found.clip.id, MOST_VERSIONS + 1)
    plans = [_plan(row) for row, _ in rows]
    return tuple(
        Version(
            number=row.number,
            by=name or "",
            at=row.created_at,
            drawn=bool(row.bundle),
            changes=_since(desk, rows, plans, place),
        )
        for place, (row, name) in enumerate(rows[:MOST_VERSIONS])
    )


def changes(before: EditPlan, after: EditPlan, edges: Edges, speech: Words) -> tuple[Change, ...]:
    """Return what is different in ``after``, in words. Pure."""
    parts = told(differences(before, after, edges), after.canvas.rate)
    return tuple(Change(part.kind, speech.say(part.sentence, **part.facts)) for part in parts)


def _since(
    desk: Desk, rows: Sequence[Row[PlanRow, str | None]], plans: Sequence[EditPlan], place: int
) -> tuple[Change, ...]:
    """Return what is different in a version since the one before it."""
    if place + 1 == len(rows) or plans[place].sources != plans[place + 1].sources:
        return ()
    edges = edges_of(rows[place][0], plans[place])
    return changes(plans[place + 1], plans[place], edges, desk.speech)


def _to_change(desk: Desk, clip_id: str) -> Draft:
    found = reviews.draft(desk.session, desk.actor, clip_id, to_change=True)
    transition(State(found.clip.state), Event.CORRECTED)
    return found


def _kept(desk: Desk, found: Draft, plan: EditPlan) -> Saved:
    """Write a plan down, where it is another one, and return how things stand then."""
    row = found.row
    if plan != found.plan:
        person = desk.actor.person_id
        row = add_version(desk.session, found.clip, found.row, plan, person, desk.now)
    repository.forget(desk.session, found.clip.id, desk.actor.person_id)
    edges = edges_of(found.row, found.plan)
    return Saved(
        number=row.number,
        product=found.product.version,
        plan=plan,
        card=card_view(found, plan),
        changes=changes(found.plan, plan, edges, desk.speech),
    )


def _plan(row: PlanRow) -> EditPlan:
    return read_json(EditPlan, row.plan)
