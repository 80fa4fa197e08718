"""One press for a price that moved, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.service import Woken
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips import history
from vidcommerce.clips.states import Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.offers.prices import compare
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import redrawing
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import Correction, card_of
from vidcommerce.reviews.policy import OwnClip, PlanMoved
from vidcommerce.reviews.redrawing import NotOnlyPrice
from vidcommerce.reviews.service import DraftUnknown, Seen
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.versions import ChangedMeanwhile

SEEN = Seen(1, 2)


@pytest.fixture
def dearer(village: Village) -> Village:
    """The village, its clip public, its product dearer since."""
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW)
    _change(village, lambda row: setattr(row, "price", "42.50"))
    compare(village.service, NOW)
    return village


def _change(village: Village, act: Callable[[ProductRow], None]) -> None:
    with village.service.database.writing() as work:
        row = work.get_one(ProductRow, village.product_id)
        act(row)
        row.version += 1


def _redraw(village: Village, seen: Seen = SEEN, actor: Actor | None = None) -> PlanRow:
    with village.service.database.writing() as work:
        asked_by = actor or village.actor
        return redrawing.redraw(work, asked_by, village.clip_id, seen, NOW + 1)


def _drawn(village: Village) -> bool:
    """Record a rendering as the worker does; tells whether the promise was kept."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        before = work.scalars(select(PublicationRow)).one()
        row = work.get_one(PlanRow, clip.plan_id)
        row.bundle = work.get_one(PlanRow, before.plan_id).bundle
        history.move(work, clip, Event.RENDERED, person_id=None, now=NOW + 2)
        return redrawing.keep_word(work, clip, NOW + 2)


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def _moved(village: Village, actor: Actor | None = None) -> list[tuple[str, str, bool]]:
    with village.service.database.reading() as work:
        found = redrawing.moved(work, actor or village.actor)
        return [(one.shown, one.now, one.alone) for one in found]


def test_one_press_publishes_the_same_video_with_the_new_price(
    dearer: Village, woken: Woken
) -> None:
    """Drawn, approved by who pressed, published; then nothing is left to tell."""
    assert _moved(dearer) == [("CN¥39.80", "CN¥42.50", True)]
    row = _redraw(dearer)
    cards = [card.product for card in read_json(EditPlan, row.plan).cards]
    assert [str(product.price) for product in cards] == ["42.50"] * len(cards)
    assert (row.number, _state(dearer), _moved(dearer)) == (2, State.RENDERING, [])
    assert _drawn(dearer)
    assert _state(dearer) == State.PUBLISHING
    assert woken.queues[-1] == "publish"
    page = publishing.publish(dearer.service, dearer.clip_id, NOW + 3)
    assert (page.version, page.plan_id) == (2, row.id)
    compare(dearer.service, NOW + 4)
    with dearer.service.database.reading() as work:
        assert redrawing.count(work, dearer.actor) == 0
        said = [decision.decision for decision, _ in reviews.decisions(work, dearer.clip_id)]
    assert sorted(said) == ["approved", "promised"]


def test_the_page_stays_until_the_new_one_is_whole(dearer: Village) -> None:
    """Drawing takes nothing down."""
    _redraw(dearer)
    with dearer.service.database.reading() as work:
        page = reviews.publication(work, dearer.clip_id)
    assert page is not None
    assert page.version == 1


def test_a_price_that_moves_again_waits_for_a_person(dearer: Village) -> None:
    """The promise was about the price that was seen; the draft waits like any other."""
    _redraw(dearer)
    _change(dearer, lambda row: setattr(row, "price", "50.00"))
    assert not _drawn(dearer)
    assert _state(dearer) == State.READY


def test_who_may_not_review_any_more_has_approved_nothing(dearer: Village) -> None:
    """An account that was closed between the press and the drawing."""
    _redraw(dearer)
    with dearer.service.database.writing() as work:
        work.get_one(PersonRow, dearer.helper.id).disabled_at = NOW + 1
    assert not _drawn(dearer)


def test_what_was_corrected_again_was_not_promised(dearer: Village) -> None:
    """A correction while the new price is drawn needs eyes of its own."""
    _redraw(dearer)
    with dearer.service.database.writing() as work:
        card = reviews.draft(work, dearer.actor, dearer.clip_id)
        cues = ("Other words", *("\n".join(cue.lines) for cue in card.plan.cues[1:]))
        text = Correction(cues, card_of(PRODUCT))
        reviews.correct(work, dearer.actor, dearer.clip_id, Seen(2, 2), text, NOW)
    assert not _drawn(dearer)


def test_more_than_the_price_needs_eyes(dearer: Village) -> None:
    """Another name or picture is no matter of one press; the list says so without a button."""
    _change(dearer, lambda row: setattr(row, "name", "Pomelos"))
    with pytest.raises(NotOnlyPrice):
        _redraw(dearer, Seen(1, 3))
    assert _moved(dearer) == [("CN¥39.80", "CN¥42.50", False)]


def test_what_was_seen_must_still_be_so(dearer: Village) -> None:
    """Another price than the one on the button, another version of the plan: refused."""
    with pytest.raises(ChangedMeanwhile):
        _redraw(dearer, Seen(1, 1))
    with pytest.raises(PlanMoved):
        _redraw(dearer, Seen(2, 2))
    assert _state(dearer) == State.PUBLISHED


def test_only_what_is_public_is_published_again(village: Village) -> None:
    """A draft that nobody approved yet has no shorter way past the helper's eyes."""
    _change(village, lambda row: setattr(row, "price", "42.50"))
    with pytest.raises(NotNow):
        _redraw(village)


def test_pressing_twice_is_pressing_once(dearer: Village) -> None:
    """The second press saw what is no more; a price that is on the card makes no version."""
    _redraw(dearer)
    with pytest.raises(PlanMoved):
        _redraw(dearer)
    _drawn(dearer)
    publishing.publish(dearer.service, dearer.clip_id, NOW + 3)
    assert _redraw(dearer, Seen(2, 2)).number == 2
    assert _state(dearer) == State.PUBLISHED


def test_strangers_and_whoever_filmed_it_may_not(dearer: Village) -> None:
    """Two pairs of eyes, of one station."""
    with pytest.raises(DraftUnknown):
        _redraw(dearer, actor=dearer.stranger)
    with pytest.raises(OwnClip):
        _redraw(dearer, actor=Actor(dearer.farmer.id, Role.HELPER, dearer.station_id))
    assert _moved(dearer, replace(dearer.actor, station_id="another")) == []
