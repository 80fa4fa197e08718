"""Asks the farmer for something, with a picture of the second that is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from PIL import Image
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.clips import history
from vidcommerce.clips.states import Event, NotNow, State
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.time import FrameRate
from vidcommerce.reviews import holds, labelling
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.policy import check_seen
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore

_WIDEST: Final = 720
"""Pixels: what a phone shows, and cheap to send there."""

_QUALITY: Final = 80

_MOMENT: Final = re.compile(
    r"(?:(?P<minutes>\d{1,3})[:：])?(?P<seconds>\d{1,4})(?:[.,](?P<rest>\d{1,9}))?"
)


@dataclass(eq=False)
class MomentMissing(InputRejected):
    """The video has no such moment, or is not there to look into."""

    sentence = N_("The video has no such moment. Choose one within it.")


@dataclass(eq=False)
class NoMoment(WorkFailed):
    """A video of ours can't be looked into."""

    why: str
    sentence = N_("No picture can be taken from this video.")


def frame_of(text: str, rate: FrameRate) -> int:
    """Return the frame at a moment that a person wrote, such as "0:12" or "12.5"; -1 for none.

    Pure. Raises MomentMissing.
    """
    if not text.strip():
        return -1
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise MomentMissing
    minutes, seconds, thousandths = (int(part or 0) for part in (
        found["minutes"], found["seconds"], (found["rest"] or "").ljust(3, "0")[:3]))  # fmt: skip
    return rate.frame_at((minutes * 60 + seconds) * 1000 + thousandths)


def picture(service: Service, actor: Actor, clip_id: str, seen: int, frame: int) -> str:
    """Keep the picture of a frame of a draft's version and return its blob; "" for frame -1.

    Frames count from 0 on the plan's rate. The name is the draft's, so that it goes with its files.
    Opens a unit of work of its own: a picture takes a while. Raises DraftUnknown, PlanMoved,
    MomentMissing or NoMoment.
    """
    if frame < 0:
        return ""
    with service.database.reading() as work:
        found = reviews.draft(work, actor, clip_id)
    check_seen(seen, found.version)
    if frame >= found.plan.frames or not found.row.bundle:
        raise MomentMissing
    name = f"drafts/{clip_id}/asked/{found.row.digest[:16]}-{frame}.jpg"
    if not service.store.has(name):
        moment = (frame, found.plan.canvas.rate)
        _keep(service.store, f"{found.row.bundle}/video.mp4", name, moment)
    return name


def reopen(session: Session, actor: Actor, clip_id: str, now: int) -> None:
    """Look again at a draft about which the farmer was asked: they have answered.

    Raises DraftUnknown, HeldByOther or NotNow.
    """
    found = reviews.draft(session, actor, clip_id, to_change=True)
    holds.check_free(session, actor, clip_id, now)
    if found.clip.state != State.SENT_BACK:  # what was rejected comes back by an appeal only
        raise NotNow(found.clip.state, Event.REOPENED.value)
    history.move(session, found.clip, Event.REOPENED, person_id=actor.person_id, now=now)
    labelling.put_right(session, found.clip, None, now)


def still(video: Path, frame: int, rate: FrameRate) -> Image.Image:
    """Return the frame of a video that is shown at ``frame`` of ``rate``. Raises NoMoment."""
    seconds, half = rate.milliseconds(frame) / 1000, rate.milliseconds(1) / 2000
    try:
        with av.open(str(video)) as container:
            container.seek(round(seconds * av.time_base))  # to the keyframe before it
            shown = None
            for shown in container.decode(video=0):
                if shown.time is not None and shown.time >= seconds - half:
                    break
    except (av.FFmpegError, IndexError) as error:
        raise NoMoment(str(error)) from error
    if shown is None:
        raise NoMoment("no frame")
    picture: Image.Image = shown.to_image()  # type: ignore[no-untyped-call]  # PyAV has no types for it
    return picture


def _keep(store: BlobStore, video: str, name: str, moment: tuple[int, FrameRate]) -> None:
    with store.local(video) as file:
        image = still(file, *moment)
    image.thumbnail((_WIDEST, _WIDEST * 2))
    with store.scratch() as folder:
        image.save(folder / "asked.jpg", "JPEG", quality=_QUALITY)
        store.put(name, folder / "asked.jpg")
