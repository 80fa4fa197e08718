"""How long a render takes, against plain ffmpeg and against MoviePy, in one run.

    benchmarks/render.py [--json] [--runs N] [--seconds S] [CLIP]

Without CLIP a phone-like one is computed from the sample (1080x1920, 30 frames a second, a
keyframe a second, sensor noise). What is compared makes the same renditions with the same encoder
settings; runs alternate, and medians of wall and CPU seconds are printed with their ratios:

- ``ratio_plain``: our whole render (cuts, subtitles, card, sound, three renditions, MP4, HLS)
  over one ffmpeg transcode of as many seconds to the same three renditions. Aim: 1.10 or less.
- ``speedup_moviepy``: the same edit to one file of the largest rendition with MoviePy, over ours.
  Aim: 3 or more. ``speedup_moviepy_three`` is for all three renditions, of which MoviePy makes the
  first and plain ffmpeg derives the others from its file: most of it is encoding on both sides.
- ``ratio_one_line``: rendering again after one subtitle line of a 60-second plan was changed,
  over rendering that plan from nothing. Aim: 0.12 or less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

import vidcommerce.media.chunks
import vidcommerce.media.package
from vidcommerce.assets import assets_folder
from vidcommerce.media.card import compose_card
from vidcommerce.media.chunks import ENTRANCE_FRAMES, Entrance
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.graph import ClipFile, encoder_options
from vidcommerce.media.ladder import ladder
from vidcommerce.media.layout import card_size, safe_area
from vidcommerce.media.package import package
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import (
    Box,
    Canvas,
    Card,
    Cover,
    Cue,
    EditPlan,
    ProductFacts,
    Segment,
    Sound,
    Source,
)
from vidcommerce.media.probe import probe
from vidcommerce.media.render import Material, Renderer
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.settings import settings
from vidcommerce.storage import FolderStore

_RATE = FrameRate(30, 1)
_CANVAS = Canvas(1080, 1920, _RATE)
_LINES = ("These navel oranges were picked this morning", "before the sun was over the hill")
_IMAGE = "0" * 64
_PRODUCT = ProductFacts(
    name="Navel oranges",
    price=Decimal("39.80"),
    currency="CNY",
    unit="5 kg box",
    origin="Gannan",
    seller="Hillside village",
    cart_url="https://shop.example/cart",
    old_price=None,
)


@dataclass(frozen=True)
class Bench:
    """One clip on this machine, and where to write."""

    clip: ClipFile
    image: Path
    ffmpeg: Ffmpeg
    workers: int

    def material(self) -> Material:
        """Return what a plan's names stand for."""
        return Material({self.clip.facts.sha256: self.clip}, {_IMAGE: self.image}, {})

    def ours(self, plan: EditPlan, folder: Path) -> None:
        """Render and package ``plan`` with what ``folder`` already holds."""
        store = FolderStore(folder / "work")
        rendering = Renderer(self.ffmpeg, store, self.workers).render(
            plan, self.material(), lambda _: None
        )
        package(plan, rendering, store, self.ffmpeg, folder / "out")

    def ours_one(self, plan: EditPlan, folder: Path) -> None:
        """Render and package the largest rendition alone, which is what MoviePy makes."""
        with ExitStack() as one:
            for module in (vidcommerce.media.chunks, vidcommerce.media.package):
                one.enter_context(patch.object(module, "ladder", lambda c: ladder(c)[:1]))
            self.ours(plan, folder)

    def plain(self, plan: EditPlan, folder: Path) -> None:
        """Transcode the clip's first seconds to the same renditions in one plain pass."""
        rungs = ladder(plan.canvas)
        seconds = float(plan.canvas.rate.seconds(plan.frames))
        pads = "".join(f"[s{n}]" for n in range(len(rungs)))
        scales = ";".join(
            f"[s{n}]scale={rung.width}:{rung.height},format=yuv420p[v{n}]"
            for n, rung in enumerate(rungs)
        )
        command = ["-i", str(self.clip.path), "-t", str(seconds), "-filter_complex",
                   f"[0:v]fps={plan.canvas.rate},split={len(rungs)}{pads};{scales}"]  # fmt: skip
        for n, rung in enumerate(rungs):
            options = [f"-{key} {value}" for key, value in encoder_options(rung).items()]
            command += ["-map", f"[v{n}]", *" ".join(options).split()]
            command += ["-map", "0:a", "-c:a", "aac", "-b:a", "128k"] if n == 0 else []
            command += ["-t", str(seconds), f"{rung.name}.mp4"]
        self.ffmpeg.run(command, job="transcoding plainly", folder=folder)


def plan_of(bench: Bench, seconds: int) -> EditPlan:
    """Return an edit of ``seconds``: a cut every 6 s, a line every 3 s, a card for 8 s."""
    facts = bench.clip.facts
    kept, pause = 180, 12
    starts = [number * (kept + pause) for number in range(seconds * 30 // kept)]
    left = seconds * 30 - len(starts) * kept
    segments = [Segment(0, FrameRange(s, s + kept), None) for s in starts]
    if left:
        start = len(starts) * (kept + pause)
        segments.append(Segment(0, FrameRange(start, start + left), None))
    width, height = card_size(_CANVAS)
    area = safe_area(_CANVAS)
    box = Box((_CANVAS.width - width) // 2, area.top + 40, width, height)
    return EditPlan(
        version=1,
        language="en",
        canvas=_CANVAS,
        sources=(
            Source(
                facts.sha256,
                _RATE.frame_at(facts.duration),
                facts.picture.upright_width,
                facts.picture.upright_height,
            ),
        ),
        segments=tuple(segments),
        cues=tuple(
            Cue(FrameRange(n * 90, n * 90 + 84), _LINES, ()) for n in range(seconds * 30 // 90)
        ),
        cards=(Card(FrameRange(90, min(330, seconds * 30)), box, _PRODUCT, _IMAGE),),
        music=None,
        cover=Cover(0, 60, None),
        audio=Sound(0, ()),
    )


def moviepy_edit(bench: Bench, plan: EditPlan, folder: Path) -> None:
    """Make the same edit with MoviePy: cuts, subtitles, sliding card, the largest rung alone."""
    from moviepy import (  # noqa: PLC0415 - not part of what is timed elsewhere
        CompositeVideoClip,
        ImageClip,
        TextClip,
        VideoFileClip,
        concatenate_videoclips,
    )

    fonts = own_fonts()
    seconds = plan.canvas.rate.seconds
    with VideoFileClip(str(bench.clip.path)) as raw:
        parts = [
            raw.subclipped(
                float(seconds(s.source_range.start)), float(seconds(s.source_range.stop))
            )
            for s in plan.segments
        ]
        layers = [concatenate_videoclips(parts)]
        for cue in plan.cues:
            text = TextClip(
                str(next(fonts.folder.glob("*.ttf"))), text="\n".join(cue.lines), font_size=64,
                color="white", stroke_color="black", stroke_width=3, text_align="center",
                margin=(8, 8),
            )  # fmt: skip
            text = text.with_start(float(seconds(cue.frames.start)))
            layers.append(
                text.with_duration(float(seconds(len(cue.frames)))).with_position(("center", 1400))
            )
        layers.append(_sliding_card(bench, plan, ImageClip))
        rung = ladder(plan.canvas)[0]
        options = [
            part
            for key, value in encoder_options(rung).items()
            if key not in ("c:v", "preset", "map_metadata", "map_chapters")
            for part in (f"-{key}", str(value))
        ]
        CompositeVideoClip(layers, size=(plan.canvas.width, plan.canvas.height)).write_videofile(
            str(folder / "moviepy.mp4"), fps=30, codec="libx264", preset="veryfast",
            audio_codec="aac", ffmpeg_params=options, logger=None,
        )  # fmt: skip


def _sliding_card(bench: Bench, plan: EditPlan, image_clip: Any) -> Any:  # noqa: ANN401 - MoviePy
    """Return the product card as a MoviePy layer: the same picture, sliding in as ours does."""
    fonts, (card,) = own_fonts(), plan.cards
    entrance = Entrance(
        1, fonts.digest, plan.language, _RATE, card.box.width, card.box.height, card.product, _IMAGE
    )
    picture = compose_card(entrance, read_image(bench.image), fonts)

    def place(moment: float) -> tuple[int, int]:
        gone = min(1, (int(moment * 30) + 1) / ENTRANCE_FRAMES)
        return card.box.left, card.box.top + round(card.box.height * (1 - gone) ** 3)

    layer = image_clip(np.asarray(picture), transparent=True)
    layer = layer.with_start(float(_RATE.seconds(card.frames.start))).with_position(place)
    return layer.with_duration(float(_RATE.seconds(len(card.frames))))


def smaller_rungs(bench: Bench, plan: EditPlan, folder: Path) -> None:
    """Derive the two smaller renditions from MoviePy's file."""
    command = ["-i", "moviepy.mp4"]
    for rung in ladder(plan.canvas)[1:]:
        options = [p for k, v in encoder_options(rung).items() for p in (f"-{k}", str(v))]
        command += ["-map", "0:v", "-vf", f"scale={rung.width}:{rung.height}", *options]
        command += [f"{rung.name}.mp4"]
    bench.ffmpeg.run(command, job="deriving renditions", folder=folder)


def timed(work: Callable[[Path], None]) -> tuple[float, float]:
    """Return wall and CPU seconds of ``work`` in a new folder, its children included."""
    with tempfile.TemporaryDirectory() as folder:
        before, start = os.times(), time.monotonic()
        work(Path(folder))
        wall, after = time.monotonic() - start, os.times()
    spent = sum(after[:4]) - sum(before[:4])
    return wall, spent


def phone_clip(ffmpeg: Ffmpeg, folder: Path, seconds: int) -> Path:
    """Compute a clip like a phone's from the sample: 1080x1920, 12 Mbit/s, noisy."""
    sample = assets_folder() / "sample" / "orchard.mp4"
    ffmpeg.run(
        ["-stream_loop", "-1", "-i", str(sample), "-t", str(seconds), "-vf",
         "scale=1080:1920,noise=alls=6:allf=t,format=yuv420p", "-r", "30", "-c:v", "libx264",
         "-preset", "veryfast", "-b:v", "12M", "-g", "30", "-c:a", "aac", "phone.mp4"],
        job="computing a clip", folder=folder,
    )  # fmt: skip
    return folder / "phone.mp4"


def _in(work: Callable[[Path], None], folder: Path) -> Callable[[Path], None]:
    """Return the same work done in ``folder``, whatever folder it is given."""
    return lambda _: work(folder)


def measure(bench: Bench, seconds: int, runs: int) -> dict[str, float]:
    """Return the medians and ratios of alternating runs."""
    plan = plan_of(bench, seconds)
    seen: dict[str, list[tuple[float, float]]] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as kept:
            jobs: dict[str, Callable[[Path], None]] = {
                "ours": partial(bench.ours, plan),
                "ours_one": partial(bench.ours_one, plan),
                "plain": partial(bench.plain, plan),
                "moviepy": _in(partial(moviepy_edit, bench, plan), Path(kept)),
                "smaller": _in(partial(smaller_rungs, bench, plan), Path(kept)),
            }
            for name, job in jobs.items():
                seen.setdefault(name, []).append(timed(job))
                note(name, seen[name][-1])
    wall = {name: median(run[0] for run in times) for name, times in seen.items()}
    spent = {name: median(run[1] for run in times) for name, times in seen.items()}
    pairs = list(zip(seen["ours"], seen["plain"], strict=True))
    whole = [a[0] + b[0] for a, b in zip(seen["moviepy"], seen["smaller"], strict=True)]
    return {
        "seconds": seconds,
        **{f"wall_{name}": round(value, 2) for name, value in wall.items()},
        **{f"cpu_{name}": round(value, 2) for name, value in spent.items()},
        "ratio_plain": round(median(a[0] / b[0] for a, b in pairs), 3),
        "ratio_plain_cpu": round(median(a[1] / b[1] for a, b in pairs), 3),
        "speedup_moviepy": _speedup([run[0] for run in seen["moviepy"]], seen["ours_one"]),
        "speedup_moviepy_three": _speedup(whole, seen["ours"]),
    }


def _speedup(theirs: list[float], ours: list[tuple[float, float]]) -> float:
    return round(median(slow / quick[0] for slow, quick in zip(theirs, ours, strict=True)), 2)


def one_line(bench: Bench, runs: int) -> dict[str, float]:
    """Return how a changed line compares with the whole of a 60-second plan."""
    plan = plan_of(bench, 60)
    first: list[float] = []
    again: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        first.append(_clock(partial(bench.ours, plan, Path(folder))))
        for run in range(runs):
            changed = list(plan.cues)
            number = (7 + run * 5) % len(changed)
            changed[number] = replace(
                changed[number], lines=("A line that was put right", str(run))
            )
            fixed = plan.with_cues(tuple(changed))
            again.append(_clock(partial(bench.ours, fixed, Path(folder))))
            note("one line", (again[-1], 0.0))
    return {
        "wall_full_60": round(median(first), 2),
        "wall_one_line": round(median(again), 2),
        "ratio_one_line": round(median(again) / median(first), 3),
    }


def _clock(work: Callable[[], None]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def note(name: str, run: tuple[float, float]) -> None:
    """Say on standard error how far the benchmark is."""
    print(f"{name}: {run[0]:.1f} s, {run[1]:.1f} CPU s", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("clip", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=30)
    arguments = parser.parse_args()
    given = settings()
    ffmpeg = Ffmpeg(given.ffmpeg)
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.clip or phone_clip(ffmpeg, Path(folder), 68)
        clip = ClipFile(path, probe(path))
        bench = Bench(clip, assets_folder() / "sample" / "oranges.jpg", ffmpeg, given.workers)
        results = measure(bench, arguments.seconds, arguments.runs)
        results |= one_line(bench, arguments.runs)
    version = subprocess.run([given.ffmpeg, "-version"], capture_output=True, text=True, check=True)
    print(f"{os.cpu_count()} cores, {version.stdout.splitlines()[0]}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(results))
    else:
        for name, value in results.items():
            print(f"{name:26} {value}")


if __name__ == "__main__":
    main()
