"""Drawn versions that nobody shows are deleted, and no others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.clearing.conftest import DAY, NOW, add_clip, change, keep
from vidcommerce import jobs
from vidcommerce.clearing.drafts import clear_drafts
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import HoldRow, PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import FolderStore


@dataclass(frozen=True)
class Drawn:
    """A clip and the ids of its versions, each with a bundle."""

    service: Service
    clip: str
    versions: tuple[str, ...]

    def left(self) -> str:
        """Return the letters of the bundles whose files are all there."""
        names = list(self.service.store.names(f"drafts/{self.clip}/"))
        found = {name.split("/")[2][0] for name in names}
        assert len([name for name in names if "asked" not in name]) == 3 * len(found - {"a"})
        return "".join(sorted(found - {"a"}))

    def told(self) -> str:
        """Return the letters of the bundles that the rows name, version by version."""
        with self.service.database.reading() as session:
            bundles = [session.get_one(PlanRow, one).bundle for one in self.versions]
        return "".join(bundle[-1] if bundle else "-" for bundle in bundles)

    def publish(self, version: str, withdrawn_at: int | None = None) -> None:
        """Add a page that shows a version."""
        with self.service.database.writing() as session:
            clip = session.get_one(ClipRow, self.clip)
            session.add(
                PublicationRow(
                    id=new_id(), slug="oranges", clip_id=clip.id, station_id=clip.station_id,
                    plan_id=version, bundle="site/v/oranges/1-x", cart_url="", published_at=1,
                    changed_at=1, withdrawn_at=withdrawn_at,
                )
            )  # fmt: skip


def _drawn(service: Service, state: State, digests: str = "bcd", changed_at: int = 1) -> Drawn:
    """Add a clip with a version for each letter, the last of which counts."""
    clip = add_clip(service, state, changed_at)
    versions = []
    for number, letter in enumerate(digests, 1):
        bundle = f"drafts/{clip}/{letter * 64}"
        keep(service, *(f"{bundle}/{name}" for name in ("plan.json", "video.mp4", "hls/1.m4s")))
        with service.database.writing() as session:
            row = PlanRow(id=new_id(), clip_id=clip, number=number, digest=letter * 64, plan="{}",
                          created_at=1, rendered_at=1, bundle=bundle)  # fmt: skip
            session.add(row)
            versions.append(row.id)
    keep(service, f"drafts/{clip}/asked/1-2.jpg")
    change(service, clip, plan_id=versions[-1])
    return Drawn(service, clip, tuple(versions))


def test_versions_that_nobody_shows_are_deleted(anywhere: Service) -> None:
    """The newest stays and what the page shows; so do pictures that a farmer was asked about."""
    drawn = _drawn(anywhere, State.READY)
    drawn.publish(drawn.versions[1])
    assert clear_drafts(anywhere, NOW) == 1
    assert (drawn.left(), drawn.told()) == ("cd", "-cd")
    assert anywhere.store.has(f"drafts/{drawn.clip}/asked/1-2.jpg")
    assert clear_drafts(anywhere, NOW) == 0


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (State.PUBLISHED, "d"),
        (State.SENT_BACK, "d"),
        (State.REJECTED, "d"),
        (State.ASIDE, "d"),
        (State.WITHDRAWN, ""),
        (State.REFUSED, ""),
    ],
)
def test_of_a_clip_that_is_over_nothing_stays(service: Service, state: State, left: str) -> None:
    """One that was rejected may come back by an appeal, so its newest version stays."""
    drawn = _drawn(service, state)
    drawn.publish(drawn.versions[-1], withdrawn_at=2)
    assert clear_drafts(service, NOW) == 1
    assert drawn.left() == left


def test_a_version_that_came_back_keeps_its_files(service: Service) -> None:
    """It has the bundle of the older version that it is like; both rows go on naming it."""
    drawn = _drawn(service, State.PUBLISHED, "bcb")
    assert clear_drafts(service, NOW) == 1
    assert (drawn.left(), drawn.told()) == ("b", "b-b")


@pytest.mark.parametrize("why", ["changed", "job", "held"])
def test_a_clip_at_which_somebody_is_keeps_all(service: Service, why: str) -> None:
    """Just changed, about to be drawn, or open in front of a helper."""
    drawn = _drawn(service, State.RENDERING, changed_at=NOW - 13 * DAY if why == "changed" else 1)
    with service.database.writing() as session:
        farmer = session.get_one(ClipRow, drawn.clip).farmer_id
        if why == "job":
            jobs.ask(session, drawn.clip, jobs.Stage.RENDER, 0, 1)
        if why == "held":
            session.add(HoldRow(clip_id=drawn.clip, person_id=farmer, since=1, until=NOW + 1))
    assert clear_drafts(service, NOW) == 0
    assert drawn.told() == drawn.left() == "bcd"


def test_a_bundle_cut_short_is_never_taken_for_whole(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after one file, a sweep has deleted what says that a bundle is whole."""
    drawn = _drawn(service, State.PUBLISHED, "bd")
    remove = FolderStore.remove

    def die_after(store: FolderStore, name: str) -> None:
        remove(store, name)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "remove", die_after)
        with pytest.raises(KeyboardInterrupt):
            clear_drafts(service, NOW)
    assert not service.store.has(f"drafts/{drawn.clip}/{'b' * 64}/plan.json")
    assert clear_drafts(service, NOW) == 1
    assert drawn.left() == "d"
