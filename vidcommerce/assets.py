"""Where the fonts, the music and the sample clip are: in the wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def assets_folder() -> Path:
    """Return the folder with ``fonts``, ``music`` and ``sample`` in it."""
    packaged = _PACKAGE / "_assets"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "assets"
