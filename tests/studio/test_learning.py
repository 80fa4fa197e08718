"""What helpers change is counted once a video, by farmer, month and kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.stations import NOW, Village, draft_plan, settle
from vidcommerce.accounts.roles import NotAllowed, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import canonical_json, digest
from vidcommerce.media.plan import Cover, EditPlan
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.studio.differing import LABELS, Kind
from vidcommerce.studio.learning import (
    DRAFTS,
    STAGES,
    UNTOUCHED,
    Stage,
    counted,
    learned,
    month_of,
    most,
)

_MONTH = month_of(NOW)
_NOW = range(_MONTH, _MONTH + 1)


def _changed(edit: EditPlan) -> EditPlan:
    """Two lines and the cover are others."""
    cues = tuple(replace(cue, lines=(f"{cue.lines[0]}!",)) for cue in edit.cues[:2])
    return replace(edit, cues=(*cues, *edit.cues[2:]), cover=Cover(0, 7, None))


def _version(work: Session, clip_id: str, edit: EditPlan, by: PersonRow | None) -> None:
    clip = work.get_one(ClipRow, clip_id)
    number = work.get_one(PlanRow, clip.plan_id).number + 1
    row = PlanRow(
        id=new_id(), clip_id=clip_id, number=number, digest=digest(edit), plan=canonical_json(edit),
        made_by=None if by is None else by.id, created_at=NOW, bundle="somewhere",
    )  # fmt: skip
    work.add(row)
    work.flush()
    clip.plan_id = row.id


def _picture(village: Village) -> str:
    with village.service.database.reading() as work:
        row = reviews.draft(work, village.actor, village.clip_id)
        return row.plan.cards[0].image


def _approved(village: Village, at: int = NOW) -> None:
    with village.service.database.writing() as work:
        found = reviews.draft(work, village.actor, village.clip_id)
        reviews.approve(work, village.actor, village.clip_id, found.row.number, at)


def test_each_difference_counts_by_its_kind() -> None:
    """And the draft itself, which says of how many videos that is."""
    drafted = draft_plan("c" * 64)
    assert counted(drafted, drafted) == {DRAFTS: 1, UNTOUCHED: 1}
    assert counted(drafted, _changed(drafted)) == {DRAFTS: 1, Kind.LINE_CHANGED: 2, Kind.COVER: 1}


def test_a_price_that_moved_is_no_mistake_of_the_draft() -> None:
    """Nor is another shop; a name that was put right is."""
    drafted = draft_plan("c" * 64)
    facts = drafted.cards[0].product
    dearer = replace(facts, price=facts.price + 1, cart_url="https://shop.example/other")
    cards = tuple(replace(card, product=dearer) for card in drafted.cards)
    assert counted(drafted, replace(drafted, cards=cards)) == {DRAFTS: 1, UNTOUCHED: 1}
    named = tuple(replace(card, product=replace(facts, name="Pomelo")) for card in drafted.cards)
    assert Kind.CARD_TEXT in counted(drafted, replace(drafted, cards=named))


def test_every_kind_but_a_translation_mends_what_a_stage_made() -> None:
    """A new kind of difference must be told whose work it mends."""
    assert set(Kind) - set(STAGES) == {Kind.TRANSLATION} | LABELS
    assert set(STAGES.values()) == set(Stage)


def test_a_label_is_nobody_s_change(village: Village) -> None:
    """It comes and goes with flags; the draft is as untouched as before."""
    edit = draft_plan(_picture(village))
    counts = counted(edit, replace(edit, label="Made with AI"))
    assert counts == {DRAFTS: 1, UNTOUCHED: 1}


def test_a_video_is_counted_when_it_is_approved_and_never_again(village: Village) -> None:
    """Against what the machine drafted, however many versions there were in between."""
    edit = draft_plan(_picture(village))
    with village.service.database.writing() as work:
        _version(work, village.clip_id, replace(_changed(edit), language="fr"), village.helper)
        _version(work, village.clip_id, _changed(edit), village.helper)
    _approved(village)
    village.set_state(State.READY)
    _approved(village, NOW + 1)
    with village.service.database.reading() as work:
        whole, (farmer,) = learned(work, village.actor, _NOW)
    assert (farmer.name, farmer.drafts, farmer.untouched) == ("Farmer Li", 1, 0)
    assert most(whole) == [(Kind.LINE_CHANGED, 2), (Kind.COVER, 1)]
    assert (farmer.of(Stage.WORDS), farmer.of(Stage.COVER), farmer.of(Stage.CARD)) == (2, 1, 0)


def test_what_the_machine_drew_anew_before_anybody_edited_is_the_draft(village: Village) -> None:
    """A price that moved is nobody's correction."""
    edit = draft_plan(_picture(village))
    with village.service.database.writing() as work:
        _version(work, village.clip_id, _changed(edit), None)
    _approved(village)
    with village.service.database.reading() as work:
        whole, _ = learned(work, village.actor, _NOW)
    assert (whole.drafts, whole.untouched, whole.kinds) == (1, 1, {})


def test_counts_of_a_farmer_add_up_and_stay_in_their_month_and_station(village: Village) -> None:
    """Two videos of two farmers of one station; another station sees none of it."""
    other = settle(village.service, village.station_id)
    _approved(village)
    _approved(other)
    with village.service.database.reading() as work:
        whole, farmers = learned(work, village.actor, _NOW)
        assert (whole.drafts, [one.drafts for one in farmers]) == (2, [1, 1])
        assert learned(work, village.actor, range(_MONTH - 3, _MONTH))[0].drafts == 0
        assert learned(work, village.stranger, _NOW)[1] == ()
        operator = replace(village.actor, role=Role.OPERATOR, station_id=None)
        assert learned(work, operator, _NOW)[0].drafts == 2
        assert learned(work, operator, _NOW, "another")[0].drafts == 0
        with pytest.raises(NotAllowed):
            learned(work, replace(village.actor, role=Role.FARMER), _NOW)


def test_months_follow_each_other() -> None:
    """Also over the end of a year."""
    days = [datetime(2026, 12, 15, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC)]
    december, january = (month_of(int(day.timestamp()) * 1000) for day in days)
    assert january == december + 1
    assert december % 12 == 11
