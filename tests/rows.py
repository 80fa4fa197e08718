"""Rows and files of a station, for tests: a farmer, a product with its picture, a clip."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from PIL import Image
from sqlalchemy.orm import Session

from tests.shops import shop_row
from vidcommerce import jobs
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service


def farmer_row(session: Session, now: int = 1) -> PersonRow:
    """Add a station and a farmer of it."""
    station = StationRow(id=new_id(), name="Hillside", village="V", language="en", created_at=now)
    session.add(station)
    session.flush()
    shop_row(session, station.id)
    farmer = PersonRow(
        id=new_id(), station_id=station.id, role="farmer", name="F", language="en", created_at=now
    )
    session.add(farmer)
    session.flush()
    return farmer


def product_row(session: Session, farmer: PersonRow, picture: str = "0" * 64) -> ProductRow:
    """Add a product of a farmer."""
    product = ProductRow(
        id=new_id(), station_id=farmer.station_id, farmer_id=farmer.id, name="Navel oranges",
        price="39.80", currency="CNY", unit="5 kg box", origin="Ganzhou", seller="Hillside Orchard",
        cart_url="https://shop.example/cart/oranges", picture=picture, created_at=1,
    )  # fmt: skip
    session.add(product)
    session.flush()
    return product


def clip_row(
    session: Session,
    product: ProductRow,
    sha256: str = "c" * 64,
    state: State = State.RECEIVED,
    now: int = 1,
) -> ClipRow:
    """Add a clip of a product."""
    clip = ClipRow(
        id=new_id(), station_id=product.station_id, farmer_id=product.farmer_id,
        product_id=product.id, sha256=sha256, bytes=1, name="clip.mp4", state=state,
        created_at=now, changed_at=now,
    )  # fmt: skip
    session.add(clip)
    session.flush()
    return clip


def arrived(service: Service, file: Path, priority: int = 0) -> str:
    """Have a clip arrive as an upload leaves it, its first stage asked for; returns its id."""
    with service.store.scratch() as folder:
        Image.new("RGB", (64, 64), "orange").save(folder / "picture.png")
        picture = hashlib.sha256((folder / "picture.png").read_bytes()).hexdigest()
        service.store.put(f"pictures/{picture}", folder / "picture.png")
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        shutil.copyfile(file, folder / "clip")
        service.store.put(f"clips/{sha256}", folder / "clip")
    with service.database.writing() as session:
        now = now_ms()  # which of two clips came first is told by their times
        product = product_row(session, farmer_row(session), picture)
        clip = clip_row(session, product, sha256, now=now)
        jobs.ask(session, clip.id, jobs.Stage.ANALYSE, priority, now)
        return clip.id
