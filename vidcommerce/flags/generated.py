"""Pictures and voices that a computer made: who says so, and the label that shoppers see. Pure.

China's Measures for Labelling AI-generated synthetic content (in force since 1 September 2025),
article 6, know three tiers: the file's own metadata says so (it is); whoever sent it says so
(possibly); traces speak for it (suspected). Where nothing says so, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from vidcommerce.flags.aigc import AiLabel, Tier
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.policy import Stand, Weighed
from vidcommerce.language import N_, words

DECLARED: Final = "yes"
"""What an upload's sender says of a clip in which a computer made pictures or voices."""

_SENDER: Final = "sender"

_KINDS: Final[Mapping[Tier, Kind]] = {
    Tier.IS: Kind.AI_IS,
    Tier.POSSIBLY: Kind.AI_POSSIBLY,
    Tier.SUSPECTED: Kind.AI_SUSPECTED,
}

_LABELS: Final[Mapping[Kind, str]] = {
    Kind.AI_IS: N_("Made with AI"),
    Kind.AI_POSSIBLY: N_("May be made with AI"),
    Kind.AI_SUSPECTED: N_("Suspected to be made with AI"),
}
"""The strongest first. The standard asks for a word for AI and one for making (GB 45438, 4.1)."""

LABELLED: Final = frozenset(_LABELS)
"""What a video bears a label for."""

_PROGRAMS: Final = (
    "kling", "jimeng", "dreamina", "seedance", "hailuo", "minimax", "vidu", "wanx", "hunyuan",
    "cogvideo", "sora", "veo", "runway", "pika", "luma", "stable diffusion", "comfyui",
    "midjourney", "heygen", "synthesia", "d-id", "deepfacelab", "roop", "facefusion", "animatediff",
)  # fmt: skip
"""Programs that make or change pictures by models, by the names that they leave in files."""

_PROGRAM: Final = re.compile(rf"\b({'|'.join(map(re.escape, _PROGRAMS))})\b", re.IGNORECASE)

_WRITERS: Final = frozenset(
    {"encoder", "software", "writing_application", "comment", "tool", "description", "title"}
)


def generated_flags(
    said: AiLabel | None, declared: str, tags: Iterable[tuple[str, str]], source: str
) -> tuple[Flag, ...]:
    """Return what speaks for pictures or voices that a computer made: the strongest sign alone.

    ``said`` is the file's own label, ``declared`` what its sender said, ``tags`` its metadata.
    """
    if said is not None:
        severity = Severity.QUESTION if said.tier is Tier.SUSPECTED else Severity.NOTE
        return (Flag(_KINDS[said.tier], severity, source, {"by": said.by}),)
    if declared == DECLARED:
        return (Flag(Kind.AI_POSSIBLY, Severity.NOTE, source, {"by": _SENDER}),)
    for key, value in tags:
        found = _PROGRAM.search(value) if _last(key) in _WRITERS else None
        if found is not None:
            by = {"by": found.group(1).lower()}
            return (Flag(Kind.AI_SUSPECTED, Severity.QUESTION, source, by),)
    return ()


def _last(key: str) -> str:
    return key.lower().rpartition(".")[2]


def label(found: Iterable[Weighed], language: str) -> str:
    """Return the words that the video of these flags is labelled with, empty where none is needed.

    A flag that a person put aside asks for no label any more.
    """
    kinds = {one.flag.kind for one in found if one.stand is not Stand.PUT_ASIDE}
    for kind, sentence in _LABELS.items():
        if kind in kinds:
            return words(language).say(sentence)
    return ""
