"""Make the sample clip again: ``python -m assets.sample.draw``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np

from assets.sample.draw.film import shoot
from assets.sample.draw.script import Script, Span, script
from assets.sample.draw.shots import product_picture
from assets.sample.draw.voice import SOUND_RATE, say, soundtrack

_JPEG_QUALITY = 90


def main() -> None:
    """Speak, plan, draw and store the clip, its truth and the product's picture."""
    ffmpeg: str = imageio_ffmpeg.get_ffmpeg_exe()
    folder = Path(__file__).parents[1]
    lines = (folder / "lines.txt").read_text(encoding="utf-8").splitlines()
    spoken = tuple(say(ffmpeg, line) for line in lines)
    plan = script(tuple(len(words) / SOUND_RATE for words in spoken))
    truth = json.dumps(_truth(plan, lines), indent=2) + "\n"
    (folder / "truth.json").write_text(truth, encoding="utf-8")
    picture = np.round(product_picture()[..., 2::-1] * 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    cv2.imwrite(str(folder / "oranges.jpg"), picture, quality)
    shoot(ffmpeg, plan, soundtrack(plan, spoken), folder / "orchard.mp4")
    print(f"{plan.dead_end.end:.2f} s, {(folder / 'orchard.mp4').stat().st_size} bytes")


def _truth(plan: Script, lines: list[str]) -> dict[str, object]:
    """What happens when, in seconds with three digits."""
    sentences = [
        {"text": line, **_rounded(span)} for line, span in zip(lines, plan.sentences, strict=True)
    ]
    return {
        "duration": round(plan.dead_end.end, 3),
        "dead_start": _rounded(plan.dead_start),
        "dead_end": _rounded(plan.dead_end),
        "shake": _rounded(plan.shake),
        "sentences": sentences,
    }


def _rounded(span: Span) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(span).items()}


if __name__ == "__main__":
    main()
