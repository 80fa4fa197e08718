"""The copy of a clip for the studio: made beside the clip's way, and never in it."""

from __future__ import annotations

import pytest

from tests.workers.conftest import Shop
from vidcommerce import jobs
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.jobs import Stage
from vidcommerce.media.proxy import cover_name, facts_of

pytestmark = pytest.mark.slow


def test_a_drawn_draft_is_copied_for_the_studio_once(shop: Shop) -> None:
    """The clip's row says where; another version of the plan makes no other copy."""
    shop.work_to_the_end()
    folder = shop.row().proxy
    assert {f"{folder}/{name}" for name in ("proxy.mp4", "peaks.json", "thumbs.jpg", "index.json")
            } <= shop.files().keys()  # fmt: skip
    store = shop.service.store
    covers = facts_of(store, folder).covers
    assert covers
    assert all(store.has(f"{folder}/{cover_name(n)}") for n in range(len(covers)))
    with shop.service.database.writing() as session:
        jobs.ask(session, shop.clip, Stage.PROXY, 0, now_ms())
    before = shop.files()
    shop.work_to_the_end()
    assert shop.files() == before
    assert [job.outcome for job in shop.beside(Stage.PROXY)] == ["done"] * 2


def test_a_copy_that_fails_stops_nothing_and_can_be_run_again(shop: Shop) -> None:
    """The draft can be approved meanwhile; an operator finds the job put aside."""
    for _ in ("analyse", "render", "check"):
        assert shop.work()
    broken = shop.with_ffmpeg("/bin/false")
    for _ in range(jobs.TRIES):
        assert broken.work()
        shop.hurry()
    (job,) = shop.beside(Stage.PROXY)
    assert job.aside_at is not None
    assert shop.stands() is State.READY
    assert shop.row().problem is None
    with shop.service.database.writing() as session:
        jobs.run_again(session, job.id, None, now_ms())
    shop.work_to_the_end()
    assert shop.row().proxy
    assert shop.stands() is State.READY
