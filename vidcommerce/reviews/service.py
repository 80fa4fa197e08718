"""What helpers do with drafts: see them, correct them, approve them, send them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips import history
from vidcommerce.clips.states import Event, State, transition
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import read_json
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.rules import OURS, Policies
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.offers import selling
from vidcommerce.products import service as products
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import holds, policy, repository, second_eyes, weighing
from vidcommerce.reviews.corrections import Correction, corrected, with_card
from vidcommerce.reviews.policy import Decision, Version
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.tables import DecisionRow, PlanRow
from vidcommerce.reviews.versions import PRIORITY, add_version
from vidcommerce.studio import learning

MOST: Final = 100
MOST_DONE: Final = 20
_MAKING: Final = (State.RENDERING, State.PUBLISHING)
_DONE: Final = (State.PUBLISHED, State.SENT_BACK, State.REJECTED, State.WITHDRAWN)


@dataclass(eq=False)
class DraftUnknown(InputRejected):
    """There is no such draft, or this person may not know of it."""

    clip_id: str
    sentence = N_("There is no such draft.")


@dataclass(eq=False)
class CardOutdated(InputRejected):
    """The product was changed after the card was drawn."""

    sentence = N_(
        "The product has changed since this video was made. Save it, then watch it again."
    )


@dataclass(eq=False)
class NotSaved(InputRejected):
    """A draft was approved together with changes that nobody has watched."""

    sentence = N_("You have changed something. Save it, then watch it again.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands: its clip, the version that counts, what it sells and for whom."""

    clip: ClipRow
    row: PlanRow
    plan: EditPlan
    product: ProductRow
    farmer: PersonRow
    flags: tuple[Flag, ...]

    @property
    def version(self) -> Version:
        """The version, as far as deciding goes."""
        return Version(self.row.id, self.row.number, bool(self.row.bundle))

    @property
    def milliseconds(self) -> int:
        """How long the video plays."""
        return self.plan.canvas.rate.milliseconds(self.plan.frames)

    @property
    def outdated(self) -> bool:
        """Tell whether the card says something else than the product does now."""
        now = (products.facts_of(self.product), self.product.picture)
        return any((card.product, card.image) != now for card in self.plan.cards)


@dataclass(frozen=True, slots=True)
class Queue:
    """The drafts of a station: those that wait, those being made, and the last ones decided."""

    waiting: Sequence[Draft]
    making: Sequence[Draft]
    done: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person had before them: the number of the plan, and the version of the product."""

    number: int
    product: int


def queue(session: Session, actor: Actor, only: ColumnElement[bool] | None = None) -> Queue:
    """Return the drafts that ``actor`` reviews, the longest waiting first.

    ``only`` is a condition on the clips that are listed. Raises NotAllowed.
    """
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    shown = mine & (true() if only is None else only)
    asked = (((State.READY,), MOST, False), (_MAKING, MOST, False), (_DONE, MOST_DONE, True))
    rows = [
        repository.drafts(session, shown, states, limit, newest=newest)
        for states, limit, newest in asked
    ]
    seen = flags.of_clips(session, [row[0].id for part in rows for row in part])
    waiting, making, done = (
        [Draft(clip, plan, read_json(EditPlan, plan.plan), product, farmer, seen[clip.id])
         for clip, plan, product, farmer in part]
        for part in rows
    )  # fmt: skip
    return Queue(waiting, making, done)


def news(session: Session, actor: Actor) -> str:
    """Return what is another text whenever the queue is another: cheap to ask, often.

    The queue itself reads every plan that it shows. Raises NotAllowed.
    """
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    count, last = repository.changes(session, mine)
    return f"{count}-{last}"


def draft(session: Session, actor: Actor, clip_id: str, *, to_change: bool = False) -> Draft:
    """Return a draft that ``actor`` may review. Raises NotAllowed or DraftUnknown."""
    reach(actor, Action.REVIEW)
    clip = repository.clip(session, clip_id, to_change=to_change)
    if clip is None or clip.plan_id is None:
        raise DraftUnknown(clip_id)
    try:
        require(actor, Action.REVIEW, station_id=clip.station_id, owner_id=clip.farmer_id)
    except NotAllowed as error:
        raise DraftUnknown(clip_id) from error
    row = session.get_one(PlanRow, clip.plan_id)
    return Draft(
        clip=clip,
        row=row,
        plan=read_json(EditPlan, row.plan),
        product=session.get_one(ProductRow, clip.product_id),
        farmer=session.get_one(PersonRow, clip.farmer_id),
        flags=flags.of_clips(session, [clip.id])[clip.id],
    )


def version(session: Session, found: Draft, number: int) -> PlanRow:
    """Return a version of a draft that may be reviewed. Raises DraftUnknown."""
    row = repository.plan(session, found.clip.id, number)
    if row is None:
        raise DraftUnknown(found.clip.id)
    return row


def decisions(session: Session, clip_id: str) -> list[tuple[DecisionRow, str]]:
    """Return what was decided about a clip and by whom, newest first."""
    return [(row, name) for row, name in repository.decisions(session, clip_id)]


def publication(session: Session, clip_id: str) -> PublicationRow | None:
    """Return the page that shows a clip now."""
    row = publications.of_clip(session, clip_id)
    return None if row is None or row.withdrawn_at is not None else row


def correct(
    session: Session, actor: Actor, clip_id: str, seen: Seen, correction: Correction, now: int
) -> PlanRow:
    """Write a new version of a draft's plan, change the product with it, and have it drawn.

    A correction that changes nothing makes no version. Raises DraftUnknown, NotNow, PlanMoved,
    ChangedMeanwhile, ProductKeyWrong, and what :func:`~.corrections.corrected` raises.
    """
    found = draft(session, actor, clip_id, to_change=True)
    policy.check_seen(seen.number, found.version)
    transition(State(found.clip.state), Event.CORRECTED)
    facts = _changed_product(session, actor, found, seen, correction)
    plan = corrected(found.plan, correction.cues, facts, found.product.picture)
    if plan == found.plan:
        return found.row
    return add_version(session, found.clip, found.row, plan, actor.person_id, now)


def check_unchanged(
    session: Session, actor: Actor, clip_id: str, seen: Seen, correction: Correction
) -> None:
    """Raise NotSaved where a correction would make another video than the one that was watched.

    Raises PlanMoved or CardOutdated before that, and what :func:`correct` raises.
    """
    found = draft(session, actor, clip_id)
    policy.check_seen(seen.number, found.version)
    if found.outdated:
        raise CardOutdated
    facts = products.facts_of(found.product)
    card = with_card(facts, correction.card)
    plan = corrected(found.plan, correction.cues, facts, found.product.picture)
    if card != facts or plan.cues != found.plan.cues:
        raise NotSaved


def approve(
    session: Session,
    actor: Actor,
    clip_id: str,
    seen: int,
    now: int,
    policies: Policies = OURS,
) -> None:
    """Approve the version that was watched, and have it published.

    Raises DraftUnknown, HeldByOther, PlanMoved, DraftNotDrawn, OwnClip, CardOutdated,
    SecondEyesNeeded, NotNow, ShopHostUnknown where the product leads to no shop of the station, or
    what :func:`~.weighing.check` raises.
    """
    found = draft(session, actor, clip_id, to_change=True)
    holds.check_free(session, actor, clip_id, now)
    person, farmer = actor.person_id, found.clip.farmer_id
    policy.check_approval(seen, found.version, person_id=person, farmer_id=farmer)
    if found.outdated:
        raise CardOutdated
    second_eyes.check(session, person, found.clip, found.plan, found.flags)
    said = weighing.check(session, found.clip, found.flags, policies)
    selling.check_link(session, found.product)
    learning.note(session, found.clip, found.plan, now)
    _decide(session, actor, found, Decision.APPROVED, now)
    history.move(session, found.clip, Event.APPROVED, person_id=person, now=now)
    jobs.ask(session, clip_id, jobs.Stage.PUBLISH, PRIORITY, now)
    noted = {"verdict": said.value, "plan": found.row.digest}
    log.note_clip(session, found.clip, log.What.VERDICT, noted, now, person)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a version is not published: the code, and the helper's own words for the farmer.

    ``frame`` of the video is what is meant, -1 for the whole; ``picture`` is the blob of it.
    """

    reason: Reason
    words: str = ""
    frame: int = -1
    picture: str = ""


def send_back(
    session: Session, actor: Actor, clip_id: str, seen: int, why: Refusal, now: int
) -> None:
    """Ask the farmer for something, who reads why, and answers or sends a better clip.

    Raises DraftUnknown, HeldByOther, PlanMoved, WordsMissing, WordsTooLong or NotNow.
    """
    found = draft(session, actor, clip_id, to_change=True)
    holds.check_free(session, actor, clip_id, now)
    policy.check_seen(seen, found.version)
    _decide(session, actor, found, Decision.SENT_BACK, now, why)
    _move(session, actor, found, Event.SENT_BACK, why, now)


def reject(session: Session, actor: Actor, clip_id: str, seen: int, why: Refusal, now: int) -> None:
    """Refuse a draft for good; a page that showed the clip before is taken back at once.

    Raises DraftUnknown, HeldByOther, PlanMoved, WordsMissing, WordsTooLong or NotNow.
    """
    found = draft(session, actor, clip_id, to_change=True)
    holds.check_free(session, actor, clip_id, now)
    policy.check_seen(seen, found.version)
    _decide(session, actor, found, Decision.REJECTED, now, why)
    _move(session, actor, found, Event.REJECTED, why, now)
    page = publication(session, clip_id)
    if page is not None:
        publishing.take_down(session, page, now)


def _changed_product(
    session: Session, actor: Actor, found: Draft, seen: Seen, correction: Correction
) -> ProductFacts:
    """Return the facts that the card is to show; they change in the product where they differ."""
    row = found.product
    facts = with_card(products.facts_of(row), correction.card)
    if facts != products.facts_of(row):
        products.change(session, actor, row.id, facts, row.picture, seen.product)
    return products.facts_of(row)


def _decide(
    session: Session,
    actor: Actor,
    found: Draft,
    decision: Decision,
    now: int,
    why: Refusal | None = None,
) -> None:
    words = "" if why is None else policy.check_refusal(why.reason, why.words)
    reason = "" if why is None else why.reason.value
    session.add(
        DecisionRow(
            id=new_id(),
            clip_id=found.clip.id,
            plan_id=found.row.id,
            person_id=actor.person_id,
            decision=decision.value,
            reason=reason,
            words=words,
            frame=-1 if why is None else why.frame,
            picture="" if why is None else why.picture,
            at=now,
        )
    )
    noted = {"decision": decision.value, "plan": found.row.digest, "reason": reason, "words": words}
    log.note_clip(session, found.clip, log.What.DECIDED, noted, now, actor.person_id)


def _move(
    session: Session, actor: Actor, found: Draft, event: Event, why: Refusal, now: int
) -> None:
    note = f"{why.reason.value}: {why.words}".removesuffix(": ")
    person = actor.person_id
    history.move(session, found.clip, event, person_id=person, now=now, why=note)
