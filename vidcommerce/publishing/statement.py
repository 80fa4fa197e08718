"""What a published video says of its own origin: every edit of its plan, as C2PA's actions. Pure.

The names of the actions are those of C2PA 2.2 (18.15.4.4, "Actions"); what a name does not say
stands in its description, in English, and in the regions where it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final, TypeAlias

from vidcommerce.documents import digest
from vidcommerce.media.plan import Box, Card, EditPlan, Segment
from vidcommerce.media.time import FrameRange

EDIT: Final = "org.vidcommerce.edit"
"""The assertion that names the plan and the raw clips by the sha256 of their bytes."""

FIRST_BOX: Final = "ftyp"
"""The key of the assertion with the bytes of the file's first box, which no signature covers."""

_MUSIC: Final = "music"
_HUNDREDTHS: Final = 100
_Action: TypeAlias = dict[str, Any]


def clip_labels(plan: EditPlan) -> tuple[str, ...]:
    """Return what the actions call the clips, in the order of the plan's sources."""
    return tuple(f"clip {number}" for number, _ in enumerate(plan.sources, 1))


def relationship(number: int) -> str:
    """Return what a clip is to the video: the first is what was opened, others were placed."""
    return "componentOf" if number else "parentOf"


def statement(plan: EditPlan, title: str, page: str, at: int, first_box: str) -> dict[str, Any]:
    """Return C2PA's manifest definition for a plan's video, but for its raw clips.

    ``page`` is the address at which it is public, ``at`` when it became so (ms since 1970 UTC).
    ``first_box`` are the bytes of the file's first box, as hex.
    """
    edit = {
        "plan": digest(plan),
        "clips": [source.sha256 for source in plan.sources],
        "page": page,
        FIRST_BOX: first_box,
    }
    return {
        "claim_generator_info": [{"name": "vidcommerce", "version": version("vidcommerce")}],
        "title": title,
        "format": "video/mp4",
        "ingredients": list(_materials(plan)),
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [*_actions(plan), _published(at)]}},
            {"label": EDIT, "data": edit},
        ],
    }


def _materials(plan: EditPlan) -> Iterator[dict[str, Any]]:
    """Yield what was put into the video besides clips: pictures of cards, music."""
    for number, image in enumerate(_images(plan), 1):
        yield _material(f"picture {number}", "Picture of the product", "image/jpeg", image)
    if plan.music is not None:
        yield _material(_MUSIC, plan.music.title, "audio/mpeg", plan.music.track)


def _material(label: str, title: str, kind: str, sha256: str) -> dict[str, Any]:
    return {
        "label": label,
        "title": title,
        "format": kind,
        "relationship": "componentOf",
        "instance_id": f"urn:sha256:{sha256}",
    }


def _images(plan: EditPlan) -> list[str]:
    return list(dict.fromkeys(card.image for card in plan.cards))


def _actions(plan: EditPlan) -> Iterator[_Action]:
    opened, *placed = clip_labels(plan)
    yield {"action": "c2pa.opened", "parameters": {"ingredientIds": [opened]}}
    if placed:
        yield {"action": "c2pa.placed", "parameters": {"ingredientIds": placed}}
    for frames, segment in plan.placed():
        yield from _segment(plan, frames, segment)
    if plan.audio.gain:
        decibels = plan.audio.gain / _HUNDREDTHS
        yield _edit("c2pa.edited", f"loudness of the clips' sound: {decibels:+.1f} dB")
    if plan.cues:
        shown = [_change(plan, cue.frames, " ".join(cue.lines)) for cue in plan.cues]
        yield _edit("c2pa.addedText", f"subtitles ({plan.language})", shown)
    if plan.label:
        yield _edit("c2pa.addedText", f"label over the first seconds: {plan.label}")
    for card in plan.cards:
        yield _card(plan, card)
    if plan.music is not None:
        quieter = plan.music.duck / _HUNDREDTHS
        words = f"music {plan.music.gain / _HUNDREDTHS:+.1f} dB, {quieter:.1f} dB quieter in speech"
        yield _edit("c2pa.placed", words) | {"parameters": {"ingredientIds": [_MUSIC]}}
    size, rate = f"{plan.canvas.width}x{plan.canvas.height}", plan.canvas.rate
    yield _edit(
        "c2pa.resized", f"{size} pixels, {rate.numerator}/{rate.denominator} frames a second"
    )
    yield _edit("c2pa.transcoded", "H.264 and AAC")


def _segment(plan: EditPlan, frames: FrameRange, segment: Segment) -> Iterator[_Action]:
    """Yield what was cut to a stretch of a clip, and which part of its picture is seen."""
    name, kept = clip_labels(plan)[segment.source], segment.source_range
    rate = plan.canvas.rate
    start, stop = rate.milliseconds(kept.start), rate.milliseconds(kept.stop)
    words = f"{name}, {start / 1000:.3f} s to {stop / 1000:.3f} s"
    yield _edit("c2pa.trimmed", words, [_change(plan, frames, words)])
    crop = segment.crop
    if crop is not None:
        way = "; ".join(
            f"{point.left},{point.top} at {rate.milliseconds(point.frame) / 1000:.3f} s"
            for point in crop.path
        )
        words = f"{name}, {crop.width}x{crop.height} pixels from {way}"
        yield _edit("c2pa.cropped", words, [_change(plan, frames, words)])


def _card(plan: EditPlan, card: Card) -> _Action:
    picture = f"picture {_images(plan).index(card.image) + 1}"
    words = f"card of the product: {card.product.name}"
    change = _change(plan, card.frames, words, card.box)
    return _edit("c2pa.placed", words, [change]) | {"parameters": {"ingredientIds": [picture]}}


def _published(at: int) -> _Action:
    when = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")
    return {"action": "c2pa.published", "when": when.replace("+00:00", "Z")}


def _edit(action: str, description: str, changes: Sequence[dict[str, Any]] = ()) -> _Action:
    told: _Action = {"action": action, "description": description}
    return told | ({"changes": list(changes)} if changes else {})


def _change(
    plan: EditPlan, frames: FrameRange, description: str, box: Box | None = None
) -> dict[str, Any]:
    """Return where in the video something was done (C2PA 2.2, 18.3, regions of interest)."""
    milliseconds = plan.canvas.rate.milliseconds
    start, end = (f"{milliseconds(at) / 1000:.3f}" for at in (frames.start, frames.stop))
    region: list[dict[str, Any]] = [
        {"type": "temporal", "time": {"type": "npt", "start": start, "end": end}}
    ]
    if box is not None:
        shape = {
            "type": "rectangle",
            "unit": "pixel",
            "origin": {"x": float(box.left), "y": float(box.top)},
            "width": float(box.width),
            "height": float(box.height),
        }
        region.append({"type": "spatial", "shape": shape})
    return {"region": region, "description": description}
