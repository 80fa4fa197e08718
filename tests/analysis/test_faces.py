"""Faces: the detector is there, and it sees people and not produce."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from vidcommerce.analysis.faces import face_finder
from vidcommerce.analysis.seeing import Picture, fitted


def test_there_is_no_face_in_noise() -> None:
    """Without a face nothing is found, and the detector's data was loaded."""
    noise = np.random.default_rng(3).integers(0, 255, (180, 320, 3), np.uint8)
    assert not face_finder().cascade.empty()
    assert face_finder()(noise) == ()


def _frame(path: Path, number: int) -> Picture:
    with av.open(str(path)) as container:
        for at, frame in enumerate(container.decode(video=0)):
            if at == number:
                return fitted(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8), 320)
    pytest.fail(f"{path.name} has no frame {number}")


@pytest.mark.real
def test_a_man_before_the_camera_is_found_where_he_is(shared: Path) -> None:
    """The face is in the middle of the picture, and flowers have none."""
    (face, *others) = face_finder()(_frame(shared / "media" / "axm_sample.mp4", 10))
    assert others == []
    assert 250 < face.left + face.width / 2 < 750
    assert face_finder()(_frame(shared / "media" / "mdn_flower.mp4", 60)) == ()
