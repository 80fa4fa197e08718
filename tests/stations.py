"""A station with its people and a draft that waits for review, in the service of a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from sqlalchemy.orm import Session

from tests.factories import CLIP, PRODUCT
from tests.media.plans import plan
from tests.shops import shop_row
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import canonical_json, digest
from vidcommerce.media.plan import Canvas, EditPlan
from vidcommerce.media.time import FrameRate
from vidcommerce.products import service as products
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore

NOW = 1_780_000_000_000
CUES = ((0, 45, "Sweet oranges"), (60, 90, "from the hill"), (100, 160, "picked today"))


@dataclass(frozen=True)
class Village:
    """A station: its people, and a draft of three subtitles and a card that is READY."""

    service: Service
    station_id: str
    farmer: PersonRow
    helper: PersonRow
    product_id: str
    clip_id: str

    @property
    def actor(self) -> Actor:
        """The helper."""
        return Actor(self.helper.id, Role.HELPER, self.station_id)

    @property
    def moderator(self) -> Actor:
        """Somebody of the station who may moderate."""
        return replace(self.actor, role=Role.MODERATOR)

    @property
    def stranger(self) -> Actor:
        """A helper of another station."""
        return replace(self.actor, station_id="another")

    def rendered(self, clip_id: str = "") -> None:
        """Put the files of the newest version into the store, as the worker does."""
        with self.service.database.writing() as work:
            clip = work.get_one(ClipRow, clip_id or self.clip_id)
            row = work.get_one(PlanRow, clip.plan_id)
            row.bundle = f"drafts/{clip.id}/{row.digest}"
            row.rendered_at = NOW
            clip.state = State.READY
        put_bundle(self.service.store, row.bundle)

    def set_state(self, state: State, clip_id: str = "") -> None:
        """Have the clip in a state, however it came there."""
        with self.service.database.writing() as work:
            work.get_one(ClipRow, clip_id or self.clip_id).state = state


@pytest.fixture
def village(service: Service) -> Village:
    """A station with a draft to review."""
    return settle(service)


def settle(
    service: Service, station_id: str = "", edit: Callable[[str], EditPlan] | None = None
) -> Village:
    """Make a station (or take one) with a farmer, a helper, a product and a finished draft.

    ``edit`` gets the name of the product's picture and returns the plan.
    """
    picture = products.keep_picture(service.store, _photo())
    with service.database.writing() as work:
        here = station_id or _station(work)
        farmer = _person(work, here, Role.FARMER, "Farmer Li")
        helper = _person(work, here, Role.HELPER, "Helper Wang")
        product = _product(work, here, farmer, picture)
        clip_id = _clip(work, here, farmer, product, (edit or draft_plan)(picture))
    village = Village(service, here, farmer, helper, product.id, clip_id)
    village.rendered()
    return village


def draft_plan(
    picture: str, cues: Sequence[tuple[int, int, str]] = CUES, *, language: str = "en"
) -> EditPlan:
    """Return a plan of ten seconds whose card shows the product of :func:`settle`."""
    canvas = Canvas(360, 640, FrameRate(30, 1))
    made = plan([(0, 100), (150, 350)], cues=cues, card=(90, 210), canvas=canvas)
    card = replace(made.cards[0], image=picture)
    return replace(made, cards=(card,), language=language)


def put_bundle(store: BlobStore, bundle: str, video: bytes | None = None) -> None:
    """Keep files as a rendering leaves them."""
    files = {
        "video.mp4": video or tiny_video(),
        "poster.jpg": _photo(),
        "captions.en.vtt": b"WEBVTT\n",
        "hls/master.m3u8": b"#EXTM3U\n",
        "hls/1080p/init.mp4": b"init",
        "hls/1080p/0000.m4s": b"segment",
        "plan.json": b"{}",
        "report.json": b"{}",
    }
    for name, data in files.items():
        with store.scratch() as folder:
            (folder / "file").write_bytes(data)
            store.put(f"{bundle}/{name}", folder / "file")


@cache
def tiny_video(place: str = "") -> bytes:
    """Return an MP4 of half a second; ``place`` is written into it as phones do."""
    file = BytesIO()
    options = {"movflags": "use_metadata_tags"}
    with av.open(file, "w", format="mp4", options=options) as container:
        if place:
            container.metadata["com.apple.quicktime.location.ISO6709"] = place
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(15):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


@cache
def _photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 480), "#ff8800").save(file, "JPEG")
    return file.getvalue()


def _station(work: Session) -> str:
    row = StationRow(id=new_id(), name="Hillside", village="Ganzhou", created_at=NOW)
    work.add(row)
    work.flush()
    shop_row(work, row.id)
    return row.id


def _person(work: Session, station_id: str, role: Role, name: str) -> PersonRow:
    row = PersonRow(id=new_id(), station_id=station_id, role=role, name=name, created_at=NOW)
    work.add(row)
    work.flush()
    return row


def _product(work: Session, station_id: str, farmer: PersonRow, picture: str) -> ProductRow:
    actor = Actor(farmer.id, Role.FARMER, station_id)
    return products.create(work, actor, PRODUCT, picture, farmer.id, NOW)


def _clip(
    work: Session, station_id: str, farmer: PersonRow, product: ProductRow, edit: EditPlan
) -> str:
    clip = ClipRow(
        id=new_id(), station_id=station_id, farmer_id=farmer.id, product_id=product.id,
        sha256=CLIP, bytes=1000, name="clip.mp4", state=State.READY, created_at=NOW, changed_at=NOW,
        checked_at=NOW,
    )  # fmt: skip
    work.add(clip)
    work.flush()
    row = PlanRow(
        id=new_id(), clip_id=clip.id, number=1, digest=digest(edit), plan=canonical_json(edit),
        created_at=NOW,
    )  # fmt: skip
    work.add(row)
    work.flush()
    clip.plan_id = row.id
    return clip.id


def files_of(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def colleague(village: Village, role: Role = Role.HELPER, name: str = "Helper Zhao") -> Actor:
    """Return somebody else who works at the station."""
    with village.service.database.writing() as work:
        return Actor(_person(work, village.station_id, role, name).id, role, village.station_id)
