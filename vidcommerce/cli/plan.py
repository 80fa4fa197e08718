"""``vidcommerce plan``: shows, checks and exports a plan."""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from typing import Any

from vidcommerce.cli import exits
from vidcommerce.commission import read_plan
from vidcommerce.documents import digest
from vidcommerce.exports import export
from vidcommerce.language import N_, Words
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange

_GOOD = N_("The plan is good: {seconds:.1f} s, {segments} pieces, {cues} subtitles.")
_LENGTH = N_("Length: {seconds:.1f} s, {width}x{height}, language {language}")
_KEPT = N_("Kept:")
_SUBTITLES = N_("Subtitles:")
_CARD = N_("Card:")
_MUSIC = N_("Music: {title} ({gain:+.1f} dB, {duck:.1f} dB less under speech)")
_NO_MUSIC = N_("Music: none")


def run(given: argparse.Namespace, said: Words) -> int:
    """Do what was asked with the plan."""
    plan = read_plan(given.plan)
    if given.action == "check":
        seconds = float(plan.canvas.rate.seconds(plan.frames))
        text = said.say(_GOOD, seconds=seconds, segments=len(plan.segments), cues=len(plan.cues))
        print(text)
    elif given.action == "export":
        print(export(plan, given.to), end="")
    elif given.json:
        print(json.dumps(summary(plan), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(plan, said)))
    return exits.OK


def summary(plan: EditPlan) -> dict[str, Any]:
    """Return what a plan keeps and shows, in seconds, for programs that know no frames."""
    return {
        "version": plan.version,
        "digest": digest(plan),
        "language": plan.language,
        "seconds": _seconds(plan, plan.frames),
        "canvas": {
            "width": plan.canvas.width,
            "height": plan.canvas.height,
            "rate": str(plan.canvas.rate),
        },
        "kept": [
            {
                "clip": plan.sources[segment.source].sha256,
                **_range(plan, segment.source_range),
                "at": _seconds(plan, placed.start),
            }
            for placed, segment in plan.placed()
        ],
        "cues": [{**_range(plan, cue.frames), "lines": list(cue.lines)} for cue in plan.cues],
        "cards": [
            {
                **_range(plan, card.frames),
                "box": [card.box.left, card.box.top, card.box.width, card.box.height],
                "product": card.product.name,
                "price": f"{card.product.price} {card.product.currency}",
                "cart_url": card.product.cart_url,
            }
            for card in plan.cards
        ],
        "music": None
        if plan.music is None
        else {
            "title": plan.music.title,
            "track": plan.music.track,
            "gain_db": plan.music.gain / 100,
            "duck_db": plan.music.duck / 100,
        },
        "cover": {
            "clip": plan.sources[plan.cover.source].sha256,
            "at": _seconds(plan, plan.cover.frame),
        },
    }


def _lines(plan: EditPlan, said: Words) -> list[str]:
    """Return the summary as people read it."""
    facts = summary(plan)
    size = {"width": plan.canvas.width, "height": plan.canvas.height}
    lines = [said.say(_LENGTH, seconds=facts["seconds"], language=plan.language, **size)]
    lines.append(said.say(_KEPT))
    lines += [
        f"  {_span(kept)}  {kept['clip'][:12]}  -> {kept['at']:.2f}" for kept in facts["kept"]
    ]
    if plan.cues:
        lines.append(said.say(_SUBTITLES))
        lines += [f"  {_span(cue)}  {' / '.join(cue['lines'])}" for cue in facts["cues"]]
    for card in facts["cards"]:
        lines.append(said.say(_CARD))
        lines.append(f"  {_span(card)}  {card['product']}, {card['price']}, {card['cart_url']}")
    if plan.music is None:
        lines.append(said.say(_NO_MUSIC))
    else:
        gains = {"gain": plan.music.gain / 100, "duck": plan.music.duck / 100}
        lines.append(said.say(_MUSIC, title=plan.music.title, **gains))
    return lines


def _span(facts: dict[str, Any]) -> str:
    return f"{facts['start']:7.2f} - {facts['stop']:7.2f}"


def _range(plan: EditPlan, frames: FrameRange) -> dict[str, float]:
    return {"start": _seconds(plan, frames.start), "stop": _seconds(plan, frames.stop)}


def _seconds(plan: EditPlan, frames: int) -> float:
    """Return seconds to the millisecond: enough to find a frame, short enough to read."""
    return float(round(Fraction(plan.canvas.rate.seconds(frames)), 3))
