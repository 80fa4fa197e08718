"""One press for a price that moved: the video is drawn with the new one, and published.

Whoever presses has both prices before them. That is the correction, and the approval of exactly
that change: the version that is drawn is the public one, which a person watched and approved, with
another price on its card. It is published once it is drawn, if nothing else came between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.rules import OURS, Policies
from vidcommerce.flags.tables import FlagRow
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.logs import logger
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.offers.prices import with_price
from vidcommerce.products.service import facts_of
from vidcommerce.reviews import policy, service
from vidcommerce.reviews.corrections import corrected
from vidcommerce.reviews.policy import Decision, OwnClip
from vidcommerce.reviews.service import Draft, Seen
from vidcommerce.reviews.tables import DecisionRow, PlanRow
from vidcommerce.reviews.versions import add_version
from vidcommerce.versions import check_version

_MOST: Final = 50

_log = logger(__name__)


@dataclass(eq=False)
class NotOnlyPrice(InputRejected):
    """More than the price differs between a public video and its product."""

    sentence = N_("More than the price has changed. Save it, then watch it again.")


@dataclass(frozen=True, slots=True)
class Moved:
    """A public video whose card says another price than its product; as people read both.

    ``alone`` tells whether nothing else on the card has changed: one press puts it right.
    """

    draft: Draft
    shown: str
    now: str
    alone: bool


def moved(session: Session, actor: Actor) -> list[Moved]:
    """Return the public videos whose price moved, the longest ago first. Raises NotAllowed."""
    found = []
    for clip_id, evidence in _flagged(session, actor):
        draft = service.draft(session, actor, clip_id)
        if _can(session, draft):
            alone = only_price(draft, facts_of(draft.product))
            found.append(Moved(draft, str(evidence["shown"]), str(evidence["now"]), alone))
    return found


def count(session: Session, actor: Actor) -> int:
    """Return of how many public videos the price is told to have moved. Raises NotAllowed."""
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    asked = select(func.count()).select_from(FlagRow).join(ClipRow, ClipRow.id == FlagRow.clip_id)
    return session.scalar(asked.where(mine, FlagRow.kind == Kind.PRICE_CHANGED)) or 0


def can_redraw(session: Session, draft: Draft) -> bool:
    """Tell whether a press would publish a draft's video with the price of now."""
    shows = [card.product for card in draft.plan.cards]
    facts = facts_of(draft.product)
    moved_price = any(with_price(one, facts) != one for one in shows)
    return moved_price and only_price(draft, facts) and _can(session, draft)


def only_price(draft: Draft, now: ProductFacts) -> bool:
    """Tell whether nothing that the card shows but the price differs from the product. Pure.

    The address of the cart is in no picture; each version of a page makes its own.
    """
    return all(
        with_price(replace(card.product, cart_url=now.cart_url), now) == now
        and card.image == draft.product.picture
        for card in draft.plan.cards
    )


def redraw(session: Session, actor: Actor, clip_id: str, seen: Seen, now: int) -> PlanRow:
    """Have a public video drawn with its product's price, and published when it is drawn.

    ``seen`` is the version and the product whose prices were before whoever asks. A price that is
    the card's already makes no version. Raises NotAllowed, DraftUnknown, PlanMoved,
    ChangedMeanwhile, OwnClip, NotOnlyPrice, NotNow where the public version is not the newest, and
    GlyphsMissing.
    """
    draft = service.draft(session, actor, clip_id, to_change=True)
    policy.check_seen(seen.number, draft.version)
    check_version(expected=seen.product, current=draft.product.version)
    if actor.person_id == draft.clip.farmer_id:
        raise OwnClip
    facts = facts_of(draft.product)
    if not only_price(draft, facts):
        raise NotOnlyPrice
    if not _can(session, draft):
        raise NotNow(draft.clip.state, Event.CORRECTED.value)
    texts = ["\n".join(cue.lines) for cue in draft.plan.cues]
    plan = corrected(draft.plan, texts, facts, draft.product.picture)
    if plan == draft.plan:
        return draft.row
    return _asked(session, actor, draft, plan, now)


def keep_word(session: Session, clip: ClipRow, now: int, policies: Policies = OURS) -> bool:
    """Publish a version that was just drawn if that was promised; tells whether it is.

    The approval is made now, by whoever promised it, under all the rules of an approval: a person
    who may no longer review, a product that is another again, leave the draft to a helper.
    """
    session.flush()
    promise = session.scalar(
        select(DecisionRow).where(
            DecisionRow.plan_id == clip.plan_id, DecisionRow.decision == Decision.PROMISED
        )
    )
    if promise is None or not _still_public(session, clip):
        return False
    person = session.get_one(PersonRow, promise.person_id)
    if person.disabled_at is not None:
        return False
    actor = Actor(person.id, Role(person.role), person.station_id)
    number = session.get_one(PlanRow, promise.plan_id).number
    try:
        with session.begin_nested():  # refused, it leaves nothing behind
            service.approve(session, actor, clip.id, number, now, policies)
    except InputRejected as refused:
        _log.info("not published by itself", clip=clip.id, why=type(refused).__name__)
        return False
    return True


def _flagged(session: Session, actor: Actor) -> Sequence[Row[str, dict[str, object]]]:
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    asked = (
        select(ClipRow.id, FlagRow.evidence)
        .join(FlagRow, FlagRow.clip_id == ClipRow.id)
        .where(mine, FlagRow.kind == Kind.PRICE_CHANGED, ClipRow.state == State.PUBLISHED)
        .order_by(FlagRow.created_at, FlagRow.id)
        .limit(_MOST)
    )
    return session.execute(asked).all()


def _can(session: Session, draft: Draft) -> bool:
    """Tell whether the newest version is the one that is public: somebody approved it."""
    page = service.publication(session, draft.clip.id)
    public = page is not None and page.plan_id == draft.row.id
    return public and draft.clip.state == State.PUBLISHED


def _asked(session: Session, actor: Actor, draft: Draft, plan: EditPlan, now: int) -> PlanRow:
    """Write the version and the promise down, and have it drawn."""
    row = add_version(session, draft.clip, draft.row, plan, actor.person_id, now)
    session.add(
        DecisionRow(
            id=new_id(),
            clip_id=draft.clip.id,
            plan_id=row.id,
            person_id=actor.person_id,
            decision=Decision.PROMISED.value,
            at=now,
        )
    )
    noted = {"decision": Decision.PROMISED.value, "plan": row.digest, "reason": "", "words": ""}
    log.note_clip(session, draft.clip, log.What.DECIDED, noted, now, actor.person_id)
    return row


def _still_public(session: Session, clip: ClipRow) -> bool:
    """Tell whether the page still shows the version that the promised one was made from."""
    page = service.publication(session, clip.id)
    if page is None or clip.plan_id is None:
        return False
    before, promised = (session.get_one(PlanRow, one) for one in (page.plan_id, clip.plan_id))
    return before.number + 1 == promised.number
