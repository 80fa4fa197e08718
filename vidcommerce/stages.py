"""The stages of a clip, on any store: what the command line and the workers both do.

Each stage keeps what it found under a name made of all that decided it, so that work that died
goes on where it was, and a second run does next to nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from vidcommerce.analysis.analyse import analyse
from vidcommerce.analysis.facts import ANALYSIS_VERSION, ClipAnalysis
from vidcommerce.analysis.kept import kept_analysis
from vidcommerce.analysis.models import Model, ModelMissing, find
from vidcommerce.analysis.whisper import WhisperRecogniser
from vidcommerce.documents import canonical_json, digest, readable_json
from vidcommerce.drafting.draft import Draft, draft
from vidcommerce.drafting.takes import Take, Wishes, canvas
from vidcommerce.language import N_
from vidcommerce.media.captions import fits
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.package import package
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.media.probe import called, probe
from vidcommerce.media.refusals import (
    ClipEmpty,
    ClipTooHeavy,
    ClipTooLong,
    ClipTooShort,
    ClipUnreadable,
    NoPicture,
    PictureTooLarge,
    PictureTooSmall,
    check_usable,
)
from vidcommerce.media.render import Material, Renderer, Rendering
from vidcommerce.media.rewrap import seekable
from vidcommerce.progress import Notice, Progress, Report, Stage
from vidcommerce.publishing.bundle import captions
from vidcommerce.reports import StageTime
from vidcommerce.settings import Settings
from vidcommerce.storage import BlobStore

NO_MODEL: Final = "none"
"""What names no recogniser: the video gets no recognised words."""

REFUSALS: Final = (
    ClipEmpty, ClipUnreadable, NoPicture, PictureTooLarge, PictureTooSmall,
    ClipTooShort, ClipTooLong, ClipTooHeavy,
)  # fmt: skip
"""What is wrong with the clip itself: whoever filmed it is told, and trying again is no use."""

_PARTS: Final = 1000
"""Stages that can't be counted in frames report thousandths."""

_WHOLE: Final = "plan.json"
"""The last file of a bundle to be kept: where it is, all others are."""

_NO_WORDS: Final = N_("The video is made without subtitles. Lines can be given with --script.")
_SCRIPT_INSTEAD: Final = N_("The lines of the script are used, timed to the speech.")


@dataclass(frozen=True)
class Desk:
    """What every stage works with: the tools, the store of what is done, and whom to tell.

    ``times`` is how long each stage took.
    """

    ffmpeg: Ffmpeg
    settings: Settings
    store: BlobStore
    report: Report
    times: list[StageTime] = field(default_factory=list)

    @contextmanager
    def stage(self, stage: Stage, subject: str = "") -> Iterator[None]:
        """Say that a stage begins and ends, and keep how long it took."""
        self.report(Progress(stage, 0, _PARTS, subject))
        start = time.monotonic()
        yield
        self.times.append(StageTime(stage.value, round((time.monotonic() - start) * 1000)))
        self.report(Progress(stage, _PARTS, _PARTS, subject))


@dataclass(frozen=True, slots=True)
class _AnalysisKey:
    """All that decides an analysis."""

    version: int
    clip: str
    model: str
    language: str
    hotwords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listening:
    """How a clip is listened to: by what, in which language, with which words in mind.

    ``language`` is a BCP 47 tag or None to find out.
    """

    model: Model | None
    language: str | None
    hotwords: tuple[str, ...]

    def blob(self, sha256: str) -> str:
        """Return the name of the blob of what is then stated about the clip ``sha256``."""
        key = _AnalysisKey(
            version=ANALYSIS_VERSION,
            clip=sha256,
            model=self.model.name if self.model else NO_MODEL,
            language=self.language or "auto",
            hotwords=self.hotwords,
        )
        return f"analysis/{digest(key)}.json"


def usable(path: Path, name: str) -> ClipFacts:
    """Look into a clip that people call ``name``, and refuse one of which no video can be made.

    Raises one of REFUSALS, which then speak of ``name``, and ProbeFailed.
    """
    with _calling(name):
        facts = probe(path)
        check_usable(facts, name)
        return facts


@contextmanager
def _calling(name: str) -> Iterator[None]:
    """Have refusals call the clip what people call it: in a store it goes by its digest."""
    try:
        yield
    except REFUSALS as refusal:
        raise replace(refusal, clip=called(Path(name))) from refusal


@contextmanager
def workable(path: Path, facts: ClipFacts, desk: Desk) -> Iterator[ClipFile]:
    """Give the clip, or a copy of it that can be sought in. Raises what running ffmpeg does."""
    with seekable(ClipFile(path.resolve(), facts), desk.ffmpeg, desk.store) as file:
        yield file


def listener(desk: Desk, given: str | None, *, scripted: bool = False) -> Model | None:
    """Find the model that is to listen; without one the video gets no recognised words.

    ``given`` names one or its folder, "none" for no recogniser, None for what the settings say.
    Whoever wrote down what is said (``scripted``) needs none unless they name one. A model that
    can't be had is reported, and stops nothing.
    """
    wanted = desk.settings.model if given is None and not scripted else given
    if wanted in {None, NO_MODEL}:
        return None
    try:
        return find(given, desk.settings, lambda at: desk.report(_fetching(at)))
    except ModelMissing as missing:
        desk.report(Notice(missing.sentence, tuple(missing.facts().items())))
        desk.report(Notice(_SCRIPT_INSTEAD if scripted else _NO_WORDS))
        return None


def analysed(desk: Desk, clip: ClipFile, name: str, listening: Listening) -> ClipAnalysis:
    """Listen to a clip and look at it, or read what was heard and seen before.

    Raises what analysing raises.
    """
    store, blob = desk.store, listening.blob(clip.facts.sha256)
    if store.has(blob):
        return kept_analysis(store, blob)
    model = listening.model
    with _calling(name):
        analysis = analyse(
            clip.path,
            clip.facts,
            desk.ffmpeg,
            None if model is None else WhisperRecogniser(model.folder),
            listening.language,
            listening.hotwords,
            lambda done: desk.report(Progress(Stage.ANALYSE, done, _PARTS, name)),
        )
    with store.scratch() as folder:
        (folder / "analysis.json").write_text(canonical_json(analysis), encoding="utf-8")
        store.put(blob, folder / "analysis.json")
    return analysis


def drafted(takes: Sequence[Take], product: ProductFacts, image: str, wishes: Wishes) -> Draft:
    """Return the plan of a video; its lines are measured with the fonts that will draw them."""
    shape = canvas(wishes.aspect, takes[0].facts.picture.rate)
    fonts = own_fonts()
    narrow = cache(lambda line: fits(line, shape, fonts))  # each is asked for many times
    return draft(takes, product, image, wishes, narrow)


def rendered(desk: Desk, plan: EditPlan, material: Material) -> Rendering:
    """Make what is missing of a plan. Raises what Renderer.render raises."""
    renderer = Renderer(desk.ffmpeg, desk.store, desk.settings.workers)
    return renderer.render(
        plan, material, lambda done: desk.report(Progress(Stage.RENDER, done, plan.frames))
    )


def bundled(desk: Desk, plan: EditPlan, rendering: Rendering, prefix: str) -> None:
    """Keep the finished files of a rendering in the folder ``prefix`` of the store.

    MP4, HLS, poster, captions, and the plan last, so that a bundle that has it is whole.
    """
    if desk.store.has(f"{prefix}/{_WHOLE}"):
        return
    with desk.store.scratch() as folder:
        package(plan, rendering, desk.store, desk.ffmpeg, folder)
        for name, text in (*captions(plan), (_WHOLE, readable_json(plan))):
            (folder / name).write_text(text, encoding="utf-8")
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        for file in sorted(files, key=lambda one: one.name == _WHOLE):
            desk.store.put(f"{prefix}/{file.relative_to(folder).as_posix()}", file)


def _fetching(done: int) -> Progress:
    return Progress(Stage.FETCH, done, _PARTS)
