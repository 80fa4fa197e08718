"""``vidcommerce inspect``: all that is known of a clip, and of a picture's or sound's origin."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from itertools import chain
from typing import Any

from pydantic_core import to_jsonable_python

from vidcommerce.analysis.analyse import analyse
from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.analysis.loudness import integrated
from vidcommerce.analysis.sound import loudness, samples
from vidcommerce.analysis.speech import speech
from vidcommerce.cli import exits
from vidcommerce.errors import InputRejected
from vidcommerce.flags.checks import examine
from vidcommerce.flags.examining import Examined
from vidcommerce.flags.kinds import HELPER_WORDS, Flag, Severity
from vidcommerce.flags.metadata import probe_flags
from vidcommerce.flags.origin import provenance
from vidcommerce.flags.provenance import STATE_WORDS, Provenance, State, provenance_flags
from vidcommerce.language import N_, Words
from vidcommerce.media.clip import PROBLEM_WORDS, ClipFacts, PictureFacts, SoundFacts
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.privacy import traces
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import ClipUnreadable, Fault, NoPicture, check_usable
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
    "origin": N_("Origin"),
    "generated": N_("AI label"),
    "flags": N_("Flags"),
    "usable": N_("Usable"),
}
_NONE = N_("none")
_YES = N_("yes")
_WIDE = 11
"""Letters before the text of a line."""

_MOST_PIXELS = 12_000_000_000
"""Of all frames together: three minutes of 1080p, for which cuts take half a minute to find."""


def run(given: argparse.Namespace, said: Words) -> int:
    """Probe, listen and look, and print what was found."""
    try:
        facts = probe(given.file)
    except (ClipUnreadable, NoPicture) as refused:
        return _no_clip(given, said, refused)
    chosen = settings()
    ffmpeg, trusted = Ffmpeg(chosen.ffmpeg), chosen.trusted_signers
    clip = ClipFile(given.file, facts)
    heard, seen = _heard(clip), provenance(given.file, trusted)
    refusal = _refusal(facts, given.file.name, said)
    now = time.time_ns() // 1_000_000
    found = _analysed(clip, ffmpeg)
    flags = _flags(Examined(given.file, facts, now, ffmpeg, analysis=found, trusted=trusted))
    if given.json:
        document = to_jsonable_python(facts) | heard | _document(seen, flags, said)
        document |= {"refused": refusal, "reveals": to_jsonable_python(traces(facts.tags))}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print([*_lines(facts, heard, said), *_origin(seen, flags, said)], refusal, said)
    return exits.OK


def _no_clip(given: argparse.Namespace, said: Words, refused: InputRejected) -> int:
    """Print where a picture or a sound comes from, and that no video can be made of it."""
    seen = provenance(given.file, settings().trusted_signers)
    photo = not isinstance(refused, ClipUnreadable) or refused.fault == Fault.PHOTO
    if seen.state is State.NONE and not seen.elsewhere and not photo:
        raise refused
    flags, refusal = list(provenance_flags(seen)), said.explain(refused)
    if given.json:
        document = _document(seen, flags, said) | {"refused": refusal}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print(_origin(seen, flags, said), refusal, said)
    return exits.OK


def _flags(clip: Examined) -> list[Flag]:
    """Return what all checks see in a clip that came just now: what asks most first.

    Those that compare it with other clips, with a plan or with what people declared are not there.
    """
    checked = chain.from_iterable(examine(clip).values())
    found = [*probe_flags(clip.facts, clip.received), *checked]
    order = list(Severity)[::-1]
    return sorted(found, key=lambda flag: order.index(flag.severity))


def _document(seen: Provenance, flags: Sequence[Flag], said: Words) -> dict[str, Any]:
    told = [to_jsonable_python(flag) | {"words": _words(flag, said)} for flag in flags]
    return {"provenance": to_jsonable_python(seen), "flags": told}


def _words(flag: Flag, said: Words) -> str:
    return said.say(HELPER_WORDS[flag.kind], **flag.evidence)


def _print(lines: Sequence[tuple[str, str]], refusal: str | None, said: Words) -> None:
    for label, text in [*lines, ("usable", refusal or said.say(_YES))]:
        print(f"{said.say(_LABELS[label]):{_WIDE - 1}} {text}")


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


def _analysed(clip: ClipFile, ffmpeg: Ffmpeg) -> ClipAnalysis | None:
    """Return the cuts of a clip and what is said; None of one that takes minutes to decode."""
    picture = clip.facts.picture
    if picture.width * picture.height * picture.frames > _MOST_PIXELS:
        return None
    return analyse(clip.path, clip.facts, ffmpeg, None, None, (), lambda _: None)


def _refusal(facts: ClipFacts, name: str, said: Words) -> str | None:
    """Return why no video can be made of the clip, or None where one can."""
    try:
        check_usable(facts, name)
    except InputRejected as refused:
        return said.explain(refused)
    return None


def _origin(seen: Provenance, flags: Sequence[Flag], said: Words) -> list[tuple[str, str]]:
    label = seen.ai_label
    generated = f"{label.tier.value} ({label.by})" if label else said.say(_NONE)
    told = [f"{flag.severity.value}: {_at(flag)}{_words(flag, said)}" for flag in flags]
    return [
        ("origin", said.say(STATE_WORDS[seen.state])),
        ("generated", generated),
        ("flags", f"\n{' ' * _WIDE}".join(told) or said.say(_NONE)),
    ]


def _at(flag: Flag) -> str:
    """Return the seconds that a flag is about, for people."""
    if flag.span is None:
        return ""
    return f"{flag.span.start / 1000:.1f}-{flag.span.stop / 1000:.1f} s: "


def _lines(facts: ClipFacts, heard: dict[str, Any], said: Words) -> list[tuple[str, str]]:
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
