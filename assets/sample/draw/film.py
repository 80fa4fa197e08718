"""The clip's file: frames lie on their side, as a phone stores them, with a turn to undo it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assets.sample.draw.camera import VIEW_HEIGHT, VIEW_WIDTH, look
from assets.sample.draw.script import RATE, Script
from assets.sample.draw.shots import Layer, close_up, orchard, packed
from assets.sample.draw.voice import SOUND_RATE, Sound

_GRAIN = 0.010
_QUALITY = "25"
_LIMIT = "1400k"


def shoot(ffmpeg: str, plan: Script, sound: Sound, path: Path) -> None:
    """Draw all frames and store them with their sound."""
    with TemporaryDirectory() as folder:
        heard, lying = Path(folder, "sound.f32"), Path(folder, "lying.mp4")
        heard.write_bytes(sound.astype("<f4").tobytes())
        command = [ffmpeg, "-y", "-loglevel", "error", *_input_of_frames(), "-f", "f32le"]
        command += ["-ar", str(SOUND_RATE), "-ac", "1", "-i", str(heard), *_coding(), str(lying)]
        _draw(command, plan)
        # A turn of -90 degrees (anticlockwise) is "clockwise by 90 to see it upright".
        turn = [ffmpeg, "-y", "-loglevel", "error", "-display_rotation:v:0", "-90"]
        turn += ["-i", str(lying), "-c", "copy", "-movflags", "+faststart", str(path)]
        subprocess.run(turn, check=True)


def _input_of_frames() -> list[str]:
    size = f"{VIEW_HEIGHT}x{VIEW_WIDTH}"
    return ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(RATE), "-i", "pipe:0"]


def _coding() -> list[str]:
    colour = ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
    colour += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    video = ["-c:v", "libx264", "-preset", "slow", "-crf", _QUALITY, "-maxrate", _LIMIT]
    video += ["-bufsize", "2800k", "-g", str(RATE), "-keyint_min", str(RATE), "-sc_threshold", "0"]
    audio = ["-c:a", "aac", "-b:a", "96k", "-ac", "1", "-ar", str(SOUND_RATE)]
    return [*colour, *video, *audio, "-shortest"]


def _draw(command: list[str], plan: Script) -> None:
    shots = (orchard(), close_up(), packed())
    chance = np.random.default_rng(1)
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise RuntimeError("the encoder takes no frames")
        for frame in range(plan.frames):
            seen = look(_shot(shots, plan, frame / RATE), plan, frame)
            grain = chance.standard_normal(seen.shape[:2]).astype(np.float32) * _GRAIN
            bytes_ = np.clip((seen + grain[..., None]) * 255 + 0.5, 0, 255).astype(np.uint8)
            # The sensor's rows run from top to bottom of the upright picture, right to left.
            encoder.stdin.write(np.rot90(bytes_).tobytes())
        encoder.stdin.close()
        if encoder.wait() != 0:
            raise RuntimeError("the encoder failed; its message stands above")


def _shot(shots: tuple[tuple[Layer, ...], ...], plan: Script, time: float) -> tuple[Layer, ...]:
    """Which picture is before the lens: it changes in the midst of the shake and of the whip."""
    return shots[(time >= plan.shake.middle) + (time >= plan.whip.middle)]
