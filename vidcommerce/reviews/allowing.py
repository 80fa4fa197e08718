"""What stands in the way of a person who looks at a draft, before they have pressed anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.states import Event, State, transition
from vidcommerce.errors import InputRejected
from vidcommerce.reviews import holds, second_eyes
from vidcommerce.reviews.policy import check_other
from vidcommerce.reviews.service import Draft


def deciding(session: Session, actor: Actor, found: Draft, now: int) -> tuple[InputRejected, ...]:
    """Return why ``actor`` can't ask or reject now; nothing where they can."""
    state = State(found.clip.state)
    return _refusals((
        lambda: holds.check_free(session, actor, found.clip.id, now),
        lambda: transition(state, Event.SENT_BACK),
    ))  # fmt: skip


def approving(session: Session, actor: Actor, found: Draft) -> tuple[InputRejected, ...]:
    """Return why ``actor`` can't be who approves this version, whatever they have watched."""
    clip = found.clip
    return _refusals((
        lambda: check_other(person_id=actor.person_id, farmer_id=clip.farmer_id),
        lambda: second_eyes.check(session, actor.person_id, clip, found.plan, found.flags),
    ))  # fmt: skip


def _refusals(checks: Iterable[Callable[[], object]]) -> tuple[InputRejected, ...]:
    found = []
    for check in checks:
        try:
            check()
        except InputRejected as refused:
            found.append(refused)
    return tuple(found)
