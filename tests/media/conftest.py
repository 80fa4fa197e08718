"""Computed clips, each made once a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest

from tests.media.recipes import Made


class Clips(Protocol):
    """Makes a clip of :mod:`tests.media.clips`, or gives the one that was made before."""

    def __call__(self, maker: Callable[..., Made], /, *arguments: object) -> Made:
        """Return what is true of ``maker(path, *arguments)``; do not write to its path."""
        ...


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    """``clip(clips.turned, 90)``: a computed clip, the same file for the whole session."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[str, Made] = {}

    def computed(maker: Callable[..., Made], /, *arguments: object) -> Made:
        name = "-".join(str(part) for part in (maker.__name__, *arguments))
        if name not in made:
            made[name] = maker(folder / f"{name}.mp4", *arguments)
        return made[name]

    return computed
