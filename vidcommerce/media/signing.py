"""Signs finished videos, with what they were made of: the last thing that is done to their bytes.

The raw clips are parsed once more for it, so the work is done in a confined child process
(:mod:`vidcommerce.media.confined`). The key never gets there: the child asks over a wire for each
signature, and so it may as well lie in a key service. Playlists (HLS) are not signed: C2PA's
library for Python signs single files.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any, Final, Protocol

from vidcommerce.errors import VidcommerceError, WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.confined import Limits, ask

_CHILD: Final = "vidcommerce.media.signing_child"
_MEMORY: Final = 2 << 30
_SECONDS: Final = 120
_SLOWEST: Final = 20 << 20
_ROOM: Final = 64 << 20
"""Bytes that statements may add to a file; real ones add some ten thousand."""


class Wire(Protocol):
    """What parent and child talk over: a socket, as a file."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where the other side is gone."""
        ...

    def write(self, data: bytes, /) -> int:
        """Send bytes."""
        ...

    def flush(self) -> None:
        """Send them now."""
        ...


@dataclass(eq=False)
class SigningFailed(WorkFailed):
    """A video could not be signed; ``why`` is for the log and not for people."""

    why: str
    sentence = N_("The video could not be signed.")


@dataclass(frozen=True, slots=True)
class Signer:
    """With whose certificate is signed, and how.

    ``certificates`` is PEM, the signer's own first. ``algorithm`` is C2PA's name of it ("ES256").
    ``sign`` returns the signature of bytes as COSE (RFC 9053) wants it; it raises SigningFailed.
    ``name`` is whom the certificate names; ``self_made`` that nobody vouches for it.
    """

    certificates: str
    algorithm: str
    name: str
    self_made: bool
    sign: Callable[[bytes], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A raw clip that a video was made of; ``label`` is what the statement's actions call it.

    ``path`` is None where its file is not there any more: then it is only named.
    """

    label: str
    path: Path | None
    relationship: str


@dataclass(frozen=True, slots=True)
class Video:
    """A finished file, what it says of itself (C2PA's manifest definition), where it is to go."""

    path: Path
    statement: Mapping[str, Any]
    signed: Path


def sign_videos(videos: Sequence[Video], parts: Sequence[Part], signer: Signer) -> None:
    """Write every video with a statement of its origin; all were made of the same ``parts``.

    What the parts bring along of their own statements stays, but for what
    :func:`vidcommerce.media.manifest_rules.redacted` names; one that would still name a place is
    left out. Raises SigningFailed.
    """
    with ExitStack() as opened:
        clips = {
            part.label: opened.enter_context(part.path.open("rb", buffering=0))
            for part in parts
            if part.path is not None
        }
        files = [opened.enter_context(video.path.open("rb", buffering=0)) for video in videos]
        targets = [opened.enter_context(video.signed.open("w+b", buffering=0)) for video in videos]
        order = {
            "certificates": signer.certificates,
            "algorithm": signer.algorithm,
            "parts": [
                {
                    "label": part.label,
                    "relationship": part.relationship,
                    "file": clips[part.label].fileno() if part.label in clips else None,
                }
                for part in parts
            ],
            "videos": [
                {"statement": video.statement, "file": file.fileno(), "target": target.fileno()}
                for video, file, target in zip(videos, files, targets, strict=True)
            ],
        }
        sizes = [os.fstat(file.fileno()).st_size for file in (*clips.values(), *files)]
        limits = Limits(_MEMORY, _SECONDS + sum(sizes) // _SLOWEST, max(sizes) + _ROOM)
        _run([*files, *targets, *clips.values()], order, signer, limits)


def _run(files: Sequence[FileIO], order: Mapping[str, Any], signer: Signer, limits: Limits) -> None:
    ours, theirs = socket.socketpair()
    answering = _Answering(ours, order, signer)
    with theirs:
        answering.start()
        wire = theirs.fileno()
        handed = [wire, *(file.fileno() for file in files)]
        ended = ask(_CHILD, files[0], limits, [str(wire)], handed)
    answering.join()
    if answering.failed is not None:
        raise answering.failed
    if ended.code != 0 or ended.late:
        raise SigningFailed(f"code {ended.code}: {ended.log}")


class _Answering(threading.Thread):
    """Gives the child its order, and signs what it asks to have signed, until it is gone."""

    def __init__(self, ours: socket.socket, order: Mapping[str, Any], signer: Signer) -> None:
        super().__init__(daemon=True)
        self.failed: VidcommerceError | None = None
        self._ours, self._order, self._signer = ours, order, signer

    def run(self) -> None:
        with self._ours, self._ours.makefile("rwb") as wire:
            try:
                send(wire, json.dumps(self._order).encode())
                while asked := receive(wire):
                    send(wire, self._signer.sign(asked))
            except VidcommerceError as failed:
                self.failed = failed
            except OSError:
                return  # the child is gone; its exit code says why


_LENGTH: Final = struct.Struct(">I")


def send(wire: Wire, words: bytes) -> None:
    """Send one message over the wire between parent and child."""
    wire.write(_LENGTH.pack(len(words)) + words)
    wire.flush()


def receive(wire: Wire) -> bytes:
    """Return the next message of the wire, none where the other side is gone."""
    head = wire.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    return wire.read(*_LENGTH.unpack(head))
