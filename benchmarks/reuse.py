"""How well clips are found again that were changed, and how fast among a million frames.

Cuts some seconds out of each clip of a folder, changes them in more than twelve ways at one to
three strengths, encodes them again, and asks for each which clips it shows. Beside it, on the same
files: videohash (if it is installed: ``pip install videohash``) and what vPDQ does
(https://github.com/facebook/ThreatExchange/tree/main/vpdq, ``pip install pdqhash``): PDQ of two
frames a second, distance 31, 80 % of the frames.

Recall is at the lowest score with which 99.5 % of all matches are right; "as decided" is what the
service would say. Files of one name but for the ending are the same footage; others that are can be
named by ``--same``. Clips that are one colour throughout have nothing to be found by: they count as
missed in ``recall_all`` and are left out of ``recall``.

    python benchmarks/reuse.py [--json] [--clips DIR] [--quick] [--same A,B,C] [--no-search]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from math import isfinite
from pathlib import Path
from statistics import median
from typing import Any, Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2
import numpy as np
from PIL import Image

from vidcommerce.assets import assets_folder
from vidcommerce.errors import VidcommerceError
from vidcommerce.flags.reuse.index import Index, Listed, listed
from vidcommerce.flags.reuse.matching import Likeness, find
from vidcommerce.flags.reuse.prints import Print
from vidcommerce.flags.reuse.reading import pictures, print_of, shape_of
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.probe import probe
from vidcommerce.settings import settings

_ABOUT: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("reuse_changes.toml").read_text(encoding="utf-8")
)
CHANGES: Final[dict[str, list[str]]] = _ABOUT["changes"]
SAME: Final = [set(group) for group in _ABOUT["same"]]
SIDE: Final[int] = _ABOUT["side"]

_CLIPS: Final = Path(__file__).parents[2] / "shared" / "media"
_ENDINGS: Final = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".m4v"})
_SECONDS: Final = 3.4
_PRECISION: Final = 0.995
_NEAR: Final = 31
_BLANK: Final = 10
"""Places a frame, below which there is nothing to be found by."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A file's print, its frames' PDQ, and its videohash (empty where it is not to be had)."""

    name: str
    whole: Print
    pdq: Any
    hashed: str


@dataclass(frozen=True, slots=True)
class Task:
    """One change of one clip."""

    path: Path
    change: str
    strength: int
    start: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What one method says of one changed clip: a score for each clip that it names at all."""

    clip: str
    change: str
    strength: int
    scores: dict[str, float]
    said: frozenset[str] = frozenset()


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--json", action="store_true")
    words.add_argument("--clips", type=Path, default=_CLIPS)
    words.add_argument("--quick", action="store_true", help="the strongest of each change only")
    words.add_argument("--same", action="append", default=[], help="files of the same footage")
    words.add_argument("--no-search", action="store_true", help="leave out the million frames")
    given = words.parse_args()
    same = [*SAME, *({Path(one).stem for one in group.split(",")} for group in given.same)]
    result = measured(given.clips, same, quick=given.quick)
    if not given.no_search:
        result["search_ms"] = _searched(result.pop("known"))
    result.pop("known", None)
    if given.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        _print(result)


def measured(folder: Path, same: list[set[str]], *, quick: bool) -> dict[str, Any]:
    """Change all clips, ask for them, and count."""
    paths = sorted(one for one in folder.iterdir() if one.suffix.lower() in _ENDINGS)
    began = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        known = [one for one in pool.map(_known, paths) if one is not None]
        usable = [path for path in paths if path.name in {one.name for one in known}]
        tasks = [task for path, one in zip(usable, known, strict=True)
                 for task in _tasks(path, one.whole, quick=quick)]  # fmt: skip
        made = pool.map(_changed, tasks, chunksize=2)
        changed = [(task, one) for task, one in zip(tasks, made, strict=True) if one]
    blank = sorted(one.name for one in known if _is_blank(one.whole))
    methods = {"vidcommerce": _ours, "vpdq": _vpdq, "videohash": _videohash}
    result: dict[str, Any] = {
        "clips": len(known), "changed": len(changed), "blank": blank,
        "making_seconds": round(time.monotonic() - began),
    }  # fmt: skip
    for name, method in methods.items():
        answers = method(known, changed)
        result[name] = _counted(answers, same, blank) if answers else "not installed"
    result["false_matches"] = _between(known, same)
    result["known"] = [one.whole for one in known]
    return result


def _known(path: Path) -> Known | None:
    """Return what a file is known by; None for one that is no clip, which is said."""
    cv2.setNumThreads(1)
    try:
        facts = probe(path)
        ffmpeg = Ffmpeg(settings().ffmpeg)
        seen = list(pictures(path, facts, ffmpeg))
    except VidcommerceError as error:
        print(f"{path.name}: {type(error).__name__}", file=sys.stderr)
        return None
    whole = print_of(shape_of(facts), seen, np.zeros(0, np.uint32))
    return Known(path.name, whole, _pdq(seen[::4]), _hashed(path))


def _tasks(path: Path, whole: Print, *, quick: bool) -> Iterator[Task]:
    """Yield the changes of a clip: of what follows its first third, where it is long enough."""
    length = len(whole.tiny) / 8
    start = round(length * 0.35 + 0.17, 2) if length > 2 * _SECONDS else 0.0
    for change, strengths in CHANGES.items():
        for strength in range(len(strengths)):
            if not quick or strength == len(strengths) - 1:
                yield Task(path, change, strength, start)


def _changed(task: Task) -> Known | None:
    filters, _, quality = CHANGES[task.change][task.strength].partition("|")
    filters = filters.replace("FONT", str(_font()))
    small = f"[0:v:0]scale='if(gte(iw,ih),{SIDE},-2)':'if(gte(iw,ih),-2,{SIDE})',setsar=1"
    graph = f"{small},format=yuv420p[in];{filters if '[in]' in filters else '[in]' + filters}"
    even = "scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "changed.mp4"
        command = [
            settings().ffmpeg, "-v", "error", "-nostdin", "-ss", str(task.start),
            "-t", str(_SECONDS), "-i", str(task.path.resolve()), "-filter_complex",
            f"{graph},{even}[out]", "-map", "[out]", "-an", "-c:v", "libx264", "-preset",
            "ultrafast", "-crf", quality or "28", "-threads", "1", str(file),
        ]  # fmt: skip
        ended = subprocess.run(command, capture_output=True, check=False)
        if ended.returncode:
            print(f"{task.path.name}: {task.change}: not made", file=sys.stderr)
            return None
        return _known(file)


def _font() -> Path:
    return next(iter(sorted((assets_folder() / "fonts").glob("*.ttf"))))


def _ours(known: list[Known], changed: list[tuple[Task, Known]]) -> list[Answer]:
    index: Index[str] = Index()
    prints = {one.name: one.whole for one in known}
    for one in known:
        index.add(one.name, listed(one.whole))
    answers = []
    for task, one in changed:
        found = find(index, prints.__getitem__, one.whole)
        scores = {match.name: match.score for match in found}
        answers.append(_answer(task, scores, frozenset(scores)))
    return answers


def _vpdq(known: list[Known], changed: list[tuple[Task, Known]]) -> list[Answer]:
    if not _has("pdqhash"):
        return []
    answers = []
    for task, one in changed:
        scores = {other.name: _share(one.pdq, other.pdq) for other in known}
        said = frozenset(name for name, share in scores.items() if share >= 0.8)  # noqa: PLR2004 - vPDQ's own default
        answers.append(_answer(task, scores, said))
    return answers


def _videohash(known: list[Known], changed: list[tuple[Task, Known]]) -> list[Answer]:
    if not any(one.hashed for one in known):
        return []
    answers = []
    for task, one in changed:
        scores = {other.name: -float((int(one.hashed, 16) ^ int(other.hashed, 16)).bit_count())
                  for other in known if one.hashed and other.hashed}  # fmt: skip
        answers.append(_answer(task, scores, frozenset(n for n, s in scores.items() if s > -10)))  # noqa: PLR2004 - its is_similar
    return answers


def _answer(task: Task, scores: dict[str, float], said: frozenset[str]) -> Answer:
    return Answer(task.path.name, task.change, task.strength, scores, said)


def _counted(answers: list[Answer], same: list[set[str]], blank: list[str]) -> dict[str, Any]:
    """Return recalls at the threshold of the wanted precision, and as the method decides."""
    bar = _threshold(answers, same)
    hits: dict[str, list[bool]] = defaultdict(list)
    strengths: dict[str, list[bool]] = defaultdict(list)
    decided, every, wrong = [], [], 0
    for one in answers:
        right = {name for name in one.scores if _is_same(one.clip, name, same)}
        hit = any(one.scores[name] >= bar for name in right)
        every.append(hit)
        wrong += len(one.said - right)
        if one.clip not in blank:
            hits[one.change].append(hit)
            strengths[f"{one.change} {one.strength + 1}"].append(hit)
            decided.append(bool(one.said & right))
    return {
        "recall": _mean([hit for group in hits.values() for hit in group]),
        "recall_all": _mean(every),
        "threshold": round(bar, 3) if isfinite(bar) else None,
        "by_change": {name: _mean(group) for name, group in hits.items()},
        "by_strength": {name: _mean(group) for name, group in strengths.items()},
        "as_decided": {"recall": _mean(decided), "false_matches": wrong},
    }


def _threshold(answers: list[Answer], same: list[set[str]]) -> float:
    """Return the lowest score down to which matches are right often enough."""
    ranked = sorted(
        ((score, _is_same(one.clip, name, same)) for one in answers
         for name, score in one.scores.items()), key=lambda pair: -pair[0],
    )  # fmt: skip
    bar, right = float("inf"), 0
    for number, (score, good) in enumerate(ranked, 1):
        right += good
        last = number == len(ranked) or ranked[number][0] < score
        if last and right >= _PRECISION * number:
            bar = score
    return bar


def _between(known: list[Known], same: list[set[str]]) -> dict[str, Any]:
    """Return which unchanged clips are taken for each other, and are not the same footage."""
    index: Index[str] = Index()
    prints = {one.name: one.whole for one in known}
    for one in known:
        index.add(one.name, listed(one.whole))
    found = {(one.name, match.name): match.likeness is Likeness.SAME for one in known
             for match in find(index, prints.__getitem__, one.whole)}  # fmt: skip
    wrong = [
        pair for pair in permutations(prints, 2) if pair in found and not _is_same(*pair, same)
    ]
    return {"pairs": len(known) * (len(known) - 1), "false": len(wrong), "which": wrong}


def _is_same(one: str, other: str, same: list[set[str]]) -> bool:
    stems = {Path(one).stem, Path(other).stem}
    return len(stems) == 1 or any(stems <= group for group in same)


def _is_blank(whole: Print) -> bool:
    return not whole.frames or len(whole.codes) / whole.frames < _BLANK


def _searched(known: list[Print]) -> dict[str, dict[str, float]]:
    """Return milliseconds for one frame (mirrored ones cost the same again), by frames listed.

    The index is filled with the words and signatures of the real clips, dealt anew.
    """
    rng = np.random.default_rng(1)
    kept = [listed(one) for one in known]
    words, signs = (np.concatenate([getattr(one, name) for one in kept])
                    for name in ("words", "signs"))  # fmt: skip
    asked = [one.spots(0).codes for one in known if one.frames and len(one.spots(0))]
    times = {}
    for frames in (10_000, 100_000, 1_000_000):
        index: Index[int] = Index()
        for number in range(frames // 1000):
            dealt = rng.integers(0, len(words), 48_000)
            index.add(number, Listed(np.arange(1000, dtype=np.int32), np.full(1000, 48, np.int32),
                                     words[dealt], signs[rng.permutation(dealt)]))  # fmt: skip
        list(index.sightings(asked[0]))
        took = []
        for codes in asked:
            began = time.perf_counter()
            list(index.sightings(codes))
            took.append((time.perf_counter() - began) * 1000)
        times[str(frames)] = {"median": round(median(took), 1), "worst": round(max(took), 1)}
    return times


def _pdq(seen: list[Any]) -> Any:  # noqa: ANN401 - an array of packed bits
    if not _has("pdqhash") or not seen:
        return np.zeros((0, 32), np.uint8)
    import pdqhash  # noqa: PLC0415 - only where it is installed

    colours = (np.repeat(one[:, :, None], 3, 2) for one in seen)
    return np.stack([np.packbits(pdqhash.compute(one)[0]) for one in colours])


def _share(one: Any, other: Any) -> float:  # noqa: ANN401 - arrays of packed bits
    """Return the part of the frames of one that are near a frame of the other."""
    if not len(one) or not len(other):
        return 0.0
    apart = np.bitwise_count(one[:, None] ^ other[None]).sum(2)
    return float((apart.min(1) <= _NEAR).mean())


def _hashed(path: Path) -> str:
    if not _has("videohash"):
        return ""
    from videohash import VideoHash  # noqa: PLC0415 - only where it is installed

    if not hasattr(Image, "ANTIALIAS"):  # Pillow 10 took the name away; 3.0.1 still asks for it
        setattr(Image, "ANTIALIAS", Image.Resampling.LANCZOS)  # noqa: B010 - no such name for mypy
    before = os.environ["PATH"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ffmpeg").symlink_to(settings().ffmpeg)  # it asks the PATH for one
        os.environ["PATH"] = f"{folder}{os.pathsep}{before}"
        try:
            return str(VideoHash(path=str(path)).hash_hex)
        except Exception as error:  # noqa: BLE001 - it has no errors of its own for what it can't read
            print(f"{path.name}: videohash: {error!r}", file=sys.stderr)
            return ""
        finally:
            os.environ["PATH"] = before


@cache
def _has(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def _mean(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 3) if hits else 0.0


def _print(result: dict[str, Any]) -> None:
    print(f"{result['clips']} clips, {result['changed']} changed; blank: {result['blank']}")
    methods = [name for name in ("vidcommerce", "vpdq", "videohash")
               if isinstance(result[name], dict)]  # fmt: skip
    print(f"{'recall at 99.5 % precision':36}", *(f"{name:>12}" for name in methods))
    for change in CHANGES:
        row = (f"{result[name]['by_change'].get(change, 0):12.3f}" for name in methods)
        print(f"{change:36}", *row)
    for key in ("recall", "recall_all"):
        print(f"{key:36}", *(f"{result[name][key]:12.3f}" for name in methods))
    for name in methods:
        print(f"{name} as decided: {result[name]['as_decided']}")
    print("unchanged clips taken for each other:", result["false_matches"])
    for frames, took in result.get("search_ms", {}).items():
        print(f"one frame among {frames}: {took['median']} ms, {took['worst']} ms at worst")


if __name__ == "__main__":
    main()
