"""The stages of a video: probe, analyse, draft, render, package. Their order and their guards.

Each stage keeps what it found under a name made of all that decided it, so that a run that died
goes on where it was, and a second run does next to nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vidcommerce.analysis.analyse import analyse
from vidcommerce.analysis.facts import ANALYSIS_VERSION, ClipAnalysis
from vidcommerce.analysis.models import Model, ModelMissing, find
from vidcommerce.analysis.whisper import WhisperRecogniser
from vidcommerce.documents import canonical_json, digest, read_json
from vidcommerce.drafting.draft import Draft, draft
from vidcommerce.drafting.takes import Take, Wishes
from vidcommerce.language import N_, Words
from vidcommerce.media.clip import PROBLEM_WORDS
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import check_usable
from vidcommerce.media.render import Material, Renderer, Rendering
from vidcommerce.media.rewrap import seekable
from vidcommerce.music import Music, music_for
from vidcommerce.orders import Order, read_plan, read_script, sha256_of
from vidcommerce.products.models import Product
from vidcommerce.products.toml import load_product
from vidcommerce.progress import Notice, Progress, Report, Stage
from vidcommerce.publishing.bundle import Bundle, Clip, publish
from vidcommerce.reports import StageTime
from vidcommerce.settings import Settings
from vidcommerce.workplace import Workplace, workplace

_PARTS = 1000
"""Stages that can't be counted in frames report thousandths."""

_ODD = N_("{clip}: {problem}.")
_NO_WORDS = N_("The video is made without subtitles. Lines can be given with --script.")
_SCRIPT_INSTEAD = N_("The lines of the script are used, timed to the speech.")


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order; ``rendered`` of its ``chunks`` were new."""

    page: Path
    plan: EditPlan
    chunks: int
    rendered: int


@dataclass(frozen=True, slots=True)
class _AnalysisKey:
    """All that decides an analysis."""

    version: int
    clip: str
    model: str
    language: str
    hotwords: tuple[str, ...]

    def blob(self) -> str:
        return f"analysis/{digest(self)}.json"


@dataclass(frozen=True)
class Pipeline:
    """Makes what is ordered, and tells ``report`` how far it is; speaks ``said``."""

    ffmpeg: Ffmpeg
    settings: Settings
    said: Words
    report: Report
    times: list[StageTime] = field(default_factory=list)

    def make(self, order: Order) -> Made:
        """Make a video and its page from an order.

        Raises InputRejected for what the person can mend, WorkFailed for what we must.
        """
        product = load_product(order.product)
        edited = None if order.plan is None else Draft(read_plan(order.plan), (), ())
        with workplace(order.target) as place:
            clips = self._probe(order.clips, place)
            music = music_for(order.music, self.ffmpeg)
            takes: list[Take] = []
            if edited is None:
                takes = self._analyse(clips, product, order, place)
            drafted = edited or self._draft(takes, product, order, music)
            for remark in drafted.remarks:
                self.report(remark)
            rendering = self._render(drafted.plan, clips, product, music, place)
            bundle = Bundle(drafted, rendering, clips, takes, product)
            with self._stage(Stage.PACKAGE):
                page = publish(bundle, place, self.ffmpeg, self.said, self.times)
            place.forget_all_but(rendering.names)
        return Made(page, drafted.plan, len(rendering.chunks), rendering.made)

    def _probe(self, paths: Sequence[Path], place: Workplace) -> list[Clip]:
        """Look into every clip before any work is put into one."""
        clips = []
        with self._stage(Stage.PROBE):
            for path in paths:
                facts = probe(path)
                check_usable(facts, path.name)
                file = seekable(ClipFile(path.resolve(), facts), self.ffmpeg, place.store)
                clips.append(Clip(path.name, file))
                for problem in facts.problems:
                    what = self.said.say(PROBLEM_WORDS[problem])
                    self.report(Notice(_ODD, (("clip", path.name), ("problem", what))))
        return clips

    def _analyse(
        self, clips: Sequence[Clip], product: Product, order: Order, place: Workplace
    ) -> list[Take]:
        """Listen and look, or read what was heard and seen before."""
        model = self._model(order) if any(clip.file.facts.sound for clip in clips) else None
        hotwords = (product.facts.name, product.facts.origin)
        takes = []
        for clip in clips:
            key = _AnalysisKey(
                version=ANALYSIS_VERSION,
                clip=clip.file.facts.sha256,
                model=model.name if model else "none",
                language=order.language or "auto",
                hotwords=hotwords,
            )
            with self._stage(Stage.ANALYSE, clip.name):
                analysis = self._analysis(clip, key, model, place)
            takes.append(Take(clip.file.facts, analysis))
        return takes

    def _analysis(
        self, clip: Clip, key: _AnalysisKey, model: Model | None, place: Workplace
    ) -> ClipAnalysis:
        store = place.store
        if store.has(key.blob()):
            with store.local(key.blob()) as file:
                return read_json(ClipAnalysis, file.read_bytes())
        analysis = analyse(
            clip.file.path,
            clip.file.facts,
            self.ffmpeg,
            None if model is None else WhisperRecogniser(model.folder),
            None if key.language == "auto" else key.language,
            key.hotwords,
            lambda done: self.report(Progress(Stage.ANALYSE, done, _PARTS, clip.name)),
        )
        with store.scratch() as folder:
            (folder / "analysis.json").write_text(canonical_json(analysis), encoding="utf-8")
            store.put(key.blob(), folder / "analysis.json")
        return analysis

    def _model(self, order: Order) -> Model | None:
        """Find the model that is to listen; without one the video gets no recognised words.

        Whoever wrote down what is said needs no model unless they name one.
        """
        if order.model == "none" or (order.script is not None and order.model is None):
            return None
        try:
            return find(order.model, self.settings, self._fetching)
        except ModelMissing as missing:
            self.report(Notice(missing.sentence, tuple(missing.facts().items())))
            self.report(Notice(_NO_WORDS if order.script is None else _SCRIPT_INSTEAD))
            return None

    def _fetching(self, done: int) -> None:
        self.report(Progress(Stage.FETCH, done, _PARTS))

    def _draft(self, takes: Sequence[Take], product: Product, order: Order, music: Music) -> Draft:
        wishes = Wishes(
            aspect=order.aspect,
            max_seconds=order.max_seconds,
            language=order.language,
            beds=music.beds,
            script=() if order.script is None else read_script(order.script),
        )
        with self._stage(Stage.DRAFT):
            return draft(takes, product.facts, sha256_of(product.image), wishes)

    def _render(
        self,
        plan: EditPlan,
        clips: Sequence[Clip],
        product: Product,
        music: Music,
        place: Workplace,
    ) -> Rendering:
        material = Material(
            clips={clip.file.facts.sha256: clip.file for clip in clips},
            images={sha256_of(product.image): product.image},
            music=music.files,
        )
        renderer = Renderer(self.ffmpeg, place.store, self.settings.workers)
        with self._stage(Stage.RENDER):
            return renderer.render(
                plan,
                material,
                lambda done: self.report(Progress(Stage.RENDER, done, plan.frames)),
            )

    @contextmanager
    def _stage(self, stage: Stage, subject: str = "") -> Iterator[None]:
        """Say that a stage begins and ends, and keep how long it took."""
        self.report(Progress(stage, 0, _PARTS, subject))
        start = time.monotonic()
        yield
        self.times.append(StageTime(stage.value, round((time.monotonic() - start) * 1000)))
        self.report(Progress(stage, _PARTS, _PARTS, subject))
