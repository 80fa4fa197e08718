"""What helpers do with drafts, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.service import Woken
from tests.stations import CUES, NOW, Village, settle
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.clips.states import NotNow, State
from vidcommerce.clips.tables import ClipEventRow, ClipRow, JobRow
from vidcommerce.documents import read_json
from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.media.plan import EditPlan
from vidcommerce.products.models import ProductKeyWrong
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import CardText, Correction, LinesMismatch, LineUnreadable
from vidcommerce.reviews.policy import DraftNotDrawn, OwnClip, PlanMoved, WordsMissing
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal, Seen
from vidcommerce.reviews.tables import DecisionRow, PlanRow
from vidcommerce.versions import ChangedMeanwhile

TEXTS = tuple(text for _, _, text in CUES)
CARD = CardText(PRODUCT.name, PRODUCT.unit, PRODUCT.origin)
FIRST = Seen(1, 1)


def _correct(
    village: Village, *cues: str, card: CardText = CARD, seen: Seen = FIRST, now: int = NOW
) -> PlanRow:
    with village.service.database.writing() as work:
        correction = Correction(cues or TEXTS, card)
        return reviews.correct(work, village.actor, village.clip_id, seen, correction, now)


def _approve(village: Village, seen: int = 1, actor: Actor | None = None) -> None:
    with village.service.database.writing() as work:
        reviews.approve(work, actor or village.actor, village.clip_id, seen, NOW)


def _clip(village: Village) -> ClipRow:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id)


def test_a_corrected_line_is_a_new_version_that_is_drawn(village: Village, woken: Woken) -> None:
    """The old version stays as it was; the clip waits for the renderer, and the log says who."""
    row = _correct(village, "Sweet navel oranges", *TEXTS[1:])
    clip = _clip(village)
    assert (row.number, row.made_by, row.bundle) == (2, village.helper.id, "")
    assert (clip.plan_id, clip.state) == (row.id, State.RENDERING)
    assert read_json(EditPlan, row.plan).cues[0].lines == ("Sweet navel oranges",)
    assert woken.queues == ["render"]
    with village.service.database.reading() as work:
        assert work.scalars(select(JobRow.stage)).all() == ["render"]
        event = work.scalars(select(ClipEventRow)).one()
        assert (event.person_id, event.event) == (village.helper.id, "corrected")
        first = select(PlanRow).where(PlanRow.number == 1)
        assert read_json(EditPlan, work.scalars(first).one().plan).cues[0].lines == (TEXTS[0],)


def test_what_changes_nothing_makes_no_version(village: Village) -> None:
    """Other spaces and line ends, as browsers send them, are no correction."""
    row = _correct(village, "  Sweet   oranges \r\n", *TEXTS[1:])
    assert (row.number, _clip(village).state) == (1, State.READY)


def test_the_product_changes_with_the_card(village: Village) -> None:
    """One correction, two rows, one step: they can't disagree."""
    row = _correct(village, card=CardText("Gannan navel oranges", "10 kg box", "Ganzhou"))
    with village.service.database.reading() as work:
        product = work.get_one(ProductRow, village.product_id)
    shown = read_json(EditPlan, row.plan).cards[0].product
    assert (product.name, product.unit, product.origin) == (shown.name, shown.unit, shown.origin)
    assert shown == replace(
        PRODUCT, name="Gannan navel oranges", unit="10 kg box", origin="Ganzhou"
    )
    assert product.version == 2


@pytest.mark.parametrize(
    ("cues", "card", "error"),
    [
        (("\ue000", *TEXTS[1:]), CARD, GlyphsMissing),
        (("x" * 190, *TEXTS[1:]), CARD, LineUnreadable),
        (TEXTS[1:], CARD, LinesMismatch),
        (TEXTS, CardText("", "1 kg", "Gannan"), ProductKeyWrong),
        (TEXTS, CardText("x" * 61, "1 kg", "Gannan"), ProductKeyWrong),
    ],
)
def test_what_can_not_be_drawn_is_refused_at_once(
    village: Village, cues: tuple[str, ...], card: CardText, error: type[Exception]
) -> None:
    """Neither the plan nor the product is changed then."""
    with pytest.raises(error):
        _correct(village, *cues, card=replace(card, origin="Elsewhere") if cues != TEXTS else card)
    with village.service.database.reading() as work:
        product = work.get_one(ProductRow, village.product_id)
        assert (product.version, product.name, product.origin) == (1, PRODUCT.name, PRODUCT.origin)
    assert _clip(village).state == State.READY


def test_the_second_of_two_helpers_loses_nothing_unseen(village: Village) -> None:
    """Who saved later is told so, and the first one's version stands."""
    _correct(village, "First", *TEXTS[1:])
    with pytest.raises(PlanMoved):
        _correct(village, "Second", *TEXTS[1:])
    with pytest.raises(PlanMoved):
        _approve(village, 1)


def test_the_product_has_its_own_lock(village: Village) -> None:
    """A name that the farmer changed meanwhile is not written over unseen."""
    with village.service.database.writing() as work:
        work.get_one(ProductRow, village.product_id).version = 2
    with pytest.raises(ChangedMeanwhile):
        _correct(village, card=replace(CARD, name="Other"))


def test_approval_is_of_what_was_watched(village: Village, woken: Woken) -> None:
    """The decision names the version; the publisher is woken."""
    _approve(village)
    assert _clip(village).state == State.PUBLISHING
    assert woken.queues == ["publish"]
    with village.service.database.reading() as work:
        decision = work.scalars(select(DecisionRow)).one()
        assert (decision.decision, decision.plan_id) == ("approved", _clip(village).plan_id)


def test_nobody_approves_what_is_not_drawn(village: Village) -> None:
    """A correction has to be watched first."""
    _correct(village, "New words", *TEXTS[1:])
    with pytest.raises(DraftNotDrawn):
        _approve(village, 2)
    village.rendered()
    _approve(village, 2)


def test_nobody_approves_their_own_clip(village: Village) -> None:
    """Two pairs of eyes: a helper who filmed needs another helper."""
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).farmer_id = village.helper.id
    with pytest.raises(OwnClip):
        _approve(village)


def test_a_card_that_the_product_has_left_behind_is_not_approved(village: Village) -> None:
    """A price that changed after drawing would be shown wrong; saving draws it anew."""
    with village.service.database.writing() as work:
        work.get_one(ProductRow, village.product_id).price = "35.00"
    with pytest.raises(reviews.CardOutdated):
        _approve(village)
    row = _correct(village)
    assert str(read_json(EditPlan, row.plan).cards[0].product.price) == "35.00"
    village.rendered()
    _approve(village, 2)


def test_approving_unsaved_changes_is_refused(village: Village) -> None:
    """What nobody has watched is not published, and not thrown away unsaid."""
    changed = Correction(("Other", *TEXTS[1:]), CARD)
    with village.service.database.reading() as work:
        args = (work, village.actor, village.clip_id, FIRST)
        reviews.check_unchanged(*args, Correction(TEXTS, CARD))
        with pytest.raises(reviews.NotSaved):
            reviews.check_unchanged(*args, changed)
        with pytest.raises(reviews.NotSaved):
            reviews.check_unchanged(*args, Correction(TEXTS, replace(CARD, unit="1 kg")))


def test_a_draft_goes_back_with_a_reason(village: Village) -> None:
    """The farmer finds the code and the words; "other" alone says nothing."""
    with village.service.database.writing() as work:
        why = Refusal(Reason.TOO_DARK, " Film in  the morning ")
        reviews.send_back(work, village.actor, village.clip_id, 1, why, NOW)
    with village.service.database.reading() as work:
        ((decision, name),) = reviews.decisions(work, village.clip_id)
    assert (decision.reason, decision.words) == ("too_dark", "Film in the morning")
    assert (name, _clip(village).state) == ("Helper Wang", State.SENT_BACK)
    with village.service.database.writing() as work, pytest.raises(NotNow):
        reviews.reject(work, village.actor, village.clip_id, 1, why, NOW)


def test_another_reason_needs_words(village: Village) -> None:
    """Nothing is written down then."""
    with pytest.raises(WordsMissing), village.service.database.writing() as work:
        reviews.reject(work, village.actor, village.clip_id, 1, Refusal(Reason.OTHER), NOW)
    assert _clip(village).state == State.READY


def test_rejecting_takes_down_what_was_public(village: Village) -> None:
    """A clip that is refused for good has no page any more."""
    _approve(village)
    row = publishing.publish(village.service, village.clip_id, NOW)
    _correct(village, "New", *TEXTS[1:])
    village.rendered()
    with village.service.database.writing() as work:
        reviews.reject(work, village.actor, village.clip_id, 2, Refusal(Reason.NOT_TRUE), NOW)
    with village.service.database.reading() as work, pytest.raises(publishing.PublicationGone):
        publishing.at_slug(work, row.slug)


def test_the_longest_waiting_comes_first(village: Village) -> None:
    """Of one's own station only; what is decided stands apart."""
    later = settle(village.service, village.station_id)
    other = settle(village.service)
    with village.service.database.writing() as work:
        work.get_one(ClipRow, later.clip_id).created_at = NOW + 1
    with village.service.database.reading() as work:
        found = reviews.queue(work, village.actor)
    assert [d.clip.id for d in found.waiting] == [village.clip_id, later.clip_id]
    assert other.clip_id not in [d.clip.id for d in found.waiting]
    assert found.waiting[0].milliseconds == 10_000
    later.set_state(State.PUBLISHED)
    village.set_state(State.RENDERING)
    with village.service.database.reading() as work:
        found = reviews.queue(work, village.actor)
    assert [len(part) for part in (found.waiting, found.making, found.done)] == [0, 1, 1]


@pytest.mark.parametrize("role", [Role.FARMER, Role.MODERATOR, Role.OPERATOR, Role.AUDITOR])
def test_only_helpers_and_leads_review(village: Village, role: Role) -> None:
    """Other roles are refused; helpers of other stations find nothing."""
    with village.service.database.reading() as work:
        with pytest.raises(NotAllowed):
            reviews.queue(work, replace(village.actor, role=role))
        with pytest.raises(NotAllowed):
            reviews.draft(work, replace(village.actor, role=role), village.clip_id)
        with pytest.raises(reviews.DraftUnknown):
            reviews.draft(work, village.stranger, village.clip_id)
