"""The checks of a clip: made beside the clip's way, and never in it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from sqlalchemy import select, update

from tests.flags.reuse.filmed import take
from tests.rows import arrived
from tests.workers.conftest import Shop
from vidcommerce.clips.tables import JobRow
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.reuse.prints import Bytes
from vidcommerce.flags.service import of_clip
from vidcommerce.flags.tables import PrintRow
from vidcommerce.jobs import Stage

pytestmark = pytest.mark.slow


def test_a_clip_is_checked_once(shop: Shop) -> None:
    """The row says when; another draft of it asks for no other check."""
    assert shop.work()
    assert shop.row().checked_at is None
    shop.work_to_the_end()
    assert shop.row().checked_at
    assert [job.outcome for job in shop.beside(Stage.CHECK)] == ["done"]


def test_footage_of_another_farmer_is_recognised(
    shop_with: Callable[[Path], Shop], tmp_path: Path
) -> None:
    """Mirrored and cut out of the middle: a serious flag with the seconds of both; prints stay.

    Both come together and are checked in any order: whoever came first, the later one has it.
    """
    first = take(1, 1, 5)
    shop = shop_with(_encoded(tmp_path / "first.mp4", first))
    again = _encoded(tmp_path / "again.mp4", first[16:36, :, ::-1])
    other = Shop(shop.service, arrived(shop.service, again))
    assert shop.work()
    assert shop.work()
    while any(job.ended_at is None for job in shop.beside(Stage.CHECK)):
        with shop.service.database.writing() as session:
            session.execute(update(JobRow).where(JobRow.stage == Stage.CHECK).values(due_at=0))
        assert shop.work()
    with shop.service.database.reading() as session:
        assert _reused(of_clip(session, shop.clip)) == []
        (flag,) = _reused(of_clip(session, other.clip))
        assert len(session.scalars(select(PrintRow)).all()) == 2
    assert flag.kind is Kind.REUSED_OTHER
    assert flag.severity is Severity.SERIOUS
    assert flag.evidence["clip"] == shop.clip
    assert flag.evidence["mirrored"] is True
    assert abs(flag.evidence["start"] - 2000) <= 500
    kept = [name for name in shop.files() if name.startswith("reuse/")]
    assert len(kept) == 4


def _reused(flags: tuple[Flag, ...]) -> list[Flag]:
    return [flag for flag in flags if flag.kind in (Kind.REUSED_OWN, Kind.REUSED_OTHER)]


def _encoded(path: Path, pictures: Bytes) -> Path:
    """Write pictures, eight a second, as a clip."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 8, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = (
            pictures.shape[2],
            pictures.shape[1],
            "yuv420p",
        )
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="gray")
            frame.pts, frame.time_base = number, Fraction(1, 8)
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode(None))
    return path
