"""Asking the farmer, with a picture of the moment that is meant."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.stations import NOW, Village
from vidcommerce.clips.states import NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.media.time import FrameRate
from vidcommerce.reviews import asking
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.asking import MomentMissing, NoMoment
from vidcommerce.reviews.policy import PlanMoved, WordsMissing
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal


def _grey(folder: Path, rate: FrameRate, frames: int) -> Path:
    """Return a video whose frames grow brighter, with few keyframes, and B-frames."""
    path = folder / "grey.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(rate.numerator, rate.denominator))
        stream.width, stream.height, stream.pix_fmt = 64, 96, "yuv420p"
        stream.options = {"g": "12", "bf": "2", "qp": "5"}  # as draft files are: with B-frames
        for number in range(frames):
            picture = np.full((96, 64, 3), 20 + 4 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize("rate", [FrameRate(30, 1), FrameRate(30000, 1001), FrameRate(25, 1)])
def test_the_picture_is_that_of_the_frame(tmp_path: Path, rate: FrameRate) -> None:
    """Exactly that one, wherever the keyframes are."""
    video = _grey(tmp_path, rate, 40)
    for frame in (0, 1, 11, 12, 13, 27, 39):
        shown = np.asarray(asking.still(video, frame, rate)).mean()
        assert abs(shown - (20 + 4 * frame)) < 2, frame


def test_what_is_no_video_gives_no_picture(tmp_path: Path) -> None:
    """Our own fault, and worth another try."""
    (tmp_path / "none.mp4").write_bytes(b"nothing")
    with pytest.raises(NoMoment):
        asking.still(tmp_path / "none.mp4", 0, FrameRate(30, 1))


def _ask(village: Village, why: Refusal) -> None:
    with village.service.database.writing() as work:
        reviews.send_back(work, village.actor, village.clip_id, 1, why, NOW)


def test_the_decision_keeps_frame_and_picture(village: Village) -> None:
    """The picture lies with the draft's files, and is a picture."""
    name = asking.picture(village.service, village.actor, village.clip_id, 1, 3)
    assert name.startswith(f"drafts/{village.clip_id}/")
    assert asking.picture(village.service, village.actor, village.clip_id, 1, 3) == name
    _ask(village, Refusal(Reason.TOO_DARK, "Here", 3, name))
    with village.service.database.reading() as work:
        ((decision, _),) = reviews.decisions(work, village.clip_id)
    assert (decision.frame, decision.picture) == (3, name)
    with village.service.store.local(name) as file, Image.open(file) as image:
        assert (image.format, image.size) == ("JPEG", (64, 64))


def test_the_whole_video_needs_no_picture(village: Village) -> None:
    """No moment was chosen."""
    assert asking.picture(village.service, village.actor, village.clip_id, 1, -1) == ""


def test_a_moment_of_another_version_or_past_the_end_is_none(village: Village) -> None:
    """The seconds of a version that is gone mean something else in this one."""
    with pytest.raises(PlanMoved):
        asking.picture(village.service, village.actor, village.clip_id, 2, 0)
    with pytest.raises(MomentMissing):
        asking.picture(village.service, village.actor, village.clip_id, 1, 300)


def test_a_question_needs_words_and_comes_back_when_it_is_answered(village: Village) -> None:
    """Asked, answered by telephone, looked at again; what was rejected does not come back so."""
    with pytest.raises(WordsMissing):
        _ask(village, Refusal(Reason.UNCLEAR))
    _ask(village, Refusal(Reason.UNCLEAR, "Is it 5 kg or 10?"))
    with village.service.database.writing() as work:
        asking.reopen(work, village.actor, village.clip_id, NOW + 1)
        assert work.get_one(ClipRow, village.clip_id).state == State.READY
        with pytest.raises(NotNow):
            asking.reopen(work, village.actor, village.clip_id, NOW + 1)
        reviews.reject(work, village.actor, village.clip_id, 1, Refusal(Reason.NOT_TRUE), NOW + 2)
        with pytest.raises(NotNow):
            asking.reopen(work, village.actor, village.clip_id, NOW + 3)
