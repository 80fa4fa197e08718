"""What Vite built, found by the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.built import Built, built

_STATIC = Path(__file__).parents[2] / "api" / "static"


def _folder(tmp_path: Path, **chunks: dict[str, Any]) -> Path:
    folder = tmp_path / "studio"
    folder.mkdir()
    named = {f"src/{name}.ts": chunk for name, chunk in chunks.items()}
    (folder / "manifest.json").write_text(json.dumps(named), encoding="utf-8")
    return folder


def test_a_page_does_without_where_nothing_was_built(tmp_path: Path) -> None:
    """No manifest, no scripts, no error."""
    assert built("src/studio.ts", tmp_path) == Built((), ())


def test_styles_of_what_is_imported_come_first(tmp_path: Path) -> None:
    """The script is the entry alone: the browser follows its imports. Each style is named once."""
    folder = _folder(
        tmp_path,
        studio={"file": "studio.js", "imports": ["src/player.ts"], "css": ["studio.css", "a.css"]},
        player={"file": "player.js", "imports": ["src/studio.ts"], "css": ["a.css"]},
    )
    made = built("src/player.ts", folder)
    assert made == Built(("studio/player.js",), ("studio/studio.css", "studio/a.css"))


def test_what_is_named_is_there() -> None:
    """On a machine that has built the studio."""
    made = built("src/studio.ts")
    assert all((_STATIC / name).is_file() for name in (*made.scripts, *made.styles))
