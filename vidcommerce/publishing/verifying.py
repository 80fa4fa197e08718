"""Checks a published file without us: its signature, what it says of itself, what was confirmed.

A published MP4 says in its own statement which plan made it of which clips (see
:mod:`vidcommerce.publishing.statement`). ``attestation.json`` beside its page says what people at
the station confirmed of such a clip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vidcommerce.errors import InputRejected
from vidcommerce.flags.attestation import FILE, Checked, check_file
from vidcommerce.flags.provenance import Provenance, State, provenance_of
from vidcommerce.language import N_
from vidcommerce.media.manifest import read_manifests
from vidcommerce.media.sealed import first_box, padding_is_empty
from vidcommerce.publishing.statement import EDIT, FIRST_BOX


@dataclass(eq=False)
class VideoUnsigned(InputRejected):
    """A video without any signature, so that nothing vouches for it."""

    video: str
    sentence = N_("{video} is not signed, so nobody can tell whether it was changed.")


@dataclass(eq=False)
class VideoChanged(InputRejected):
    """A video that is not as it was signed."""

    video: str
    sentence = N_("{video} was changed after it was signed, or its signature is broken.")


@dataclass(eq=False)
class AttestationBroken(InputRejected):
    """A file of attestations with a wrong signature in it, or about another clip."""

    file: str
    sentence = N_("{file} does not belong to this video, or a signature in it is wrong.")


_GOOD: Final = frozenset({State.TRUSTED, State.VALID})


@dataclass(frozen=True, slots=True)
class Attested:
    """What a file of attestations says of a video: ``about`` tells that it is of its clip."""

    file: Path
    about: bool
    attestations: tuple[Checked, ...]

    @property
    def good(self) -> bool:
        """Tell whether all signatures are right, and about the video's own clip."""
        return self.about and all(one.statement is not None for one in self.attestations)


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking a file; ``edit`` is what our own statement says of it, or empty.

    ``sealed`` tells that what the signature leaves out is as it was too.
    """

    provenance: Provenance
    sealed: bool
    edit: Mapping[str, Any]
    attested: Attested | None

    @property
    def signed(self) -> bool:
        """Tell whether there is a signature at all, good or broken."""
        return self.provenance.state is not State.NONE

    @property
    def unchanged(self) -> bool:
        """Tell whether the file is as it was signed."""
        return self.provenance.state in _GOOD and self.sealed


def verify(video: Path, anchors: Path | None, attestation: Path | None = None) -> Verified:
    """Check the file at ``video``; ``anchors`` is a PEM file of trusted signers.

    Without an ``attestation`` the one beside the file, or beside its page, is taken. Raises what
    :func:`vidcommerce.media.manifest.read_manifests` raises; OSError or DocumentUnreadable for an
    attestation that can't be read.
    """
    answer = read_manifests(video, anchors)
    seen, edit = provenance_of(answer), _edit(answer)
    sealed = not edit or (edit.get(FIRST_BOX) == first_box(video) and padding_is_empty(video))
    beside = attestation or _beside(video)
    attested = None if beside is None else _attested(beside, edit)
    return Verified(seen, sealed, edit, attested)


def _beside(video: Path) -> Path | None:
    """Return the file of attestations of a page whose video this is, where there is one."""
    folder = video.absolute().parent
    return next((f for f in (folder / FILE, folder.parent / FILE) if f.is_file()), None)


def _edit(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    store = answer.get("store", {})
    manifest = store.get("manifests", {}).get(store.get("active_manifest"), {})
    for assertion in manifest.get("assertions", []):
        if assertion.get("label") == EDIT and isinstance(assertion.get("data"), Mapping):
            edit: Mapping[str, Any] = assertion["data"]
            return edit
    return {}


def _attested(file: Path, edit: Mapping[str, Any]) -> Attested:
    held, checked = check_file(file.read_bytes())
    clips = edit.get("clips")
    return Attested(file, isinstance(clips, list) and held.clip in clips, tuple(checked))
