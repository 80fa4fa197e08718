"""Finds out what a raw clip really is, without trusting it.

The bytes are parsed in a confined child process (:mod:`vidcommerce.media.confined`); this half
opens the file, starts the child, and turns its answer into facts or into one plain refusal.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
from io import FileIO
from pathlib import Path
from typing import Any, Final

from vidcommerce.documents import DocumentUnreadable, read_json
from vidcommerce.errors import InputRejected
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.confined import OUT_OF_MEMORY, Ended, Limits, ask
from vidcommerce.media.refusals import (
    ClipEmpty,
    ClipMissing,
    ClipUnreadable,
    Fault,
    NoPicture,
    PictureTooLarge,
    ProbeFailed,
)

_CHILD: Final = "vidcommerce.media.probe_child"

_MEMORY: Final = 1 << 30
_SECONDS: Final = 60
_SLOWEST: Final = 20 << 20
"""Bytes a second that the slowest card gives; long files get their time at this rate."""

_CRASHES: Final = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)


def probe(path: Path) -> ClipFacts:
    """Return what is known of the clip at ``path``, from its packets and its decoded frames.

    Reads the file through twice: once for the packets, once for the sha256. Raises ClipMissing,
    ClipEmpty, ClipUnreadable, NoPicture or PictureTooLarge, which are final, and ProbeFailed.
    Facts are no permission: see :func:`vidcommerce.media.refusals.check_usable`.
    """
    clip = called(path)
    with _opened(path, clip) as file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            raise ClipEmpty(clip)
        ended = ask(_CHILD, file, Limits(_MEMORY, _SECONDS + size // _SLOWEST))
        answer = _answer(ended, clip)
        if "refused" in answer:
            raise _refusal(answer, clip)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        return read_json(ClipFacts, json.dumps({"sha256": digest, "bytes": size, **answer}))
    except DocumentUnreadable as wrong:
        raise ProbeFailed(clip, ended.code, str(wrong)) from wrong


def called(path: Path) -> str:
    """Return the file's name as it can be shown to people, whatever characters it holds."""
    return "".join(sign if sign.isprintable() else "?" for sign in path.name)


def _opened(path: Path, clip: str) -> FileIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ClipUnreadable(clip, Fault.NOT_A_FILE)
        return path.open("rb", buffering=0)
    except PermissionError as error:
        raise ClipUnreadable(clip, Fault.FORBIDDEN) from error
    except OSError as error:
        raise ClipMissing(clip) from error


def _answer(ended: Ended, clip: str) -> dict[str, Any]:
    """Return what the child said, or say what became of it; pure."""
    if ended.late or ended.code in (OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL):
        raise ClipUnreadable(clip, Fault.GREEDY)
    if -ended.code in _CRASHES:
        raise ClipUnreadable(clip, Fault.DAMAGED)
    if ended.code != 0:
        raise ProbeFailed(clip, ended.code, ended.log)
    try:
        answer: dict[str, Any] = json.loads(ended.answer)
    except ValueError as error:
        raise ProbeFailed(clip, ended.code, ended.log) from error
    return answer


def _refusal(answer: dict[str, Any], clip: str) -> InputRejected:
    """Return the error for what the child refused; pure."""
    match answer["refused"]:
        case "NO_PICTURE":
            return NoPicture(clip)
        case "TOO_LARGE":
            return PictureTooLarge(clip, answer["width"], answer["height"])
        case fault:
            return ClipUnreadable(clip, Fault[fault])
