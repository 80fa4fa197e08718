"""The command line's way through the stages: clips and a product file in, a folder with a page out.

The stages themselves are in :mod:`vidcommerce.stages`, which the workers share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from vidcommerce import stages
from vidcommerce.commission import Commission, read_plan, read_script, sha256_of
from vidcommerce.drafting.draft import Draft
from vidcommerce.drafting.takes import Take, Wishes
from vidcommerce.language import N_, Words
from vidcommerce.media.clip import PROBLEM_WORDS
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.render import Material, Rendering
from vidcommerce.music import Music, music_for
from vidcommerce.products.models import Product
from vidcommerce.products.toml import load_product
from vidcommerce.progress import Notice, Report, Stage
from vidcommerce.publishing.bundle import Bundle, Clip, publish
from vidcommerce.reports import StageTime
from vidcommerce.settings import Settings
from vidcommerce.stages import Desk
from vidcommerce.workplace import Workplace, workplace

_ODD = N_("{clip}: {problem}.")


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a commission; ``rendered`` of its ``chunks`` were new."""

    page: Path
    plan: EditPlan
    chunks: int
    rendered: int


@dataclass(frozen=True)
class Pipeline:
    """Makes what is ordered, and tells ``report`` how far it is; speaks ``said``."""

    ffmpeg: Ffmpeg
    settings: Settings
    said: Words
    report: Report
    times: list[StageTime] = field(default_factory=list)

    def make(self, commission: Commission) -> Made:
        """Make a video and its page from a commission.

        Raises InputRejected for what the person can mend, WorkFailed for what we must.
        """
        product = load_product(commission.product)
        edited = None if commission.plan is None else Draft(read_plan(commission.plan), (), ())
        with workplace(commission.target) as place, ExitStack() as kept:
            desk = Desk(self.ffmpeg, self.settings, place.store, self.report, self.times)
            clips = self._probe(commission.clips, desk, kept)
            music = music_for(commission.music, self.ffmpeg)
            takes: list[Take] = []
            if edited is None:
                takes = _analyse(clips, product, commission, desk)
            drafted = edited or _draft(takes, product, commission, music, desk)
            for remark in drafted.remarks:
                self.report(remark)
            rendering = _render(drafted.plan, clips, product, music.files, desk)
            page = self._publish(Bundle(drafted, rendering, clips, takes, product), place, desk)
            place.forget_all_but(rendering.names)
        return Made(page, drafted.plan, len(rendering.chunks), rendering.made)

    def _probe(self, paths: Sequence[Path], desk: Desk, kept: ExitStack) -> list[Clip]:
        """Look into every clip before any work is put into one."""
        clips = []
        with desk.stage(Stage.PROBE):
            for path in paths:
                facts = stages.usable(path, path.name)
                file = kept.enter_context(stages.workable(path, facts, desk))
                clips.append(Clip(path.name, file))
                for problem in facts.problems:
                    what = self.said.say(PROBLEM_WORDS[problem])
                    self.report(Notice(_ODD, (("clip", path.name), ("problem", what))))
        return clips

    def _publish(self, bundle: Bundle, place: Workplace, desk: Desk) -> Path:
        with desk.stage(Stage.PACKAGE):
            return publish(bundle, place, self.ffmpeg, self.said, self.times)


def _analyse(
    clips: Sequence[Clip], product: Product, commission: Commission, desk: Desk
) -> list[Take]:
    """Listen to every clip and look at it."""
    model = None
    if any(clip.file.facts.sound for clip in clips):
        model = stages.listener(desk, commission.model, scripted=commission.script is not None)
    hotwords = (product.facts.name, product.facts.origin)
    listening = stages.Listening(model, commission.language, hotwords)
    takes = []
    for clip in clips:
        with desk.stage(Stage.ANALYSE, clip.name):
            analysis = stages.analysed(desk, clip.file, clip.name, listening)
        takes.append(Take(clip.file.facts, analysis))
    return takes


def _draft(
    takes: Sequence[Take], product: Product, commission: Commission, music: Music, desk: Desk
) -> Draft:
    wishes = Wishes(
        aspect=commission.aspect,
        max_seconds=commission.max_seconds,
        language=commission.language,
        beds=music.beds,
        script=() if commission.script is None else read_script(commission.script),
    )
    with desk.stage(Stage.DRAFT):
        return stages.drafted(takes, product.facts, sha256_of(product.image), wishes)


def _render(
    plan: EditPlan,
    clips: Sequence[Clip],
    product: Product,
    music: Mapping[str, Path],
    desk: Desk,
) -> Rendering:
    material = Material(
        clips={clip.file.facts.sha256: clip.file for clip in clips},
        images={sha256_of(product.image): product.image},
        music=music,
    )
    with desk.stage(Stage.RENDER):
        return stages.rendered(desk, plan, material)
