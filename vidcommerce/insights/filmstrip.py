"""A row of small pictures of a video, each of the middle of its share of the time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from PIL import Image

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

PICTURES: Final = 8
_HEIGHT: Final = 160
_QUALITY: Final = 70


@dataclass(eq=False)
class NoPictures(WorkFailed):
    """A video of ours can't be looked into."""

    why: str
    sentence = N_("No pictures can be taken from this video.")


def filmstrip(video: Path, pictures: int = PICTURES) -> bytes:
    """Return a JPEG of ``pictures`` frames beside each other, 160 pixels high.

    Takes the keyframe at or before each moment, which costs one decoded frame a picture. Raises
    NoPictures.
    """
    try:
        with av.open(str(video)) as container:
            frames = [_frame(container, (2 * n + 1), 2 * pictures) for n in range(pictures)]
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise NoPictures(str(error)) from error
    width = max(1, _HEIGHT * frames[0].width // frames[0].height)
    strip = Image.new("RGB", (width * pictures, _HEIGHT))
    for number, frame in enumerate(frames):
        strip.paste(frame.resize((width, _HEIGHT)), (width * number, 0))
    file = io.BytesIO()
    strip.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _frame(container: av.container.InputContainer, part: int, parts: int) -> Image.Image:
    """Return the keyframe at or before ``part`` of ``parts`` of the video."""
    stream = container.streams.video[0]
    stream.codec_context.skip_frame = "NONKEY"
    duration = stream.duration or 0
    container.seek((stream.start_time or 0) + duration * part // parts, stream=stream)
    picture: Image.Image = next(container.decode(stream)).to_image()  # type: ignore[no-untyped-call]  # PyAV has no types for it
    return picture
