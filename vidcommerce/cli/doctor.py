"""``vidcommerce doctor``: what is installed, what is missing, the one command that mends it."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from vidcommerce.analysis.models import installed
from vidcommerce.cli import exits
from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_, Words
from vidcommerce.media.ffmpeg import Ffmpeg, FfmpegFailed, FfmpegMissing
from vidcommerce.media.fonts import FontsMissing, own_fonts
from vidcommerce.settings import Settings, settings

_PACKAGES: Final = ("av", "faster-whisper", "imageio-ffmpeg", "moviepy", "opencv-python-headless")
_NEEDED: Final = ("libx264", "libass", "libzimg", "libfreetype")
"""What ffmpeg must be built with: the encoder, the subtitles, tone mapping, and their fonts."""

_LEAST_ROOM: Final = 2 << 30

_SET_UP: Final = N_("run: make setup")
_OTHER_FFMPEG: Final = N_("unset VIDCOMMERCE_FFMPEG, or point it to an ffmpeg built with {needed}")
_PULL: Final = N_("run: vidcommerce models pull {name}")
_MAKE_ROOM: Final = N_("make room: at least 2 GB are needed")
_ALL_WELL: Final = N_("All is well.")
_MISSING: Final = N_("missing")
_OPTIONAL: Final = N_("not here (subtitles then come from --script only)")


@dataclass(eq=False)
class SetupIncomplete(WorkFailed):
    """Something that every run needs is missing; ``mend`` is the first command that helps."""

    mend: str
    sentence = N_("Something is missing: {mend}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and how to mend it where it is not well."""

    name: str
    state: str
    mend: str = ""
    needed: bool = True


def run(_given: argparse.Namespace, said: Words) -> int:
    """Look at everything, and say it. Raises SetupIncomplete when a run could not work."""
    findings = list(examine(settings(), said))
    for finding in findings:
        mark = "✓" if not finding.mend else ("✗" if finding.needed else "–")
        mend = f"\n    → {finding.mend}" if finding.mend else ""
        print(f"{mark} {finding.name}: {finding.state}{mend}")
    broken = [finding for finding in findings if finding.mend and finding.needed]
    if broken:
        raise SetupIncomplete(broken[0].mend)
    print(said.say(_ALL_WELL))
    return exits.OK


def examine(here: Settings, said: Words) -> Iterator[Finding]:
    """Yield what every run needs, then what it can do without."""
    yield Finding("Python", platform.python_version())
    yield _ffmpeg(here, said)
    for package in _PACKAGES:
        try:
            yield Finding(package, version(package))
        except PackageNotFoundError:
            yield Finding(package, said.say(_MISSING), said.say(_SET_UP))
    yield _fonts(said)
    yield _room(here.cache, said)
    models = installed(here.cache)
    if models:
        yield Finding("Whisper", ", ".join(model.name for model in models))
    else:
        mend = said.say(_PULL, name=here.model)
        yield Finding("Whisper", said.say(_OPTIONAL), mend, needed=False)


def _ffmpeg(here: Settings, said: Words) -> Finding:
    try:
        output = b"".join(Ffmpeg(here.ffmpeg).read(["-version"], job=N_("asking its version")))
    except (FfmpegMissing, FfmpegFailed):
        return Finding("ffmpeg", said.say(_MISSING) + f" ({here.ffmpeg})", said.say(_SET_UP))
    text = output.decode("utf-8", "replace")
    lacking = [part for part in _NEEDED if f"--enable-{part}" not in text]
    name = " ".join(text.split()[:3])
    if lacking:
        return Finding("ffmpeg", name, said.say(_OTHER_FFMPEG, needed=", ".join(lacking)))
    return Finding("ffmpeg", name)


def _fonts(said: Words) -> Finding:
    try:
        families = [font.family for font in own_fonts().fonts]
    except FontsMissing:
        return Finding("fonts", said.say(_MISSING), said.say(_SET_UP))
    return Finding("fonts", ", ".join(families))


def _room(folder: Path, said: Words) -> Finding:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    state = f"{free / 1e9:.1f} GB ({existing}), {os.cpu_count()} CPU"
    return Finding("disk", state, "" if free > _LEAST_ROOM else said.say(_MAKE_ROOM))
