"""What the checks flag in real clips, of which none is known to be false: their false alarms.

Runs the whole table of checks over every clip of a folder, as the stage CHECK does, and prints for
each kind of flag how many clips have it, and which. Checks that compare with what the service
knows (reuse) and those of words (claims) have benchmarks of their own.

    python benchmarks/flags.py [--json] [--clips DIR] [--analyse]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from vidcommerce.analysis.analyse import analyse
from vidcommerce.errors import VidcommerceError
from vidcommerce.flags.checks import CHECKS
from vidcommerce.flags.examining import Examined
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.metadata import probe_flags
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.probe import probe
from vidcommerce.settings import settings

_CLIPS: Final = Path(__file__).parents[2] / "shared" / "media"
_ENDINGS: Final = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".m4v"})


@dataclass(frozen=True, slots=True)
class Seen:
    """The flags of one clip, and the seconds that each check took."""

    clip: str
    seconds: float
    length: float
    flags: tuple[Flag, ...]


def main() -> None:
    """Run the checks and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--json", action="store_true")
    words.add_argument("--clips", type=Path, default=_CLIPS)
    words.add_argument("--analyse", action="store_true", help="look for cuts and speech too")
    given = words.parse_args()
    paths = sorted(p for p in given.clips.iterdir() if p.suffix.lower() in _ENDINGS)
    seen = [clip for path in paths if (clip := _seen(path, analysed=given.analyse))]
    if given.json:
        print(json.dumps(_document(seen), ensure_ascii=False))
    else:
        _print(seen)


def _seen(path: Path, *, analysed: bool) -> Seen | None:
    """Return what is flagged; None for a file that is no clip, which is said."""
    try:
        facts = probe(path)
        ffmpeg = Ffmpeg(settings().ffmpeg)
        received = round(time.time() * 1000)
        analysis = (
            analyse(path, facts, ffmpeg, None, None, (), lambda _: None) if analysed else None
        )
        clip = Examined(path, facts, received, ffmpeg, analysis=analysis)
        began = time.monotonic()
        found = [flag for check in CHECKS.values() for flag in check(clip)]
    except VidcommerceError as error:
        print(f"{path.name}: {type(error).__name__}")
        return None
    seconds = time.monotonic() - began
    flags = (*probe_flags(facts, received), *found)
    return Seen(path.name, round(seconds, 2), facts.duration / 1000, flags)


def _by_kind(seen: list[Seen]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for clip in seen:
        for kind in sorted({f"{flag.severity.value} {flag.kind.value}" for flag in clip.flags}):
            kinds[kind].append(clip.clip)
    return dict(sorted(kinds.items(), key=lambda item: item[0].partition(" ")[2]))


def _document(seen: list[Seen]) -> dict[str, object]:
    return {
        "clips": len(seen),
        "kinds": {kind: {"flagged": len(c), "clips": c} for kind, c in _by_kind(seen).items()},
        "seen": [asdict(clip) for clip in seen],
    }


def _print(seen: list[Seen]) -> None:
    for kind, clips in _by_kind(seen).items():
        named = "" if kind.startswith("note") else "  " + ", ".join(clips)
        print(f"{kind:32} {len(clips):3} of {len(seen)}{named}")
    took = sum(clip.seconds for clip in seen)
    length = sum(clip.length for clip in seen)
    print(f"{took:.0f} s for {length:.0f} s of clips; longest {max(c.seconds for c in seen):.1f} s")


if __name__ == "__main__":
    main()
