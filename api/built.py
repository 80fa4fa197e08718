"""What Vite has built of api/web, and which files of it a page needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent / "static" / "studio"


@dataclass(frozen=True, slots=True)
class Built:
    """Names for ``static()`` of a page: modules to load, in order, and styles.

    Both are empty where nothing was built (no Node.js, no npm): the page must do without.
    """

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def built(entry: str, folder: Path = _FOLDER) -> Built:
    """Return what a page needs of ``entry``, such as "src/studio.ts".

    ``folder`` is a part of api/static with Vite's manifest:
    https://vite.dev/guide/backend-integration
    """
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return Built()
    chunks: Mapping[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    needed = _with_imports(entry, chunks, set())
    styles = dict.fromkeys(style for name in needed for style in chunks[name].get("css", ()))
    script = chunks[entry]["file"]
    return Built((f"{folder.name}/{script}",), tuple(f"{folder.name}/{style}" for style in styles))


def _with_imports(name: str, chunks: Mapping[str, Any], seen: set[str]) -> list[str]:
    """Return a chunk after what it imports, as styles want it; imports may circle."""
    if name in seen:
        return []
    seen.add(name)
    imports = chunks[name].get("imports", ())
    return [*(found for other in imports for found in _with_imports(other, chunks, seen)), name]
