"""Who says that a computer made pictures or voices, and the label that follows."""

from __future__ import annotations

import pytest

from vidcommerce.flags.aigc import AiLabel, Tier
from vidcommerce.flags.generated import DECLARED, generated_flags, label
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.policy import Stand, Weighed


@pytest.mark.parametrize(
    ("said", "declared", "tags", "kind"),
    [
        (AiLabel(Tier.IS, "AIGC"), "", (), Kind.AI_IS),
        (AiLabel(Tier.POSSIBLY, "AIGC"), DECLARED, (), Kind.AI_POSSIBLY),
        (AiLabel(Tier.SUSPECTED, "AIGC"), "", (), Kind.AI_SUSPECTED),
        (None, DECLARED, (("encoder", "Kling 2.1"),), Kind.AI_POSSIBLY),
        (None, "", (("com.apple.quicktime.software", "Kling 2.1"),), Kind.AI_SUSPECTED),
        (None, "", (("comment", "made in ComfyUI"),), Kind.AI_SUSPECTED),
    ],
)
def test_the_strongest_sign_is_told_alone(
    said: AiLabel | None, declared: str, tags: tuple[tuple[str, str], ...], kind: Kind
) -> None:
    """The file's word over its sender's over traces."""
    (flag,) = generated_flags(said, declared, tags, "a check")
    assert flag.kind is kind
    asks = flag.severity is Severity.QUESTION
    assert asks == (kind is Kind.AI_SUSPECTED)


@pytest.mark.parametrize(
    "tags",
    [(), (("encoder", "Lavf60.16.100"),), (("make", "Sora"),), (("comment", "pikachu videoland"),)],
)
def test_where_nobody_says_so_nothing_is_said(tags: tuple[tuple[str, str], ...]) -> None:
    """A camera of that name, or a word that only holds it, is no trace."""
    assert generated_flags(None, "", tags, "a check") == ()


def _weighed(kind: Kind, stand: Stand = Stand.OPEN) -> Weighed:
    return Weighed(Flag(kind, Severity.NOTE, "a check"), stand, 1)


def test_the_label_names_the_strongest_and_is_dropped_with_the_flag() -> None:
    """In the video's language, with the words that the Chinese rule asks for."""
    both = [_weighed(Kind.AI_SUSPECTED), _weighed(Kind.AI_IS)]
    assert label(both, "zh") == "内容由AI生成"
    assert label(both[:1], "zh-CN") == "内容疑似由AI生成"
    assert label(both[:1], "en") == "Suspected to be made with AI"
    assert label([_weighed(Kind.AI_SUSPECTED, Stand.PUT_ASIDE)], "zh") == ""
    assert label([_weighed(Kind.AI_IS, Stand.UPHELD)], "en") == "Made with AI"
    assert label([_weighed(Kind.NO_SOUND)], "en") == ""
