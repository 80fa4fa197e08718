"""Turns a plan into chunks, a soundtrack and a cover: the effect around graph and soundtrack.

What is already in the store under its name is not made again, so a run that died goes on where
it was, and a plan with one changed line costs one chunk.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import av

from vidcommerce.documents import canonical_json, read_json
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.captions import Mark, ass
from vidcommerce.media.card import card_texts, compose_card, compose_entrance
from vidcommerce.media.chunks import Chunk, Content, Entrance, Still, Tools, chunks, still
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import Fonts, covering
from vidcommerce.media.graph import (
    ClipFile,
    Layers,
    Target,
    chunk_arguments,
    cover_arguments,
)
from vidcommerce.media.layout import label_size
from vidcommerce.media.loudness import Loudness, measure
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.soundtrack import (
    CEILING,
    TRUE_PEAK,
    Soundtrack,
    soundtrack,
    soundtrack_arguments,
)
from vidcommerce.storage import BlobStore

_MIXES = 4
"""How often the sound is mixed at most until its peaks are low enough; once, nearly always."""


@dataclass(eq=False)
class RenderIncomplete(WorkFailed):
    """ffmpeg ended well but wrote another number of frames than it was asked for."""

    wanted: int
    found: int
    sentence = N_("A part of the video came out with {found} frames instead of {wanted}.")


@dataclass(eq=False)
class MaterialMissing(InputRejected):
    """A plan names bytes that nobody has brought along."""

    kind: str
    sha256: str
    sentence = N_("The plan needs a {kind} that is not here: {sha256}")


@dataclass(frozen=True)
class Material:
    """The files that a plan's names stand for, by the sha256 of their bytes."""

    clips: Mapping[str, ClipFile]
    images: Mapping[str, Path]
    music: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Rendering:
    """What came of a plan, by name in the store.

    ``made`` is how many chunks were new, ``names`` are all blobs that belong to it.
    """

    chunks: tuple[Chunk, ...]
    sound: str
    loudness: Loudness
    cover: str
    made: int
    names: frozenset[str]


@dataclass(frozen=True)
class Renderer:
    """Renders plans with ffmpeg into a store; ``workers`` chunks at once."""

    ffmpeg: Ffmpeg
    store: BlobStore
    workers: int

    def render(
        self, plan: EditPlan, material: Material, progress: Callable[[int], None]
    ) -> Rendering:
        """Make what is missing of a plan and return what it consists of.

        ``progress`` is called with the frames that are done, up to ``plan.frames``.

        Raises MaterialMissing, GlyphsMissing, RenderIncomplete, and whatever ffmpeg raises.
        """
        _require(plan, material)
        fonts = covering(_texts(plan))
        tools = Tools(self._version(), fonts.digest)
        parts = chunks(plan, _keyframes(plan, material), tools)
        pending = [part for part in parts if not self._kept(part)]
        sound = soundtrack(plan, tools)
        cover = still(plan, tools)
        meter = _Meter(plan.frames - sum(len(part.frames) for part in pending), progress)
        with self.store.scratch() as scratch:
            work = _Work(self.ffmpeg.scoped(), self.store, material, fonts, scratch, meter)
            jobs: list[Callable[[], None]] = []
            if not all(map(self.store.has, (sound.loudness_blob(), sound.blob()))):
                jobs.append(partial(work.sound, sound))
            jobs += [
                partial(work.chunk, part, threads)
                for part, threads in shared(pending, self.workers)
            ]
            if not self.store.has(cover.blob()):
                jobs.append(partial(work.cover, cover))
            self._all(jobs, work.ffmpeg.stop)
        return self._rendering(parts, sound, cover, len(pending))

    def _rendering(
        self, parts: Sequence[Chunk], sound: Soundtrack, cover: Still, made: int
    ) -> Rendering:
        with self.store.local(sound.loudness_blob()) as file:
            loudness = read_json(Loudness, file.read_bytes())
        chunk_names = {part.blob(rung) for part in parts for rung in part.content.rungs}
        cards = {entrance.blob() for part in parts for entrance in part.entrances()}
        others = {sound.blob(), sound.loudness_blob(), cover.blob()}
        return Rendering(
            chunks=tuple(parts),
            sound=sound.blob(),
            loudness=loudness,
            cover=cover.blob(),
            made=made,
            names=frozenset(chunk_names | cards | others),
        )

    def _kept(self, part: Chunk) -> bool:
        return all(self.store.has(part.blob(rung)) for rung in part.content.rungs)

    def _version(self) -> str:
        """Return the first line of ``ffmpeg -version``: other encoders write other streams."""
        blocks = self.ffmpeg.read(["-version"], job=N_("asking its version"))
        return b"".join(blocks).decode("utf-8", "replace").splitlines()[0]

    def _all(self, jobs: Sequence[Callable[[], None]], stop: threading.Event) -> None:
        """Run jobs side by side; when one fails or we are interrupted, ``stop`` the others."""
        with ThreadPoolExecutor(self.workers) as pool, contextlib.ExitStack() as failing:
            failing.callback(stop.set)
            futures: list[Future[None]] = [pool.submit(job) for job in jobs]
            failing.callback(pool.shutdown, wait=False, cancel_futures=True)
            for future in as_completed(futures):
                future.result()
            failing.pop_all()


def shared(parts: Sequence[Chunk], workers: int) -> list[tuple[Chunk, int]]:
    """Return the order in which ``workers`` render chunks, and how many threads each gets.

    Long ones first, so that all workers end at about the same time. Fewer chunks than workers begin
    together and share all cores; of more, the last ones take what those that end leave idle.
    """
    order = sorted(parts, key=lambda part: -len(part.frames))
    together = len(order) <= workers
    return [
        (part, max(1, workers // (len(order) if together else left)))
        for part, left in zip(order, range(len(order), 0, -1), strict=True)
    ]


class _Meter:
    """Adds up the frames that several chunks have done."""

    def __init__(self, done: int, report: Callable[[int], None]) -> None:
        self._done, self._report, self._lock = done, report, threading.Lock()
        report(done)

    def part(self, most: int) -> Callable[[int], None]:
        """Return a callback for one chunk, which tells how many of its frames are done."""
        before = 0

        def report(frames: int) -> None:
            nonlocal before
            with self._lock:
                now = min(most, max(before, frames))
                self._done, before = self._done + now - before, now
                self._report(self._done)

        return report


@dataclass(frozen=True)
class _Work:
    """The jobs of one rendering, in a scratch folder of its own."""

    ffmpeg: Ffmpeg
    store: BlobStore
    material: Material
    fonts: Fonts
    scratch: Path
    meter: _Meter
    composing: threading.Lock = field(default_factory=threading.Lock)

    def chunk(self, part: Chunk, threads: int) -> None:
        """Render one chunk to all of its renditions and keep them."""
        content = part.content
        targets = [Target(rung, f"{rung.name}.mp4") for rung in content.rungs]
        with self._folder() as folder:
            written = bool(content.cues) or content.label is not None
            if written:
                mark = _mark(content)
                script = ass(content.cues, content.canvas, self.fonts, mark)
                (folder / "cues.ass").write_text(script, encoding="utf-8")
            layers = Layers(
                subtitles="cues.ass" if written else None,
                fonts=str(self.fonts.folder),
                cards=tuple(str(self._entrance(entrance)) for entrance in part.entrances()),
            )
            report = self.meter.part(len(part.frames))
            arguments = chunk_arguments(content, self.material.clips, layers, targets, threads)
            self.ffmpeg.run(
                arguments, job=N_("rendering a part of the video"), folder=folder, progress=report
            )
            _check_frames(folder / targets[-1].file, len(part.frames))
            report(len(part.frames))
            for target in targets:
                self.store.put(part.blob(target.rung), folder / target.file)

    def sound(self, sound: Soundtrack) -> None:
        """Render the soundtrack, so that no peak is above TRUE_PEAK, and keep it."""
        music = None if sound.music is None else self.material.music[sound.music.track]
        ceiling = CEILING
        with self._folder() as folder:
            for _ in range(_MIXES):
                arguments = soundtrack_arguments(
                    sound, self.material.clips, music, "sound.m4a", ceiling
                )
                self.ffmpeg.run(arguments, job=N_("mixing the sound"), folder=folder)
                loudness = measure(folder / "sound.m4a", self.ffmpeg)
                if loudness.true_peak <= TRUE_PEAK:
                    break
                # Encoding dense sound can overshoot by decibels: begin that much lower.
                ceiling -= loudness.true_peak - TRUE_PEAK + 10
            (folder / "loudness.json").write_text(canonical_json(loudness), encoding="utf-8")
            self.store.put(sound.loudness_blob(), folder / "loudness.json")
            self.store.put(sound.blob(), folder / "sound.m4a")

    def cover(self, cover: Still) -> None:
        """Write the cover and keep it."""
        clip = self.material.clips[cover.piece.clip]
        with self._folder() as folder:
            arguments = cover_arguments(cover.piece, clip, cover.canvas, "cover.jpg")
            self.ffmpeg.run(arguments, job=N_("drawing the cover"), folder=folder)
            self.store.put(cover.blob(), folder / "cover.jpg")

    def _entrance(self, entrance: Entrance) -> Path:
        """Return the entrance of a card, composed by the first chunk that shows it."""
        store, name = self.store, entrance.blob()
        layer = self.scratch / Path(name).name
        with self.composing:
            if not store.has(name):
                image = read_image(self.material.images[entrance.image])
                picture = compose_card(entrance, image, self.fonts)
                with self._folder() as folder:
                    executable = self.ffmpeg.executable
                    compose_entrance(picture, entrance.rate, folder / "card.mov", executable)
                    store.put(name, folder / "card.mov")
            if not layer.exists():
                with store.local(name) as kept:
                    shutil.copyfile(kept, layer)
        return layer

    @contextlib.contextmanager
    def _folder(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            yield Path(folder)


def _require(plan: EditPlan, material: Material) -> None:
    """Refuse a plan whose material is not all here, before any work is done."""
    for source in plan.sources:
        if source.sha256 not in material.clips:
            raise MaterialMissing(N_("clip"), source.sha256)
    for card in plan.cards:
        if card.image not in material.images:
            raise MaterialMissing(N_("product picture"), card.image)
    if plan.music is not None and plan.music.track not in material.music:
        raise MaterialMissing(N_("music file"), plan.music.track)


def _texts(plan: EditPlan) -> list[str]:
    """Return all that is drawn with letters."""
    lines = [line for cue in plan.cues for line in cue.lines]
    cards = [text for card in plan.cards for text in card_texts(card.product, plan.language)]
    return [*lines, *cards, plan.label]


def _keyframes(plan: EditPlan, material: Material) -> dict[str, list[int]]:
    rate = plan.canvas.rate
    return {
        source.sha256: [
            rate.frame_at(time) for time in material.clips[source.sha256].facts.picture.keyframes
        ]
        for source in plan.sources
    }


def _mark(content: Content) -> Mark | None:
    label = content.label
    if label is None:
        return None
    return Mark(label.frames, label.box, label.text, label_size(content.canvas))


def _check_frames(file: Path, wanted: int) -> None:
    """Count the frames that were written; a decoder that gave up early is not a success."""
    with av.open(str(file)) as container:
        found = sum(1 for packet in container.demux(video=0) if packet.size)
    if found != wanted:
        raise RenderIncomplete(wanted, found)
