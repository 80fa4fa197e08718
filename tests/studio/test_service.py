"""Saving, unsaved work and versions of drafts, on a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.service import Woken
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.states import NotNow, State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.documents import read_json
from vidcommerce.language import words
from vidcommerce.media.plan import Cue, EditPlan
from vidcommerce.media.time import FrameRange
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.policy import PlanMoved
from vidcommerce.reviews.service import DraftUnknown
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.studio import service as studio
from vidcommerce.studio.document import BringBack, Save, Saved, Working
from vidcommerce.studio.service import Desk


@contextmanager
def _desk(village: Village, actor: Actor | None = None, language: str = "en") -> Iterator[Desk]:
    with village.service.database.writing() as work:
        person = actor or village.actor
        yield Desk(work, village.service.store, person, words(language), NOW)


def _rows(village: Village) -> list[PlanRow]:
    with village.service.database.reading() as work:
        return list(work.scalars(select(PlanRow).order_by(PlanRow.number)))


def _plan(village: Village) -> EditPlan:
    return read_json(EditPlan, _rows(village)[-1].plan)


def _line(plan: EditPlan, number: int, text: str) -> EditPlan:
    cues = list(plan.cues)
    cues[number] = Cue(cues[number].frames, (text,), ())
    return replace(plan, cues=tuple(cues))


def _save(village: Village, plan: EditPlan, base: int = 1, product: int = 1) -> Saved:
    with _desk(village) as desk:
        return studio.save(desk, village.clip_id, Save(base, product, plan))


def test_a_saved_plan_is_a_version_that_is_drawn(village: Village, woken: Woken) -> None:
    """By whom it was made, told in words, and nothing of the one before is lost."""
    first = _plan(village)
    saved = _save(village, _line(first, 0, "Very sweet oranges"))
    assert (saved.number, [change.words for change in saved.changes]) == (2, ["line 1 changed"])
    old, new = _rows(village)
    assert (new.number, new.made_by, new.bundle) == (2, village.helper.id, "")
    assert read_json(EditPlan, old.plan) == first
    assert saved.plan == _plan(village)
    assert woken.queues == ["render"]
    with village.service.database.reading() as work:
        assert work.get_one(ClipRow, village.clip_id).state == State.RENDERING
        assert work.scalars(select(JobRow.stage)).all() == ["render"]


def test_what_changes_nothing_makes_no_version(village: Village, woken: Woken) -> None:
    """The same plan again is the version that is there; nothing is drawn."""
    saved = _save(village, _plan(village))
    assert (saved.number, saved.changes, len(_rows(village))) == (1, (), 1)
    assert woken.queues == []


def test_an_answer_that_was_lost_is_given_again(village: Village) -> None:
    """The network went after the version was made: the browser sends the same again."""
    plan = _line(_plan(village), 0, "Very sweet oranges")
    assert _save(village, plan).number == 2
    assert _save(village, plan).number == 2
    assert len(_rows(village)) == 2


def test_who_saves_later_is_told_and_has_all_there_is(village: Village) -> None:
    """The version in between stays as it is, and comes with its maker's name."""
    first = _plan(village)
    _save(village, _line(first, 0, "First"))
    with pytest.raises(PlanMoved):
        _save(village, _line(first, 1, "Second"))
    with _desk(village) as desk:
        newer = studio.newest(desk, village.clip_id)
    assert (newer.number, newer.by) == (2, village.helper.name)
    assert newer.plan.cues[0].lines == ("First",)
    assert len(_rows(village)) == 2


def test_of_two_who_save_at_once_one_is_told(village: Village) -> None:
    """Two threads, one version: never two with one number, nor one written over."""
    first, outcomes = _plan(village), []
    ready = threading.Barrier(2)

    def save(text: str) -> None:
        ready.wait()
        try:
            outcomes.append(_save(village, _line(first, 0, text)).number)
        except PlanMoved as moved:
            outcomes.append(moved.current * 100)

    threads = [threading.Thread(target=save, args=(text,)) for text in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [2, 200]
    assert [row.number for row in _rows(village)] == [1, 2]


def test_a_product_that_changed_meanwhile_comes_with_the_answer(village: Village) -> None:
    """Its new price is on the card, whichever version of it the page had seen."""
    with village.service.database.writing() as work:
        row = work.get_one(ProductRow, village.product_id)
        row.price, row.version = "45.00", 2
    saved = _save(village, _line(_plan(village), 0, "Oranges"))
    assert saved.product == 2
    assert saved.plan.cards[0].product.price == Decimal("45.00")
    assert [change.kind for change in saved.changes] == ["line_changed", "card_text"]
    assert not saved.card.outdated


def test_an_old_version_comes_back_as_a_new_one(village: Village) -> None:
    """With the product as it is now; the versions between stay, and what is different is told."""
    first = _plan(village)
    _save(village, _line(first, 0, "Changed"))
    with village.service.database.writing() as work:
        work.get_one(ProductRow, village.product_id).price = "45.00"
    with _desk(village) as desk:
        saved = studio.bring_back(desk, village.clip_id, BringBack(2, 1, 1))
    assert saved.number == 3
    assert saved.plan.cues == first.cues
    assert saved.plan.cards[0].product.price == Decimal("45.00")
    with _desk(village) as desk:
        found = studio.compare(desk, village.clip_id, 1, 3)
        assert studio.version(desk, village.clip_id, 1) == first
    assert [change.words for change in found.changes] == ["text on the card changed"]
    assert len(_rows(village)) == 3


def test_an_old_version_does_not_come_back_over_a_newer_one_unseen(village: Village) -> None:
    """Who looked at version 1 while somebody saved version 2 is told so."""
    _save(village, _line(_plan(village), 0, "Changed"))
    with _desk(village) as desk, pytest.raises(PlanMoved):
        studio.bring_back(desk, village.clip_id, BringBack(1, 1, 1))


def test_unsaved_work_is_one_s_own_until_it_is_saved(village: Village, woken: Woken) -> None:
    """One copy a person, the newest; nothing is drawn of it; saving forgets it."""
    plan = _plan(village)
    other = replace(village.actor, person_id=village.farmer.id)
    for text in ("Half", "Half a thought"):
        with _desk(village) as desk:
            studio.keep(desk, village.clip_id, Working(1, _line(plan, 0, text), 0))
    with _desk(village) as desk:
        kept = studio.working(desk, village.clip_id)
        assert studio.working(replace(desk, actor=other), village.clip_id) is None
    assert kept == Working(1, _line(plan, 0, "Half a thought"), NOW)
    assert (woken.queues, len(_rows(village))) == ([], 1)
    _save(village, _line(plan, 0, "A thought"))
    with _desk(village) as desk:
        assert studio.working(desk, village.clip_id) is None


def test_unsaved_work_is_forgotten_when_one_says_so(village: Village) -> None:
    """Once, or again: there is nothing then."""
    with _desk(village) as desk:
        studio.keep(desk, village.clip_id, Working(1, _plan(village), 0))
        desk.session.flush()
        studio.forget(desk, village.clip_id)
        studio.forget(desk, village.clip_id)
        assert studio.working(desk, village.clip_id) is None


@pytest.mark.parametrize(
    "do",
    [
        lambda desk, clip, plan: studio.save(desk, clip, Save(1, 1, plan)),
        lambda desk, clip, plan: studio.keep(desk, clip, Working(1, plan, 0)),
        lambda desk, clip, _: studio.bring_back(desk, clip, BringBack(1, 1, 1)),
        lambda desk, clip, _: studio.compare(desk, clip, 1, 1),
        lambda desk, clip, _: studio.version(desk, clip, 1),
        lambda desk, clip, _: studio.newest(desk, clip),
        lambda desk, clip, _: studio.forget(desk, clip),
    ],
)
def test_other_stations_know_nothing_of_it(
    village: Village, do: Callable[[Desk, str, EditPlan], object]
) -> None:
    """Neither do versions that are not there."""
    plan = _plan(village)
    with _desk(village, village.stranger) as desk, pytest.raises(DraftUnknown):
        do(desk, village.clip_id, plan)


def test_versions_that_are_not_there_are_unknown(village: Village) -> None:
    """To compare with, to bring back, to work on."""
    with _desk(village) as desk:
        for number in (0, 2):
            with pytest.raises(DraftUnknown):
                studio.compare(desk, village.clip_id, 1, number)
            with pytest.raises(DraftUnknown):
                studio.bring_back(desk, village.clip_id, BringBack(1, 1, number))
            with pytest.raises(DraftUnknown):
                studio.keep(desk, village.clip_id, Working(number, _plan(village), 0))


def test_what_was_decided_is_not_edited(village: Village) -> None:
    """A rejected draft takes no new version; what somebody types can still be kept for them."""
    village.set_state(State.REJECTED)
    with pytest.raises(NotNow):
        _save(village, _line(_plan(village), 0, "Too late"))
    with _desk(village) as desk:
        studio.keep(desk, village.clip_id, Working(1, _plan(village), 0))


def test_a_lead_edits_as_a_helper_does(village: Village) -> None:
    """Reviewing is both of theirs."""
    lead = replace(village.actor, role=Role.LEAD)
    shorter = replace(_plan(village).cues[0], frames=FrameRange(0, 40))
    plan = replace(_plan(village), cues=(shorter, *_plan(village).cues[1:]))
    with _desk(village, lead) as desk:
        assert studio.save(desk, village.clip_id, Save(1, 1, plan)).number == 2
