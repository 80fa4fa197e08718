"""What clearing takes from a worker is made again, also when it goes in the worst moment."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.workers.conftest import Shop
from vidcommerce import jobs, stages
from vidcommerce.clearing.drafts import clear_drafts
from vidcommerce.clearing.parts import KEPT, clear_parts
from vidcommerce.clearing.tables import PartRow
from vidcommerce.clearing.uses import FOLDERS, part_of
from vidcommerce.clips.history import move
from vidcommerce.clips.states import Event, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.reviews.tables import PlanRow

pytestmark = pytest.mark.slow


def _parts(shop: Shop) -> set[str]:
    """Return the folders of the store that hold parts now."""
    return {name.partition("/")[0] for name in shop.files() if part_of(name)}


def _corrected(shop: Shop) -> None:
    """Have a version drawn that shows what the last one shows, under another name."""
    *_, last = shop.plans()
    with shop.service.database.writing() as session:
        clip = session.get_one(ClipRow, shop.clip)
        row = PlanRow(id=new_id(), clip_id=clip.id, number=last.number + 1, digest="2" * 64,
                      plan=last.plan, created_at=1, made_by=clip.farmer_id)  # fmt: skip
        session.add(row)
        session.flush()
        clip.plan_id = row.id
        move(session, clip, Event.CORRECTED, person_id=None, now=now_ms())
        jobs.ask(session, clip.id, jobs.Stage.RENDER, 0, now_ms())


def test_a_part_that_goes_between_looking_and_using_is_made_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The try fails for our reasons, the next one finds it missing, and the draft is ready."""
    bundled, store, lost = stages.bundled, shop.service.store, list[str]()

    def after_a_loss(*given: Any) -> None:  # noqa: ANN401 - handed on
        if not lost:
            lost.extend(store.names("chunks/"))
            for name in lost:
                store.remove(name)
        bundled(*given)

    monkeypatch.setattr(stages, "bundled", after_a_loss)
    assert shop.work()
    assert shop.work()
    assert shop.jobs()[-1].failure == "BlobMissing"
    assert shop.stands() is State.RENDERING
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    assert shop.jobs()[-1].attempts == 2
    assert lost
    assert set(lost) <= shop.files().keys()


def test_a_public_video_is_cleared_and_can_be_corrected(shop: Shop) -> None:
    """Two weeks on its parts are gone and nothing else; a correction makes the same video again."""
    shop.work_to_the_end()
    assert _parts(shop) == set(FOLDERS) - {"rewrapped"}
    shop.approve()
    shop.work_to_the_end()
    before, (plan,) = shop.files(), shop.plans()
    with shop.service.database.reading() as session:
        noted = set(session.scalars(select(PartRow.name)))
    assert {part_of(name) for name in before} - {""} <= noted, "whatever a stage keeps, it notes"
    later = now_ms() + KEPT + 1000
    assert clear_parts(shop.service, now_ms()) == clear_drafts(shop.service, later) == 0
    assert clear_parts(shop.service, later) > 3
    left = {name: data for name, data in before.items() if name.startswith("analysis/")}
    assert shop.files() == {n: d for n, d in before.items() if not part_of(n)} | left
    _corrected(shop)
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    after = shop.files()
    assert before.items() <= after.items()
    for name in ("video.mp4", "hls/master.m3u8", "poster.jpg"):
        *_, drawn = shop.plans()
        assert after[f"{drawn.bundle}/{name}"] == before[f"{plan.bundle}/{name}"]


def test_a_sound_of_which_half_is_lost_is_made_again(shop: Shop) -> None:
    """However that came: without its loudness no draft that has this sound could be drawn."""
    shop.work_to_the_end()
    before = shop.files()
    shop.service.store.remove(next(n for n in before if n.startswith("sound/") and "json" in n))
    _corrected(shop)
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    assert before.items() <= shop.files().items()
