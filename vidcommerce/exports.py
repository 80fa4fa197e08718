"""A plan for other programs: OpenTimelineIO, SubRip, WebVTT."""

from __future__ import annotations

from typing import Any

from vidcommerce.media.captions import srt, webvtt
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange, FrameRate


def export(plan: EditPlan, kind: str) -> str:
    """Return ``plan`` as "otio", "srt" or "vtt" text."""
    if kind == "srt":
        return srt(plan.cues, plan.canvas.rate)
    if kind == "vtt":
        return webvtt(plan.cues, plan.canvas.rate)
    return otio(plan)


def otio(plan: EditPlan) -> str:
    """Return an OpenTimelineIO timeline: the kept ranges on a track, lines and card as markers.

    Clips are named by the sha256 of their bytes, as ``sha256:...`` addresses that an editor asks
    its user to find.
    """
    import opentimelineio as io  # noqa: PLC0415 - only exports need it

    timeline = io.schema.Timeline(name="vidcommerce")
    timeline.metadata["vidcommerce"] = {"language": plan.language, "version": plan.version}
    for kind in (io.schema.TrackKind.Video, io.schema.TrackKind.Audio):
        track = io.schema.Track(name=kind, kind=kind)
        track.extend(_clip(io, plan, number) for number in range(len(plan.segments)))
        timeline.tracks.append(track)
    picture = timeline.tracks[0]
    for cue in plan.cues:
        picture.markers.append(_marker(io, plan, cue.frames, " / ".join(cue.lines), "subtitle"))
    for card in plan.cards:
        picture.markers.append(_marker(io, plan, card.frames, card.product.name, "card"))
    return str(timeline.to_json_string()) + "\n"


def _clip(io: Any, plan: EditPlan, number: int) -> Any:  # noqa: ANN401 - the library has no types
    segment = plan.segments[number]
    source = plan.sources[segment.source]
    available = FrameRange(0, source.frames)
    return io.schema.Clip(
        name=f"{number + 1}",
        media_reference=io.schema.ExternalReference(
            target_url=f"sha256:{source.sha256}",
            available_range=_range(io, available, plan.canvas.rate),
        ),
        source_range=_range(io, segment.source_range, plan.canvas.rate),
    )


def _marker(io: Any, plan: EditPlan, frames: FrameRange, name: str, kind: str) -> Any:  # noqa: ANN401 - as above
    return io.schema.Marker(
        name=name,
        marked_range=_range(io, frames, plan.canvas.rate),
        metadata={"vidcommerce": {"kind": kind}},
    )


def _range(io: Any, frames: FrameRange, rate: FrameRate) -> Any:  # noqa: ANN401 - as above
    per_second = rate.numerator / rate.denominator
    return io.opentime.TimeRange(
        io.opentime.RationalTime(frames.start, per_second),
        io.opentime.RationalTime(len(frames), per_second),
    )
