"""Writes everything that a finished run leaves: media, captions, documents, and the page last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.documents import digest, readable_json
from vidcommerce.drafting.draft import Draft
from vidcommerce.drafting.takes import Take
from vidcommerce.language import Words
from vidcommerce.media.captions import srt, tracks
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.package import Packaged, beside, move_into_place, package
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.render import Rendering
from vidcommerce.products.models import Product
from vidcommerce.publishing.page import PageFiles, page, photo_jpeg
from vidcommerce.reports import (
    REPORT_VERSION,
    ReportedClip,
    ReportedCut,
    RunReport,
    StageTime,
)
from vidcommerce.workplace import Workplace

_PHOTO: Final = "photo.jpg"


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of an order: what people call it, and the file that is worked on."""

    name: str
    file: ClipFile


@dataclass(frozen=True, slots=True)
class Analyses:
    """What ``analysis.json`` holds: the analysis of every clip, in their order."""

    clips: tuple[ClipAnalysis, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What came of a run. ``takes`` is empty where a person's plan was rendered."""

    drafted: Draft
    rendering: Rendering
    clips: Sequence[Clip]
    takes: Sequence[Take]
    product: Product


def publish(
    bundle: Bundle, place: Workplace, ffmpeg: Ffmpeg, said: Words, times: Sequence[StageTime]
) -> Path:
    """Write all files of a run into the workplace and return the page's path.

    Every file is written beside its place and moved there whole; the page, which leads to all the
    others, comes last.
    """
    plan = bundle.drafted.plan
    packaged = package(plan, bundle.rendering, place.store, ffmpeg, place.target)
    texts = {
        **dict(captions(plan)),
        "plan.json": readable_json(plan),
        "report.json": readable_json(_report(bundle, said, times)),
    }
    if bundle.takes:
        texts["analysis.json"] = readable_json(Analyses(tuple(t.analysis for t in bundle.takes)))
    texts["index.html"] = _page(bundle, packaged)
    stale = {f.name for kind in ("vtt", "srt") for f in place.target.glob(f"captions.*.{kind}")}
    files = {_PHOTO: photo_jpeg(read_image(bundle.product.image))}
    files |= {name: text.encode() for name, text in texts.items()}
    with beside(place.target) as stage:
        for name, data in files.items():
            (stage / name).write_bytes(data)
            move_into_place(stage / name, place.target / name)
    for name in stale - texts.keys():
        (place.target / name).unlink(missing_ok=True)
    return place.target / "index.html"


def captions(plan: EditPlan) -> Iterator[tuple[str, str]]:
    """Yield the caption files of a plan, by name; none where nothing is said."""
    for language, text in tracks(plan):
        yield f"captions.{language}.vtt", text
        yield f"captions.{language}.srt", srt(plan.spoken()[language], plan.canvas.rate)


def _page(bundle: Bundle, packaged: Packaged) -> str:
    plan = bundle.drafted.plan
    files = PageFiles(
        video=packaged.video,
        small=packaged.small,
        hls=packaged.master,
        poster=packaged.poster,
        captions={language: f"captions.{language}.vtt" for language in plan.spoken()},
        photos={card.image: _PHOTO for card in plan.cards},
    )
    return page(plan, files, plan.language)


def _report(bundle: Bundle, said: Words, times: Sequence[StageTime]) -> RunReport:
    plan, rendering = bundle.drafted.plan, bundle.rendering
    return RunReport(
        version=REPORT_VERSION,
        plan=digest(plan),
        milliseconds=plan.canvas.rate.milliseconds(plan.frames),
        chunks=len(rendering.chunks),
        rendered=rendering.made,
        loudness=rendering.loudness,
        clips=tuple(_clip(clip, bundle) for clip in bundle.clips),
        remarks=tuple(said.say(r.sentence, **dict(r.facts)) for r in bundle.drafted.remarks),
        stages=tuple(times),
    )


def _clip(clip: Clip, bundle: Bundle) -> ReportedClip:
    plan, facts = bundle.drafted.plan, clip.file.facts
    kept = sum(
        len(segment.source_range)
        for segment in plan.segments
        if plan.sources[segment.source].sha256 == facts.sha256
    )
    cuts = [cut for cut in bundle.drafted.cuts if plan.sources[cut.source].sha256 == facts.sha256]
    return ReportedClip(
        name=clip.name,
        sha256=facts.sha256,
        duration=facts.duration,
        kept=round(Fraction(plan.canvas.rate.seconds(kept)) * 1000),
        problems=tuple(problem.value for problem in facts.problems),
        cuts=tuple(ReportedCut(cut.span, cut.reason.value) for cut in cuts),
    )
