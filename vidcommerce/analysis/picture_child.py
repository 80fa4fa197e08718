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
import numpy.fft  # noqa: F401 - as above

from vidcommerce.analysis.faces import face_finder
from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.reading import Reader
from vidcommerce.analysis.watching import Seen, Shot, is_cheap, watch
from vidcommerce.documents import read_json
from vidcommerce.media.clip import PictureFacts
from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.probe_frames import opened


def main() -> None:
    """Answer for the file on standard input.

    Its fourth argument is the picture's facts without the keyframes, the fifth the container's
    start in microseconds, the sixth "short" when keyframes are near each other everywhere.
    """
    facts = read_json(PictureFacts, sys.argv[4])
    origin, short = int(sys.argv[5]), sys.argv[6] == "short"
    cv2.setNumThreads(1)
    faces = face_finder()
    give_up_everything()
    try:
        with open(0, "rb", buffering=0, closefd=False) as file, opened(file) as container:
            everything = is_cheap(facts)
            reader = Reader(container, facts, origin, rough=not everything and short)
            for found in watch(reader, faces, decode_all=everything):
                sys.stdout.write(json.dumps(_plain(found)) + "\n")
                sys.stdout.flush()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


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
