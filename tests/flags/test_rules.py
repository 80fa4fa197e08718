"""The files of rules, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.rules import OURS, Policies, PolicyWrong


def _file(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_ours_hold_where_nobody_says_anything() -> None:
    """They name kinds that there are, for every country."""
    assert OURS.of("", "a station").many >= 1
    assert OURS.of("CN", "a station") == Policies(region="cn").of("", "another")


def test_the_nearest_that_is_said_counts(tmp_path: Path) -> None:
    """A station's over a country's over all; what it doesn't name stays."""
    own = _file(
        tmp_path,
        """
[default]
many = 5
[region.CN]
many = 4
label = ["no_sound"]
[station.abc]
many = 3
""",
    )
    laid = Policies(own, "GB")
    assert laid.of("", "else").many == 5
    assert laid.of("CN", "else").many == 4
    assert laid.of("CN", "abc").many == 3
    assert laid.of("CN", "abc").label == {Kind.NO_SOUND}
    assert laid.of("", "abc").label == OURS.of("", "abc").label


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[default]\nmany = 0", "default.many"),
        ("[default]\nmany = true", "default.many"),
        ('[default]\nlabel = "no_sound"', "default.label"),
        ('[region.CN]\nlabel = ["nothing"]', "region.CN.label"),
        ("[station.x]\nlabels = []", "station.x.labels"),
        ("[regions]\n", "regions"),
        ("many 3", "-"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    """Nothing of a file with a mistake is taken."""
    with pytest.raises(PolicyWrong) as wrong:
        Policies(_file(tmp_path, text)).of("CN", "x")
    assert wrong.value.place == place
