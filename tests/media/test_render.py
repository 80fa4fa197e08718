"""Plans become files: frames, sound, sync, and only what is new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories import IMAGE
from tests.media import clips, marks
from tests.media.conftest import Clips
from tests.media.plans import CANVAS, plan
from tests.media.recipes import Made
from tests.media.watching import beeps, flashes, frame_times, pictures, sound
from vidcommerce.media.chunks import Tools, chunks
from vidcommerce.media.ffmpeg import Ffmpeg, Stopped
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.package import package
from vidcommerce.media.plan import Cue, EditPlan, Translation
from vidcommerce.media.probe import probe
from vidcommerce.media.render import Material, MaterialMissing, Renderer, Rendering, shared
from vidcommerce.media.time import FrameRange
from vidcommerce.storage import FolderStore

pytestmark = pytest.mark.slow

_CUES = [(3, 40, "First line"), (45, 80, "Second line")]


class _Studio:
    """One clip, a store and a renderer."""

    def __init__(self, made: Made, folder: Path, ffmpeg: Ffmpeg) -> None:
        self.facts = probe(made.path)
        self.image = folder / "image.png"
        Image.new("RGB", (64, 64), "orange").save(self.image)
        self.material = Material(
            {self.facts.sha256: ClipFile(made.path, self.facts)}, {IMAGE: self.image}, {}
        )
        self.folder = folder
        self.store = FolderStore(folder / "store")
        self.ffmpeg = ffmpeg

    def plan(self, kept: Sequence[tuple[int, int]], **parts: object) -> EditPlan:
        picture = self.facts.picture
        size = (picture.upright_width, picture.upright_height)
        return plan(kept, clip=self.facts.sha256, size=size, **parts)  # type: ignore[arg-type] # passed on

    def render(self, edit: EditPlan) -> Rendering:
        return Renderer(self.ffmpeg, self.store, 2).render(edit, self.material, lambda _: None)

    def video(self, edit: EditPlan) -> Path:
        package(edit, self.render(edit), self.store, self.ffmpeg, self.folder / "out")
        return self.folder / "out" / "video.mp4"


_FRENCH = Translation("fr", (Cue(FrameRange(3, 40), ("Ligne",), ()),))
_TWO_CHUNKS = [(0, 110), (20, 100)]
"""Kept frames that are too many for one chunk."""


@pytest.fixture
def studio(clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg) -> _Studio:
    """Six seconds of picture and beeps with one keyframe at the start."""
    return _Studio(clip(clips.long_gop), tmp_path, ffmpeg)


def test_the_video_is_what_the_plan_says(studio: _Studio) -> None:
    """Frames in order across cuts and chunks, evenly timed, tagged, and nothing private."""
    edit = studio.plan([(10, 60), (75, 170)], cues=_CUES, card=(30, 100))
    video = studio.video(edit)
    seen = [marks.number(picture) for picture in pictures(video)]
    bottom = [*range(10, 60), *range(75, 170)]
    assert len(seen) == edit.frames
    # The card and the subtitles cover part of the number in some frames; the others must be right.
    free = [n for n in range(edit.frames) if not any(a <= n < b for a, b, _ in _CUES) and n >= 100]
    assert [seen[n] for n in free] == [bottom[n] for n in free]
    steps = [b - a for a, b in zip(frame_times(video), frame_times(video)[1:], strict=False)]
    assert max(steps) - min(steps) < 1e-6
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.width, context.height) == (CANVAS.width, CANVAS.height)
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
    with av.open(str(video.with_name("video-small.mp4"))) as small:
        context = small.streams.video[0].codec_context
        assert (context.width, context.height) == (CANVAS.width // 3, CANVAS.height // 3)
        assert small.streams.video[0].frames == edit.frames
        assert len(small.streams.audio) == 1
    for file in (video, video.with_name("video-small.mp4")):
        data = file.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat")


def test_chunks_are_the_segments_of_every_rung(studio: _Studio) -> None:
    """Each rung has a playlist with one segment a chunk, whose seconds add up to the video."""
    edit = replace(studio.plan(_TWO_CHUNKS, cues=_CUES), translations=(_FRENCH,))
    rendering = studio.render(edit)
    assert len(rendering.chunks) == 2
    package(edit, rendering, studio.store, studio.ffmpeg, studio.folder / "out")
    hls = studio.folder / "out" / "hls"
    master = (hls / "master.m3u8").read_text()
    for rung in rendering.chunks[0].content.rungs:
        assert f"{rung.name}/index.m3u8" in master
        playlist = (hls / rung.name / "index.m3u8").read_text()
        seconds = [
            float(line[8:-1]) for line in playlist.splitlines() if line.startswith("#EXTINF")
        ]
        assert seconds == pytest.approx([len(c.frames) / 30 for c in rendering.chunks], abs=1e-5)
        # The first frame is shown at 0 without an edit list, which many players pass over.
        assert b"elst" not in (hls / rung.name / "init.mp4").read_bytes()
    for language, line in (("en", "First line"), ("fr", "Ligne")):
        assert f"captions.{language}.m3u8" in master
        assert f"captions.{language}.vtt" in (hls / f"captions.{language}.m3u8").read_text()
        assert line in (hls / f"captions.{language}.vtt").read_text()


def test_a_second_render_makes_nothing_and_a_changed_line_one_chunk(studio: _Studio) -> None:
    """Only what an edit touched is rendered again; nothing is drawn of another language."""
    edit = studio.plan(_TWO_CHUNKS, cues=_CUES, card=(100, 160))
    first = studio.render(edit)
    assert first.made == len(first.chunks) == 2
    assert studio.render(edit).made == 0
    fixed = edit.with_cues((edit.cues[0], replace(edit.cues[1], lines=("Second time",))))
    assert studio.render(fixed).made == 1
    assert studio.render(replace(fixed, translations=(_FRENCH,))).made == 0


@dataclass(frozen=True)
class _StoppingStore(FolderStore):
    """A folder that asks for a stop as soon as it has kept the first chunk's last rendition."""

    stop: threading.Event

    def put(self, name: str, file: Path) -> None:
        super().put(name, file)
        if name.startswith("chunks/") and name.endswith("/60p.mp4"):
            self.stop.set()


def test_a_stopped_render_goes_on_from_the_chunks_that_are_whole(studio: _Studio) -> None:
    """Ctrl-C loses at most the chunks under way, and leaves no half blob."""
    edit = studio.plan(_TWO_CHUNKS)
    ffmpeg = Ffmpeg(studio.ffmpeg.executable)
    store = _StoppingStore(studio.store.folder, ffmpeg.stop)
    with pytest.raises(Stopped):
        Renderer(ffmpeg, store, 1).render(edit, studio.material, lambda _: None)
    assert len(list(store.names("chunks/"))) == 3
    assert studio.render(edit).made == 1
    assert [marks.number(p) for p in pictures(studio.video(edit))] == [
        *range(110), *range(20, 100)
    ]  # fmt: skip


@given(st.lists(st.integers(60, 180), min_size=1, max_size=12), st.integers(1, 8))
def test_long_chunks_come_first_and_no_core_lies_idle(lengths: list[int], workers: int) -> None:
    """Each chunk once, the longest first; the last has all cores, the first ones share them."""
    made = chunks(plan([(0, lengths[0])], cues=()), {}, Tools("", ""))[0]
    parts = [replace(made, frames=FrameRange(0, length)) for length in lengths]
    order = shared(parts, workers)
    assert [len(part.frames) for part, _ in order] == sorted(lengths, reverse=True)
    assert all(1 <= threads <= workers for _, threads in order)
    if len(parts) <= workers:
        assert sum(threads for _, threads in order) <= workers
    else:
        assert order[0][1] == 1
        assert order[-1][1] == workers


def test_missing_material_is_named_before_any_work(studio: _Studio) -> None:
    """A plan for another clip is refused, and nothing is rendered."""
    edit = studio.plan([(0, 60)])
    other = replace(edit, sources=(replace(edit.sources[0], sha256="e" * 64),))
    with pytest.raises(MaterialMissing, match="e" * 64):
        studio.render(other)
    assert list(studio.store.names("")) == []


@pytest.mark.parametrize(
    "maker",
    [
        clips.plain,
        clips.variable_rate,
        clips.millisecond_stamps,
        clips.late_sound,
        clips.edited,
        clips.mono,
        clips.surround,
    ],
)
def test_sound_stays_where_it_was(
    maker: Callable[..., Made], clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """Every beep is heard within 40 ms of where the cuts put it (its frames are tested exactly)."""
    made = clip(maker)
    studio = _Studio(made, tmp_path, ffmpeg)
    half, length = made.duration * 15 // 1000, made.duration * 30 // 1000
    kept = [(5, half - 8), (half - 5, length)]
    wanted = [
        before + beep / 1000 - start / 30
        for before, (start, stop) in zip((0.0, (half - 13) / 30), kept, strict=True)
        for beep in made.beeps
        if start / 30 + 0.05 < beep / 1000 < stop / 30
    ]
    heard = beeps(sound(studio.video(studio.plan(kept))))
    assert heard == pytest.approx(wanted, abs=0.040)
    assert len(wanted) > 0


def test_flash_and_beep_come_together(clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """What was together in front of the phone is within 40 ms in the finished file."""
    studio = _Studio(clip(clips.plain), tmp_path, ffmpeg)
    video = studio.video(studio.plan([(5, 30), (33, 60)]))
    assert beeps(sound(video)) == pytest.approx(flashes(pictures(video), 30), abs=0.040)


def test_the_same_second_may_be_shown_twice(clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """A plan that repeats a range is rendered like any other, with sound and without."""
    for maker in (clips.plain, clips.silent):
        studio = _Studio(clip(maker), tmp_path, ffmpeg)
        video = studio.video(studio.plan([(10, 25), (40, 55), (10, 25)]))
        shown = [marks.number(picture) for picture in pictures(video)]
        assert shown == [*range(10, 25), *range(40, 55), *range(10, 25)]


def test_a_clip_without_sound_gives_a_silent_track_of_the_same_length(
    clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """Players get a track all the same, exactly as long as the picture."""
    studio = _Studio(clip(clips.silent), tmp_path, ffmpeg)
    samples = sound(studio.video(studio.plan([(0, 45)])))
    assert len(samples) >= 45 * 1600
    assert abs(samples).max() < 1e-4
