"""``vidcommerce inspect``: all that is known of a clip."""

from __future__ import annotations

import argparse
import json
from typing import Any

from pydantic_core import to_jsonable_python

from vidcommerce.analysis.loudness import integrated
from vidcommerce.analysis.sound import loudness, samples
from vidcommerce.analysis.speech import speech
from vidcommerce.cli import exits
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_, Words
from vidcommerce.media.clip import PROBLEM_WORDS, ClipFacts, PictureFacts, SoundFacts
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.privacy import traces
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import check_usable
from vidcommerce.media.time import Span
from vidcommerce.settings import settings

_LABELS = {
    "file": N_("File"),
    "length": N_("Length"),
    "picture": N_("Picture"),
    "display": N_("Shown as"),
    "colour": N_("Colour"),
    "sound": N_("Sound"),
    "loudness": N_("Loudness"),
    "speech": N_("Speech"),
    "tags": N_("Reveals"),
    "problems": N_("Problems"),
    "usable": N_("Usable"),
}
_NONE = N_("none")
_YES = N_("yes")


def run(given: argparse.Namespace, said: Words) -> int:
    """Probe and listen, and print what was found."""
    facts = probe(given.file)
    heard = _heard(ClipFile(given.file, facts))
    refusal = _refusal(facts, given.file.name, said)
    if given.json:
        document = to_jsonable_python(facts) | heard | {"refused": refusal}
        document["reveals"] = to_jsonable_python(traces(facts.tags))
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for label, text in _lines(facts, heard, refusal, said):
            print(f"{said.say(_LABELS[label]):10} {text}")
    return exits.OK


def _heard(clip: ClipFile) -> dict[str, Any]:
    """Return where somebody speaks, in seconds, and how loud the clip is."""
    sound = clip.facts.sound
    if sound is None:
        return {"speech": [], "loudness": None}
    ffmpeg = Ffmpeg(settings().ffmpeg)
    spans = speech(samples(clip.path, sound.stream, ffmpeg))
    measured = loudness(clip.path, sound.stream, ffmpeg)
    whole = integrated(measured, [Span(0, clip.facts.duration)])
    return {
        "speech": [[span.start / 1000, span.stop / 1000] for span in spans],
        "loudness": {"integrated": whole / 100, "true_peak": measured.true_peak / 100},
    }


def _refusal(facts: ClipFacts, name: str, said: Words) -> str | None:
    """Return why no video can be made of the clip, or None where one can."""
    try:
        check_usable(facts, name)
    except InputRejected as refused:
        return said.explain(refused)
    return None


def _lines(
    facts: ClipFacts, heard: dict[str, Any], refusal: str | None, said: Words
) -> list[tuple[str, str]]:
    picture = facts.picture
    none = said.say(_NONE)
    mirrored = ", mirrored" if picture.mirrored else ""
    reveals = [f"{trace.reveals.value} ({trace.key})" for trace in traces(facts.tags)]
    spans = [f"{start:.1f}-{stop:.1f}" for start, stop in heard["speech"]]
    levels = heard["loudness"]
    loud = f"{levels['integrated']:.1f} LUFS, {levels['true_peak']:.1f} dBTP" if levels else none
    return [
        ("file", f"{facts.container}, {facts.bytes / 1e6:.1f} MB, sha256 {facts.sha256[:16]}"),
        ("length", f"{facts.duration / 1000:.2f} s"),
        ("picture", _picture(picture)),
        (
            "display",
            f"{picture.upright_width}x{picture.upright_height}, turned {picture.turn}°{mirrored}",
        ),
        ("colour", f"{picture.transfer.value.upper()}, {picture.bits} bit, {picture.matrix}"),
        ("sound", _sound(facts.sound, none)),
        ("loudness", loud),
        ("speech", ", ".join(spans) or none),
        ("tags", ", ".join(reveals) or none),
        ("problems", "; ".join(said.say(PROBLEM_WORDS[p]) for p in facts.problems) or none),
        ("usable", refusal or said.say(_YES)),
    ]


def _picture(picture: PictureFacts) -> str:
    rate = picture.rate.numerator / picture.rate.denominator
    return (
        f"{picture.codec} {picture.width}x{picture.height}, {rate:.2f} fps "
        f"({picture.rate_mode.value}), {picture.frames} frames, {len(picture.keyframes)} keys"
    )


def _sound(sound: SoundFacts | None, none: str) -> str:
    if sound is None:
        return none
    return f"{sound.codec}, {sound.rate} Hz, {sound.channels} ch"
