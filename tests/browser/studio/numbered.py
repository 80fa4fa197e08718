"""A clip whose frames say their number, and a draft of it that the studio can play."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from io import BytesIO

import av
import numpy as np
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.media.plans import plan
from tests.stations import Village, settle
from vidcommerce import jobs
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.media.layout import card_size, safe_area
from vidcommerce.media.plan import Box, Canvas, EditPlan
from vidcommerce.media.time import FrameRate
from vidcommerce.service import Service
from vidcommerce.studio import previews
from workers.app import STAGES
from workers.work import Crew, do_next

WIDTH, HEIGHT, RATE = 360, 640, 30
FRAMES = 300
BITS = 9
"""Squares of a frame, three in a row: bright ones are the bits of its number."""

KEPT = ((10, 70), (100, 160), (220, 260))
CANVAS = Canvas(WIDTH, HEIGHT, FrameRate(RATE, 1))
LINES = ((5, 40, "Sweet oranges"), (50, 90, "from the hill"), (100, 150, "picked today"))
CARD_FRAMES = (60, 140)
CARD = Box(safe_area(CANVAS).left, 300, *card_size(CANVAS))


@cache
def clip() -> bytes:
    """Return ten seconds of numbered frames with a tone."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = container.add_stream("aac", rate=48_000, layout="mono")
        for number in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(_picture(number), format="gray")
            container.mux(video.encode(frame.reformat(format="yuv420p")))
        container.mux(video.encode())
        times = np.arange(FRAMES * 48_000 // RATE, dtype=np.float32) / 48_000
        tone = (0.2 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
        for start in range(0, len(tone), 1024):
            piece = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], "fltp", "mono")
            piece.sample_rate, piece.pts = 48_000, start
            container.mux(sound.encode(piece))
        container.mux(sound.encode())
    return file.getvalue()


def _picture(number: int) -> np.ndarray:
    bits = np.array([number >> bit & 1 for bit in range(BITS)], np.uint8).reshape(3, 3)
    squares = np.kron(bits * 160 + 40, np.ones((HEIGHT // 3, WIDTH // 3), np.uint8))
    return np.pad(squares, ((0, HEIGHT - squares.shape[0]), (0, 0)), mode="edge").astype(np.uint8)


def edit(picture: str) -> EditPlan:
    """Return a plan of three stretches of the clip, with lines and a card."""
    name = hashlib.sha256(clip()).hexdigest()
    made = plan(
        KEPT, cues=LINES, card=CARD_FRAMES, canvas=CANVAS, clip=name, size=(WIDTH, HEIGHT),
        speech=[(5, 40), (50, 90)],
    )  # fmt: skip
    source = replace(made.sources[0], frames=FRAMES)
    card = replace(made.cards[0], box=CARD, product=PRODUCT, image=picture)
    whole = replace(made, sources=(source,), cards=(card,), cover=replace(made.cover, frame=20))
    bed, *_ = previews.beds(whole, "en")
    return replace(whole, music=bed.music)


def hamlet(service: Service, station_id: str = "") -> Village:
    """Make a village (or another farmer in one) whose draft can be played in the studio."""
    name = hashlib.sha256(clip()).hexdigest()
    with service.store.scratch() as folder:
        (folder / "clip.mp4").write_bytes(clip())
        service.store.put(f"clips/{name}", folder / "clip.mp4")
    village = settle(service, station_id, edit=edit)
    with service.database.writing() as work:
        row = work.get_one(ClipRow, village.clip_id)
        row.sha256 = name
        copied = work.scalar(select(ClipRow.proxy).where(ClipRow.proxy != ""))
        if copied is None:
            jobs.ask(work, row.id, jobs.Stage.PROXY, 0, now_ms())
        else:
            row.proxy = copied
    do_next(service, tuple(jobs.QUEUES.values()), Crew(STAGES, lambda: False))
    return village
