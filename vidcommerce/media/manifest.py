"""Reads what a file says of its own origin: C2PA's statement, and China's label of generated media.

It is read from the raw file: any program that writes it anew leaves the statement out. The bytes
are parsed in a confined child process (:mod:`vidcommerce.media.confined`).
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any, Final

from vidcommerce.media.confined import OUT_OF_MEMORY, Limits, ask
from vidcommerce.media.probe import called
from vidcommerce.media.refusals import ClipMissing, ClipUnreadable, Fault, ProbeFailed

_CHILD: Final = "vidcommerce.media.manifest_child"
_MEMORY: Final = 1 << 30
_SECONDS: Final = 60
_SLOWEST: Final = 20 << 20
"""Bytes a second that the slowest card gives: a statement covers all of a file."""

UNREADABLE: Final = "unreadable"
"""What ``broken`` is where our reader had to be ended: the file is made to harm it."""


def read_manifests(path: Path, anchors: Path | None = None) -> dict[str, Any]:
    """Return what the file at ``path`` says of its origin, as C2PA's library reports it.

    ``aigc`` is the text of the label, or empty. ``state`` ("Trusted", "Valid" or "Invalid") and
    ``store`` (its JSON report) are there where a statement is; ``broken`` says what is wrong where
    none can be read of one that is there; ``remote`` is the address at which the file says that
    its statement lies. ``anchors`` is a PEM file of the certificates of trusted signers.

    Raises ClipMissing, ClipUnreadable where it is no file that may be read, and ProbeFailed.
    """
    clip = called(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ClipUnreadable(clip, Fault.NOT_A_FILE)
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            limits = Limits(_MEMORY, _SECONDS + size // _SLOWEST)
            words = [str(anchors.absolute()) if anchors else ""]
            ended = ask(_CHILD, file, limits, words)
    except PermissionError as error:
        raise ClipUnreadable(clip, Fault.FORBIDDEN) from error
    except OSError as error:
        raise ClipMissing(clip) from error
    if ended.late or ended.code == OUT_OF_MEMORY or ended.code < 0:
        return {"aigc": "", "broken": UNREADABLE}
    if ended.code != 0:
        raise ProbeFailed(clip, ended.code, ended.log)
    answer: dict[str, Any] = json.loads(ended.answer)
    return answer
