"""Parts that nobody used for a time are deleted; no part is while somebody uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.clearing.conftest import DAY, NOW, add_clip, add_use, change, keep
from vidcommerce.clearing import parts
from vidcommerce.clearing.parts import clear_parts, find_parts
from vidcommerce.clearing.tables import PartRow
from vidcommerce.clearing.uses import NotedStore, Uses
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.reviews.tables import HoldRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore, FolderStore

_C = "c" * 64


def _rows(service: Service) -> set[tuple[str, str]]:
    with service.database.reading() as session:
        return {(row.name, row.clip_id) for row in session.scalars(select(PartRow))}


def test_what_nobody_used_for_a_time_is_deleted(
    anywhere: Service, kept: Callable[[Service], set[str]]
) -> None:
    """All files of a part and its rows; of a copy for the studio the clip's row too, once."""
    done, waiting = (add_clip(anywhere, state) for state in (State.PUBLISHED, State.READY))
    change(anywhere, done, proxy=f"proxies/{_C}/1-30-1")
    gone = ("chunks/a/540.mp4", "chunks/a/1080.mp4", "sound/a.m4a", "sound/a.json", "covers/a.jpg",
            f"proxies/{_C}/1-30-1/index.json", f"proxies/{_C}/1-30-1/proxy.mp4")  # fmt: skip
    stays = ("chunks/ab/540.mp4", "chunks/b/540.mp4", "cards/b.mov", "clips/a", "site/v/a/a.html")
    keep(anywhere, *gone, *stays)
    for part in ("chunks/a", "sound/a", "covers/a", f"proxies/{_C}", "chunks/b"):
        add_use(anywhere, part, done)
    add_use(anywhere, "chunks/b", waiting)
    add_use(anywhere, "cards/b", done, NOW - DAY)
    assert clear_parts(anywhere, NOW) == 4
    assert kept(anywhere) == set(stays)
    assert _rows(anywhere) == {("chunks/b", done), ("chunks/b", waiting), ("cards/b", done)}
    with anywhere.database.reading() as session:
        assert session.get_one(ClipRow, done).proxy == ""
    assert clear_parts(anywhere, NOW) == 0


@pytest.mark.parametrize(
    ("state", "used", "changed", "held", "gone"),
    [
        (State.PUBLISHED, 15, 15, False, True),
        (State.PUBLISHED, 13, 15, False, False),
        (State.PUBLISHED, 15, 13, False, False),
        (State.PUBLISHED, 15, 15, True, False),
        (State.CANCELLED, 15, 15, False, True),
        (State.REJECTED, 15, 15, False, True),
        (State.READY, 90, 90, False, False),
        (State.SENT_BACK, 90, 90, False, False),
        (State.RENDERING, 90, 90, False, False),
    ],
)
def test_a_part_goes_two_weeks_after_its_last_use(
    *, state: State, used: int, changed: int, held: bool, gone: bool, service: Service
) -> None:
    """Not while its clip waits for people, was just changed, or is open in front of somebody."""
    clip = add_clip(service, state, NOW - changed * DAY)
    keep(service, "chunks/a/540.mp4")
    add_use(service, "chunks/a", clip, NOW - used * DAY)
    if held:
        with service.database.writing() as session:
            farmer = session.get_one(ClipRow, clip).farmer_id
            session.add(HoldRow(clip_id=clip, person_id=farmer, since=1, until=NOW + 1))
    assert clear_parts(service, NOW) == gone
    assert service.store.has("chunks/a/540.mp4") != gone


@pytest.mark.parametrize(
    ("state", "named", "gone"),
    [
        (State.PUBLISHED, True, False),
        (State.REJECTED, True, False),
        (State.PUBLISHED, False, True),
        (State.WITHDRAWN, True, True),
    ],
)
def test_an_analysis_stays_while_its_clip_names_it(
    *, state: State, named: bool, gone: bool, service: Service
) -> None:
    """It is small and dear; older ones of the same clip go, and those of clips that are over."""
    clip = add_clip(service, state)
    keep(service, "analysis/a.json")
    add_use(service, "analysis/a", clip)
    change(service, clip, analysis="analysis/a.json" if named else "analysis/newer.json")
    assert clear_parts(service, NOW) == gone
    assert service.store.has("analysis/a.json") != gone


def test_a_sweep_deletes_so_many_and_no_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is the next one's, so that a sweep of a full disk ends."""
    monkeypatch.setattr(parts, "_BATCH", 2)
    monkeypatch.setattr(parts, "_BATCHES", 2)
    for number in range(5):
        add_use(service, f"chunks/{number}", "")
    assert [clear_parts(service, NOW) for _ in range(3)] == [4, 1, 0]


def test_parts_without_a_note_are_found_slice_by_slice(anywhere: Service) -> None:
    """They are noted as used now, for the clips that name them, and go two weeks later."""
    clip = add_clip(anywhere, State.PUBLISHED, sha256="07" * 32)
    change(anywhere, clip, analysis="analysis/07a.json")
    keep(anywhere, "chunks/07a/540.mp4", "chunks/08/540.mp4", "analysis/07a.json",
         f"rewrapped/{'07' * 32}.mkv")  # fmt: skip
    add_use(anywhere, "chunks/08", clip)
    now = NOW - NOW % (256 * 3600_000) + 7 * 3600_000
    assert find_parts(anywhere, now) == 3
    assert find_parts(anywhere, now) == 0
    assert find_parts(anywhere, now + 3600_000) == 0
    found = {("chunks/07a", ""), ("analysis/07a", clip), (f"rewrapped/{'07' * 32}", clip)}
    assert _rows(anywhere) == {*found, ("chunks/08", clip)}
    clear_parts(anywhere, now + 15 * DAY)
    assert set(anywhere.store.names("")) == {"analysis/07a.json"}


@pytest.mark.parametrize(
    ("names", "mark"),
    [(("sound/a.json", "sound/a.m4a"), "sound/a.m4a"),
     (("proxies/a/1/cover-0.jpg", "proxies/a/1/index.json"), "proxies/a/1/index.json")],
)  # fmt: skip
def test_what_tells_that_a_part_is_whole_goes_first(
    names: tuple[str, ...], mark: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in between, a sweep leaves nothing that passes for whole; the next ends its work."""
    keep(service, *names)
    add_use(service, names[0].partition(".")[0][: names[0].index("/a") + 2], "")
    remove = FolderStore.remove

    def die_after(store: FolderStore, name: str) -> None:
        remove(store, name)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "remove", die_after)
        with pytest.raises(KeyboardInterrupt):
            clear_parts(service, NOW)
    assert set(service.store.names("")) == set(names) - {mark}
    assert clear_parts(service, NOW) == 1
    assert set(service.store.names("")) == set()


def test_a_part_that_comes_into_use_is_kept_or_found_missing(anywhere: Service) -> None:
    """Never found, and then gone: whoever looks while it is cleared may rely on the answer."""
    name, clip = "chunks/a/540.mp4", add_clip(anywhere, State.PUBLISHED)
    for _ in range(15):
        keep(anywhere, name, "chunks/a/1080.mp4")
        add_use(anywhere, "chunks/a", clip)
        barrier, found = threading.Barrier(2), list[bool]()

        def use(barrier: threading.Barrier = barrier, found: list[bool] = found) -> None:
            store: BlobStore = NotedStore(anywhere.store, Uses(anywhere.database, clip).note)
            barrier.wait()
            found.append(store.has(name))

        user = threading.Thread(target=use)
        user.start()
        barrier.wait()
        clear_parts(anywhere, now_ms())
        user.join()
        assert anywhere.store.has(name) == found[0]
