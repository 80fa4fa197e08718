"""How well the model of comments tells abuse and spam, beside a word list and a plain baseline.

    python -m benchmarks.moderation [--json] [--data DIR] [--curve FILE]
    python -m benchmarks.moderation [--json] --csv FILE [--text COLUMN] [--label COLUMN]

Run from the top of the checkout. Without ``--csv``: parts of the data that training never saw (by
default in ../shared/comments), HateCheck and its Mandarin sister by functionality. With it: any
labelled file; labels are 0 and 1, or words such as hateful and non-hateful, spam and ham. Only
words, or a file in the form of YouTube's, say which question is meant; otherwise a comment counts
as found where either score says so.

The threshold of a yes is 500 thousandths. The threshold to hold is the policy's ("likely"). The
word list is that of the pipeline, without a model; the baseline learns here, from the same training
part, runs of one to five letters with logistic regression.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.moderation_picture import drawn
from vidcommerce.comments.deciding import rules
from vidcommerce.comments.model.features import features
from vidcommerce.comments.model.learning import regress, tabled
from vidcommerce.comments.model.linear import YES, Linear, Scale
from vidcommerce.comments.model.measuring import Flags, curve, rates
from vidcommerce.comments.model.scorer import OwnScorer, own_model
from vidcommerce.comments.model.sources import Example, corrections, digest_of, examples
from vidcommerce.comments.normal.plain import plain
from vidcommerce.comments.pipeline import Given, judge_all
from vidcommerce.comments.signals import STRICTNESS, Decision, Kind, Strength

_DATA: Final = Path(__file__).parents[2] / "shared" / "comments"
_HELD: Final = STRICTNESS[Decision.HOLD]
_TEXTS: Final = ("text", "comment", "content", "comment_text", "test_case", "tweet", "review")
_LABELS: Final = ("label", "class", "label_gold", "labels", "target", "is_toxic", "category")
_NO_WORDS: Final = {
    "0", "0.0", "no", "false", "none", "ham", "safe", "clean", "normal", "neither", "innocent",
    "nothate", "non-hate", "nonhate", "non-hateful", "nonhateful", "not-hateful", "non-offensive",
    "not-offensive", "nonoffensive", "inoffensive", "not-toxic", "non-toxic", "nontoxic", "legit",
    "legitimate", "ok", "neutral", "not-spam", "non-spam", "nonspam", "non-abusive",
    "not-abusive", "正常", "安全", "非冒犯", "无", "否",
}  # fmt: skip
_NUMBERS: Final = {"0", "1", "0.0", "1.0", "2", "3", "true", "false", "yes", "no"}
_NEVER: Final = 1001
_PAPERS: Final = {
    "cold_zh": "Deng et al. 2022: BERT, 81 % accuracy on the test part, which people labelled",
}


@dataclass(frozen=True)
class Set:
    """Labelled texts; ``asked`` is abuse, spam or either; ``parts`` are names to tell apart by."""

    name: str
    texts: Sequence[str]
    meant: Flags
    asked: str
    parts: Sequence[str] = ()


def of_file(file: Path, text: str | None, label: str | None) -> Set:
    """Read a labelled CSV file."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        table = csv.DictReader(lines)
        rows = list(table)
    named = {name.strip().lower(): name for name in table.fieldnames or () if name}
    text, label = _column(named, text, _TEXTS), _column(named, label, _LABELS)
    rows = [row for row in rows if row[text] and row[label]]
    said = [row[label].strip().lower().replace("_", "-").replace(" ", "-") for row in rows]
    asked = "either"
    if {"spam", "ham"} & set(said) or {"comment_id", "class"} <= set(named):
        asked = "spam"
    elif not set(said) <= _NUMBERS:
        asked = "abuse"
    meant = np.array([one not in _NO_WORDS for one in said], bool)
    return Set(file.name, [row[text] for row in rows], meant, asked)


def _column(named: Mapping[str, str], given: str | None, usual: Sequence[str]) -> str:
    for name in (given,) if given else usual:
        if name and name.lower() in named:
            return named[name.lower()]
    raise SystemExit(f"no column {given or ' or '.join(usual)}; there are: {', '.join(named)}")


def unseen(data: Path) -> Iterator[Set]:
    """Yield the sets that training never saw."""
    found = [one for one in examples(data) if one.held]
    for source in sorted({one.source for one in found}):
        some = [one for one in found if one.source == source]
        if any(one.spam for one in some):
            yield _set(source, some, lambda one: one.spam, "spam")
        else:
            yield _set(source, some, lambda one: one.given)
    known = corrections()
    by_hand = [one for one in found if digest_of(one.text) in known and one.source[:4] == "cold"]
    if by_hand:
        yield _set("cold_zh_dev, read by hand", by_hand, lambda one: round(one.abuse))
    for name in ("hatecheck_en_test_suite_cases", "mhc_mandarin"):
        if (file := data / f"{name}.csv").is_file():
            yield _functional(file)


def _set(
    name: str, found: Sequence[Example], meant: Callable[[Example], float], asked: str = "abuse"
) -> Set:
    labels = np.array([meant(one) > 0 for one in found], bool)
    return Set(name, [one.text for one in found], labels, asked)


def _functional(file: Path) -> Set:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Set(
        file.stem,
        [row["test_case"] for row in rows],
        np.array([row["label_gold"] == "hateful" for row in rows], bool),
        "abuse",
        [row["functionality"] for row in rows],
    )


def hold_at(asked: str) -> tuple[int, int]:
    """Return from which scores on the policy holds, of abuse and of spam (1001: not asked)."""
    policy = rules().model
    abuse, spam = (policy[k][Strength.LIKELY] for k in (Kind.MODEL_ABUSE, Kind.MODEL_SPAM))
    return (_NEVER if asked == "spam" else abuse), (_NEVER if asked == "abuse" else spam)


def measure(one: Set, baseline: Linear | None) -> dict[str, Any]:
    """Return how the model does on a set, and what others do."""
    judged = judge_all([Given(text) for text in one.texts], OwnScorer())
    scores = np.array([(j.scores.abuse, j.scores.spam) if j.scores else (0, 0) for j in judged])
    score = {"abuse": scores[:, 0], "spam": scores[:, 1], "either": scores.max(axis=1)}[one.asked]
    found = score >= YES
    model = rates(one.meant, found)
    stopped: Flags = np.any(scores >= np.array(hold_at(one.asked)), axis=1)
    held = rates(one.meant, stopped)
    listed = judge_all([Given(text) for text in one.texts])
    told: dict[str, Any] = {
        "texts": len(one.texts),
        "positive": float(one.meant.mean()),
        "asked": one.asked,
        **asdict(model),
        "hold_at": [at for at in hold_at(one.asked) if at < _NEVER],
        "precision_at_hold": held.precision,
        "abuse_published": held.passed,
        "innocent_held": held.stopped,
        "pipeline": _decided(one.meant, [j.decision for j in judged]),
        "word_list": _decided(one.meant, [j.decision for j in listed]),
        "curve": [{"at": at, **asdict(each)} for at, each in curve(one.meant, score)],
    }
    if baseline and one.asked != "spam":
        sums = np.array([baseline.sums(plain(text).text)[0] for text in one.texts])
        told["letters_baseline"] = asdict(rates(one.meant, sums >= 0))
    if paper := next((said for name, said in _PAPERS.items() if one.name.startswith(name)), None):
        told["paper"] = paper
    if one.parts:
        told["functionality"] = _by_part(one, found)
    return told


def _decided(meant: Flags, decisions: Sequence[Decision]) -> dict[str, float]:
    """Return the rates of the whole pipeline: found is whatever is not published at once."""
    return asdict(rates(meant, np.array([STRICTNESS[one] >= _HELD for one in decisions], bool)))


def _by_part(one: Set, found: Flags) -> dict[str, float]:
    """Return the share of right answers for each part."""
    parts, right = np.array(one.parts), found == one.meant
    return {part: round(float(right[parts == part].mean()), 3) for part in dict.fromkeys(one.parts)}


def _share_of(texts: Sequence[str], known: set[str]) -> float:
    """Return the share of texts that the model learned from, as far as the data is there."""
    return round(
        sum(digest_of(text.removesuffix("\ufeff")) in known for text in texts) / max(1, len(texts)),
        3,
    )


def learned_baseline(data: Path) -> Linear | None:
    """Return plain logistic regression on runs of letters, of COLDataset's training part as is."""
    found = [one for one in examples(data) if one.source == "cold_zh_train"]
    if not found:
        return None
    keys, table = tabled([features(plain(one.text).text) for one in found])
    ones = np.ones(table.width)
    weights = regress(table, ones, np.array([x.given for x in found]), np.ones(len(found)))
    both = np.stack([weights, weights], axis=1).astype(np.float32)
    return Linear(keys[1:], both[1:], both[0], (Scale(0, 1), Scale(0, 1)))


def report(name: str, told: Mapping[str, Any]) -> None:
    """Print the figures of a set, for reading."""
    print(
        f"{name}: {told['texts']} texts, {told['positive']:.0%} positive, asked {told['asked']},"
        f" {told['learned_from']:.0%} learned from"
    )
    for who in ("model", "pipeline", "word_list", "letters_baseline"):
        if figures := told if who == "model" else told.get(who):
            print(
                f"  {who:17} macro F1 {figures['f1_macro']:.3f}  accuracy {figures['accuracy']:.3f}"
                f"  precision {figures['precision']:.3f}  recall {figures['recall']:.3f}"
            )
    print(
        f"  held from {told['hold_at']}: precision {told['precision_at_hold']:.3f},"
        f" abuse published {told['abuse_published']:.3f},"
        f" innocent held {told['innocent_held']:.4f}"
    )
    for key in ("paper", "functionality"):
        if key in told:
            print(f"  {key}: {told[key]}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="moderation", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=_DATA, metavar="DIR")
    parser.add_argument("--csv", type=Path, metavar="FILE")
    parser.add_argument("--text", metavar="COLUMN")
    parser.add_argument("--label", metavar="COLUMN")
    parser.add_argument("--curve", type=Path, metavar="FILE", help="draw the curve (SVG)")
    given = parser.parse_args()
    baseline = learned_baseline(given.data) if given.data.is_dir() else None
    sets = [of_file(given.csv, given.text, given.label)] if given.csv else unseen(given.data)
    learned = {digest_of(one.text) for one in examples(given.data) if not one.held}
    told = {
        one.name: {"learned_from": _share_of(one.texts, learned), **measure(one, baseline)}
        for one in sets
    }
    version = {"model": own_model().told.get("version")}
    if given.curve:
        given.curve.write_text(drawn(next(iter(told.values()))["curve"]), encoding="utf-8")
    if given.json:
        whole = next(iter(told.values())) if given.csv else _summary(told)
        print(json.dumps(version | whole, ensure_ascii=False, indent=1))
        return
    for name, each in told.items():
        report(name, each)


def _summary(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of unseen COLDataset on top, and all sets below."""
    first = dict(told.get("cold_zh_dev", {}))
    first.pop("curve", None)
    return {**first, "sets": told}


if __name__ == "__main__":
    main()
