"""The sound of a whole video as one ffmpeg graph: clips, music under them, loudness. Pure.

Sound is rendered once for the whole timeline and not in chunks: AAC frames do not end where
video frames do, and it costs a hundredth of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import ffmpeg

from vidcommerce.documents import digest
from vidcommerce.media.chunks import RENDERER, Tools
from vidcommerce.media.graph import ClipFile, Stream, clip_input, decimal
from vidcommerce.media.plan import EditPlan, MusicBed
from vidcommerce.media.time import AUDIO_RATE, FrameRange, FrameRate

_LEAD: Final = Fraction(1, 5)
"""Seconds decoded before each piece: an AAC frame needs the one before it to sound right."""

_BLOCK: Final = 1024
"""Samples that silence comes in; see :func:`graph.clip_input` for why each has its own."""

_SEAM: Final = Fraction(1, 125)
"""Fade at each cut, 8 ms: too short to hear, long enough that no cut clicks."""

_ATTACK: Final = Fraction(1, 4)
_RELEASE: Final = Fraction(3, 5)
"""How long the music takes to step back before speech, and to return after it."""

_FADE_OUT: Final = Fraction(3, 2)
"""The music's end, in seconds."""

TRUE_PEAK: Final = -150
"""Hundredths of dBTP that no finished sound is above."""

CEILING: Final = -210
"""Hundredths of dBTP at which the limiter begins: AAC adds some tenths of a decibel to speech."""

MUSIC_FORMATS: Final = ("mp3", "ogg", "flac", "wav", "mov", "mp4", "m4a")


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """All that decides the sound of a video; its digest is the soundtrack's name."""

    renderer: int
    encoder: str
    rate: FrameRate
    pieces: tuple[tuple[str, FrameRange], ...]
    gain: int
    speech: tuple[FrameRange, ...]
    music: MusicBed | None

    @property
    def frames(self) -> int:
        """The length in video frames."""
        return sum(len(frames) for _, frames in self.pieces)

    def blob(self) -> str:
        """Return the name under which the encoded sound is kept."""
        return f"sound/{digest(self)}.m4a"

    def loudness_blob(self) -> str:
        """Return the name under which its measured loudness is kept."""
        return f"sound/{digest(self)}.json"


def soundtrack(plan: EditPlan, tools: Tools) -> Soundtrack:
    """Return what the plan sounds like."""
    return Soundtrack(
        renderer=RENDERER,
        encoder=tools.encoder,
        rate=plan.canvas.rate,
        pieces=tuple((plan.sources[s.source].sha256, s.source_range) for s in plan.segments),
        gain=plan.audio.gain,
        speech=plan.audio.speech,
        music=plan.music,
    )


def soundtrack_arguments(
    sound: Soundtrack,
    clips: Mapping[str, ClipFile],
    music: Path | None,
    file: str,
    ceiling: int = CEILING,
) -> list[str]:
    """Return ffmpeg's arguments that render the sound to an AAC file, 48 kHz stereo.

    ``ceiling`` is the limiter's, in hundredths of dBTP before encoding.
    """
    output = ffmpeg.output(
        mixed(sound, clips, music, ceiling), file, format="mp4", map_metadata=-1, map_chapters=-1,
        **{"c:a": "aac", "b:a": "128k", "ar": AUDIO_RATE, "ac": 2},
    )  # fmt: skip
    return list(ffmpeg.get_args(output))


def mixed(
    sound: Soundtrack, clips: Mapping[str, ClipFile], music: Path | None, ceiling: int = CEILING
) -> Stream:
    """Return the finished sound before it is encoded, exactly as long as the picture."""
    pieces = [
        piece_of_sound(clips[clip], frames, number, sound.rate)
        for number, (clip, frames) in enumerate(sound.pieces)
    ]
    voice = ffmpeg.concat(*pieces, v=0, a=1) if len(pieces) > 1 else pieces[0]
    voice = voice.filter("volume", f"{sound.gain / 100}dB")
    if sound.music is not None and music is not None:
        bed = _bed(sound, sound.music, music)
        voice = ffmpeg.filter([voice, bed], "amix", inputs=2, normalize=0, duration="first")
    # Peaks between samples count, so the limiter works at four times the rate.
    return (
        voice.filter("aresample", AUDIO_RATE * 4)
        .filter(
            "alimiter",
            limit=f"{10 ** (ceiling / 2000):.4f}",
            attack=5,
            release=80,
            level=0,
            latency=1,
        )
        .filter("aresample", AUDIO_RATE)
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        .filter("atrim", end_sample=sound.rate.samples(sound.frames))
    )


def piece_of_sound(clip: ClipFile, frames: FrameRange, number: int, rate: FrameRate) -> Stream:
    """Return the sound of exactly these frames, silence where the clip has none.

    ``number`` counts the inputs of a graph, see :func:`graph.clip_input`.
    """
    samples = rate.samples(len(frames))
    facts = clip.facts.sound
    if facts is None:
        silence = ffmpeg.input(
            f"anullsrc=r={AUDIO_RATE}:cl=stereo:n={_BLOCK + number}",
            f="lavfi",
            t=decimal(rate.seconds(len(frames))),
        )
        return silence.filter("atrim", end_sample=samples)
    start = rate.seconds(frames.start)
    lead = min(start, _LEAD)
    skip = int(lead * AUDIO_RATE)
    length = rate.seconds(len(frames))
    options = {"ss": decimal(start - lead)} if start > lead else {}
    heard = clip_input(clip, number, t=decimal(lead + length + 1), **options)[str(facts.stream)]
    return (
        # Time stamps rule: gaps become silence, so that sound stays with an uneven picture.
        heard.filter("aresample", AUDIO_RATE, first_pts=0, **{"async": 1})
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        .filter("apad", whole_len=skip + samples)
        .filter("atrim", start_sample=skip, end_sample=skip + samples)
        .filter("asetpts", "PTS-STARTPTS")
        .filter("afade", t="in", d=decimal(_SEAM))
        .filter("afade", t="out", st=decimal(length - _SEAM), d=decimal(_SEAM))
    )


def _bed(sound: Soundtrack, bed: MusicBed, file: Path) -> Stream:
    """Return the music: looped to the length, stepping back under speech, faded at the end."""
    length = sound.rate.seconds(sound.frames)
    track = ffmpeg.input(
        f"file:{file}", protocol_whitelist="file", format_whitelist=",".join(MUSIC_FORMATS)
    )
    music = (
        track["a:0"]
        .filter("aresample", AUDIO_RATE)
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        .filter("aloop", loop=-1, size=AUDIO_RATE * 600)
        .filter("atrim", end_sample=sound.rate.samples(sound.frames))
        .filter("volume", f"{bed.gain / 100}dB")
    )
    if sound.speech and bed.duck:
        # Gain changes once a block: 5 ms steps are too small to hear.
        music = music.filter("asetnsamples", 240, p=0)
        music = music.filter("volume", ducking(sound.speech, sound.rate, bed.duck), eval="frame")
    fade = min(_FADE_OUT, length / 3)
    return music.filter("afade", t="out", st=decimal(length - fade), d=decimal(fade))


def ducking(speech: Sequence[FrameRange], rate: FrameRate, duck: int) -> str:
    """Return the music's gain over ``t`` seconds: ``duck`` hundredths of a dB down in speech.

    Between two stretches of speech that are nearer than the ramps the music stays down.
    """
    shares = []
    for start, stop in _joined(speech, rate):
        rise = f"(t-({decimal(start - _ATTACK)}))/{decimal(_ATTACK)}"
        fall = f"({decimal(stop + _RELEASE)}-t)/{decimal(_RELEASE)}"
        shares.append(f"clip(min({rise},{fall}),0,1)")
    return f"pow(10,-{duck}/2000*({'+'.join(shares)}))"


def _joined(speech: Sequence[FrameRange], rate: FrameRate) -> list[tuple[Fraction, Fraction]]:
    joined: list[tuple[Fraction, Fraction]] = []
    for frames in speech:
        start, stop = rate.seconds(frames.start), rate.seconds(frames.stop)
        if joined and start - joined[-1][1] < _ATTACK + _RELEASE:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
