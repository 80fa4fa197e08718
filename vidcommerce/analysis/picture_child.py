"""The confined half of looking: reads a clip from standard input, answers line by line.

Started by :mod:`vidcommerce.analysis.picture` as ``python -m``; nothing else may run it. Every
line is one JSON object: ``{"look": ...}``, ``{"shot": ms}`` or ``{"seen": ms}``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import av.subtitles.stream  # noqa: F401 - PyAV imports it late, when nothing can be opened any more
import cv2
import numpy as np

from vidcommerce.analysis.faces import FaceFinder, face_finder
from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.reading import Reader
from vidcommerce.analysis.seeing import Frame
from vidcommerce.analysis.shots import CutFinder, signature
from vidcommerce.analysis.watching import Seen, Shot, is_cheap, look, watch
from vidcommerce.documents import read_json
from vidcommerce.media.clip import PictureFacts
from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.probe_frames import opened


def main() -> None:
    """Answer for the file on standard input.

    Its fourth argument is the picture's facts without the keyframes, the fifth the container's
    start in microseconds, the sixth "short" when keyframes are near each other everywhere, the
    seventh the times of surprising keyframes.
    """
    facts = read_json(PictureFacts, sys.argv[4])
    origin, short = int(sys.argv[5]), sys.argv[6] == "short"
    surprises = tuple(int(at) for at in sys.argv[7].split(",") if at)
    cv2.setNumThreads(1)
    faces = face_finder()
    _rehearse(faces)
    give_up_everything()
    try:
        with open(0, "rb", buffering=0, closefd=False) as file, opened(file) as container:
            everything = is_cheap(facts)
            reader = Reader(container, facts, origin, rough=not everything and short)
            for found in watch(reader, faces, surprises, decode_all=everything):
                sys.stdout.write(json.dumps(_plain(found)) + "\n")
                sys.stdout.flush()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _rehearse(faces: FaceFinder) -> None:
    """Look at a picture of noise once: libraries import parts of themselves when first used."""
    noise = np.random.default_rng(0).integers(0, 255, (90, 160, 3), np.uint8)
    frames = [Frame(33 * number, np.roll(noise, number, 1)) for number in range(4)]
    look(frames, faces)
    finder = CutFinder()
    for frame in frames:
        list(finder.feed(signature(frame.at, frame.picture)))


def _plain(found: Look | Shot | Seen) -> dict[str, object]:
    match found:
        case Look():
            return {"look": asdict(found)}
        case Shot(at):
            return {"shot": at}
        case Seen(at):
            return {"seen": at}


if __name__ == "__main__":
    main()
