"""The check "provenance": what a raw file says of its own origin, by the signers that we trust."""

from __future__ import annotations

from pathlib import Path

from vidcommerce.flags.examining import Examined
from vidcommerce.flags.generated import generated_flags
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.provenance import SOURCE, Provenance, provenance_flags, provenance_of
from vidcommerce.media.manifest import read_manifests


def provenance(path: Path, trusted: Path | None) -> Provenance:
    """Return what the file at ``path`` says of its origin: a clip, a picture or a sound.

    ``trusted`` is a PEM file of the signers that are trusted. Raises what reading it raises.
    """
    return provenance_of(read_manifests(path, trusted))


def origin_flags(clip: Examined) -> tuple[Flag, ...]:
    """Return what a clip's own statement of origin gives, and what speaks for made pictures."""
    said = provenance(clip.path, clip.trusted)
    made = generated_flags(said.ai_label, clip.declared.ai, clip.facts.tags, SOURCE)
    return (*provenance_flags(said), *made)
