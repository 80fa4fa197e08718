"""What stands in the way of a person who looks at a draft, before they have pressed anything."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.errors import InputRejected
from vidcommerce.flags.rules import OURS, Policies
from vidcommerce.reviews import second_eyes, weighing
from vidcommerce.reviews.policy import check_other
from vidcommerce.reviews.service import Draft


def approving(
    session: Session, actor: Actor, found: Draft, policies: Policies = OURS
) -> tuple[InputRejected, ...]:
    """Return why ``actor`` can't be who approves this version, whatever they have watched."""
    clip = found.clip
    try:
        check_other(person_id=actor.person_id, farmer_id=clip.farmer_id)
        second_eyes.check(session, actor.person_id, clip, found.plan, found.flags)
        weighing.check(session, clip, found.flags, policies)
    except InputRejected as refused:
        return (refused,)
    return ()
