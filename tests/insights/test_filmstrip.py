"""Pictures of a video beside each other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.stations import tiny_video
from vidcommerce.insights.filmstrip import NoPictures, filmstrip


def test_pictures_stand_beside_each_other(tmp_path: Path) -> None:
    """As many as were asked for, in the shape of the video."""
    (tmp_path / "video.mp4").write_bytes(tiny_video())
    with Image.open(io.BytesIO(filmstrip(tmp_path / "video.mp4", 4))) as strip:
        assert strip.size == (4 * 160, 160)


def test_what_is_no_video_has_no_pictures(tmp_path: Path) -> None:
    """It is said so, and is no error of the library's."""
    (tmp_path / "video.mp4").write_bytes(b"no video")
    with pytest.raises(NoPictures):
        filmstrip(tmp_path / "video.mp4")
