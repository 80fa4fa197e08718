"""The playlists of HLS (RFC 8216) that ffmpeg does not write: master and captions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from vidcommerce.media.ladder import Rung
from vidcommerce.media.time import FrameRate


@dataclass(frozen=True, slots=True)
class Variant:
    """A media playlist with what a player must know to choose it; rates in bit/s."""

    uri: str
    rung: Rung | None
    codec: str
    peak: int
    average: int

    @classmethod
    def read(cls, playlist: Path, rung: Rung | None, codec: str) -> Variant:
        """Measure the segments of a media playlist that was just written."""
        seconds = [float(s) for s in re.findall(r"#EXTINF:([\d.]+)", playlist.read_text())]
        names = re.findall(r"^([^#\s].*)$", playlist.read_text(), flags=re.MULTILINE)
        bits = [(playlist.parent / name).stat().st_size * 8 for name in names]
        # RFC 8216, 4.1: the peak is the largest of any stretch near the target duration. A short
        # last segment is weighed over a second at least, or a still ending would look heavy.
        peak = max(b / max(s, 1.0) for b, s in zip(bits, seconds, strict=True))
        uri = f"{playlist.parent.name}/{playlist.name}"
        return cls(uri, rung, codec, math.ceil(peak), math.ceil(sum(bits) / sum(seconds)))


def codec_of(init: Path) -> str:
    """Return the RFC 6381 name of the H.264 stream in an initialisation segment."""
    with av.open(str(init)) as container:
        extradata = container.streams.video[0].codec_context.extradata or b""
    return f"avc1.{extradata[1:4].hex()}"


def master_playlist(
    variants: list[Variant],
    sound: Variant,
    rate: FrameRate,
    captions: Mapping[str, str],
) -> str:
    """Return the master playlist; ``captions`` are playlists by language.

    They are offered and off: those of the video's own language are in the picture.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines.append(
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,'
        f'CHANNELS="2",URI="{sound.uri}"'
    )
    lines += [
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="{language}",'
        f'LANGUAGE="{language}",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,URI="{file}"'
        for language, file in captions.items()
    ]
    tracks = 'AUDIO="sound"' + (',SUBTITLES="captions"' if captions else "")
    for variant in variants:
        if variant.rung is not None:
            size = f"{variant.rung.width}x{variant.rung.height}"
            lines.append(
                f"#EXT-X-STREAM-INF:BANDWIDTH={variant.peak + sound.peak},"
                f"AVERAGE-BANDWIDTH={variant.average + sound.average},"
                f'CODECS="{variant.codec},{sound.codec}",RESOLUTION={size},'
                f"FRAME-RATE={float(rate.seconds(1) ** -1):.3f},{tracks}"
            )
            lines.append(variant.uri)
    return "\n".join(lines) + "\n"


def caption_playlist(file: str, seconds: Fraction) -> str:
    """Return the media playlist of one WebVTT file that spans the whole video."""
    return (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        f"#EXT-X-TARGETDURATION:{math.ceil(seconds)}\n#EXTINF:{float(seconds):.6f},\n{file}\n"
        "#EXT-X-ENDLIST\n"
    )
