"""What hidden abuse, spam and contact details are caught, what innocent is held, how fast.

    python -m benchmarks.evasion [--json] [--part PART] [--show]

Run from the top of the checkout. Every trick of tests/comments/evasion/tricks.py is done to every
word (aim: 95 % caught: not shown before a person has read it), and every innocent look-alike is
read (aim: 1 % held at most). Words and look-alikes of the part "held" were written before the
rules were tuned, and not looked at while they were; "reader1" and on are tables written by hand
and measured once before anything was mended for them (docs/moderation.md says what came out).
Speed is that of one process on one core, without a model, over the innocent look-alikes and the
hidden words (aim: 1,000 a second).
"""

from __future__ import annotations

import argparse
import csv
import json
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.comments.evasion.tricks import ANY, HAN, LATIN, NUMBERS, Trick
from vidcommerce.comments.pipeline import Given, judge, judge_all
from vidcommerce.comments.signals import STRICTNESS, Decision

_FOLDER: Final = Path(__file__).parents[1] / "tests" / "comments" / "evasion"
PARTS: Final = (
    "dev",
    "held",
    "fresh",
    "reader1",
    "reader2",
    "reader3",
    "reader4",
    "reader5",
    "all",
)
_HELD: Final = STRICTNESS[Decision.HOLD]


def hidden(part: str) -> Iterator[tuple[str, str]]:
    """Yield (trick, text) for every trick done to every word of a part."""
    said = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))
    for name in said if part == "all" else said.keys() & {part}:
        listed = said[name]
        groups: Sequence[tuple[list[str], Mapping[str, Trick]]] = (
            (listed["latin"], {**ANY, **LATIN}),
            (listed["han"], {**ANY, **HAN}),
            (listed["numbers"], NUMBERS),
        )
        for words, tricks in groups:
            yield from _applied(words, tricks, listed["around"])
    yield from (("by hand", text) for text in _column("guilty.csv", part))


def _applied(
    words: Sequence[str], tricks: Mapping[str, Trick], around: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for place, word in enumerate(words):
        for number, (name, trick) in enumerate(tricks.items()):
            made = trick(word)
            changed = made is not None and (name in _OPEN or made != word)
            if changed and (name not in _OPEN or word not in _FREE):
                yield name, around[(place + number) % len(around)].format(made)


_OPEN: Final = frozenset({"nothing", "capitals", "mixed capitals"})
_FREE: Final = frozenset({"微信", "whatsapp", "telegram", "wechat"})
"""What may be said openly, but not hidden."""


def innocent(part: str) -> list[str]:
    """Return look-alikes that nobody should hold."""
    return _column("innocent.csv", part)


def _column(name: str, part: str) -> list[str]:
    """Return the texts of a part of a file."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file) if part in {"all", row["part"]}]


def held(text: str) -> bool:
    """Return whether a text is not shown before a person has read it."""
    return STRICTNESS[judge(Given(text)).decision] >= _HELD


def measure(part: str, *, show: bool) -> dict[str, Any]:
    """Return how much was caught, by trick, and what innocent texts were held."""
    caught: dict[str, list[bool]] = defaultdict(list)
    for trick, text in hidden(part):
        caught[trick].append(held(text))
        if show and not caught[trick][-1]:
            print("missed", trick, repr(text))
    wrong = [text for text in innocent(part) if held(text)]
    every = [one for each in caught.values() for one in each]
    return {
        "part": part,
        "tricks": len(caught),
        "hidden": len(every),
        "caught": round(sum(every) / max(1, len(every)), 4),
        "innocent": len(innocent(part)),
        "innocent_held": round(len(wrong) / len(innocent(part)), 4),
        "wrongly_held": wrong,
        "by_trick": {name: round(sum(each) / len(each), 3) for name, each in caught.items()},
    }


def speed() -> int:
    """Return comments a second through the pipeline, in batches, without a model."""
    texts = [*innocent("all"), *(text for _, text in hidden("dev"))]
    given = [Given(text) for text in texts]
    judge_all(given[:50])
    began = time.process_time()
    judge_all(given)
    return round(len(given) / (time.process_time() - began))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=PARTS, default="all")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    given = parser.parse_args()
    found = measure(given.part, show=given.show) | {"comments_a_second": speed()}
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for trick, share in sorted(found.pop("by_trick").items(), key=lambda one: one[1]):
        print(f"{share:6.1%}  {trick}")
    for name, value in found.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
