"""What long work tells while it goes on. Whoever asked decides how to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from vidcommerce.language import N_


class Stage(StrEnum):
    """The stages of a clip, in their order."""

    PROBE = "probe"
    FETCH = "fetch"
    ANALYSE = "analyse"
    DRAFT = "draft"
    RENDER = "render"
    PACKAGE = "package"


STAGE_WORDS = {
    Stage.PROBE: N_("Checking"),
    Stage.FETCH: N_("Fetching the speech model"),
    Stage.ANALYSE: N_("Listening and looking"),
    Stage.DRAFT: N_("Choosing the cuts"),
    Stage.RENDER: N_("Making the video"),
    Stage.PACKAGE: N_("Putting the page together"),
}
"""What a person reads while a stage goes on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units of a stage; ``subject`` is the clip, or empty."""

    stage: Stage
    done: int
    total: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that stops nothing: a sentence and the fields that fill it."""

    sentence: str
    facts: tuple[tuple[str, object], ...] = ()


Report: TypeAlias = Callable[[Progress | Notice], None]
