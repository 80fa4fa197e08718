"""``vidcommerce make``: from clips to a page."""

from __future__ import annotations

import argparse
from pathlib import Path

from vidcommerce.cli import exits
from vidcommerce.cli.progress import Bars, JsonLines
from vidcommerce.commission import Commission
from vidcommerce.drafting.takes import Aspect
from vidcommerce.language import N_, Words
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.pipeline import Made, Pipeline
from vidcommerce.settings import settings

_DONE = N_("{seconds:.1f} s of video in {chunks} parts, {rendered} of them new.")
_PAGE = N_("The page: {page}")


def run(given: argparse.Namespace, said: Words) -> int:
    """Make what was ordered, showing a bar or JSON lines."""
    shown = JsonLines(said) if given.json else Bars(said)
    here = settings()
    try:
        made = Pipeline(Ffmpeg(here.ffmpeg), here, said, shown).make(_commission(given))
    finally:
        shown.close()
    if isinstance(shown, JsonLines):
        _tell(shown, made)
    else:
        seconds = float(made.plan.canvas.rate.seconds(made.plan.frames))
        print(said.say(_DONE, seconds=seconds, chunks=made.chunks, rendered=made.rendered))
        print(said.say(_PAGE, page=_short(made.page)))
    return exits.OK


def _commission(given: argparse.Namespace) -> Commission:
    return Commission(
        clips=tuple(given.clips),
        product=given.product,
        target=given.out,
        music=given.music,
        language=None if given.language == "auto" else given.language,
        model=given.model,
        script=given.script,
        aspect=Aspect(given.aspect),
        max_seconds=given.max_seconds,
        plan=given.plan,
    )


def _tell(shown: JsonLines, made: Made) -> None:
    shown.write(
        event="done",
        page=str(made.page.resolve()),
        milliseconds=made.plan.canvas.rate.milliseconds(made.plan.frames),
        chunks=made.chunks,
        rendered=made.rendered,
    )


def _short(path: Path) -> Path:
    """Return the path as it would be typed here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
