"""A service with files and rows to clear."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from tests.rows import clip_row, farmer_row, product_row
from vidcommerce.clearing.tables import PartRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.service import Service

DAY = 24 * 3600_000
NOW = 100 * DAY


def add_clip(service: Service, state: State, changed_at: int = 1, sha256: str = "c" * 64) -> str:
    """Add a clip in a state since a moment; returns its id."""
    with service.database.writing() as session:
        clip = clip_row(session, product_row(session, farmer_row(session)), sha256, state)
        clip.changed_at = changed_at
        return clip.id


def add_use(service: Service, part: str, clip_id: str, used_at: int = 1) -> None:
    """Note a use of a part at a moment."""
    with service.database.writing() as session:
        session.merge(PartRow(name=part, clip_id=clip_id, used_at=used_at))


def change(service: Service, clip_id: str, **values: object) -> None:
    """Change columns of a clip."""
    with service.database.writing() as session:
        session.execute(update(ClipRow).where(ClipRow.id == clip_id).values(**values))


def keep(service: Service, *names: str) -> None:
    """Put blobs into the service's store, which hold their own names."""
    with service.store.scratch() as folder:
        for name in names:
            (folder / "file").write_text(name)
            service.store.put(name, folder / "file")


@pytest.fixture
def kept() -> Callable[[Service], set[str]]:
    """``kept(service)``: the names of all blobs of a service."""
    return lambda service: set(service.store.names(""))
