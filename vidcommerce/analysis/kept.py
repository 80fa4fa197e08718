"""Reads what was stated about a clip before."""

from __future__ import annotations

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.documents import read_json
from vidcommerce.storage import BlobStore


def kept_analysis(store: BlobStore, blob: str) -> ClipAnalysis:
    """Read the blob of an analysis. Raises BlobMissing and what else the store does."""
    with store.local(blob) as file:
        return read_json(ClipAnalysis, file.read_bytes())
