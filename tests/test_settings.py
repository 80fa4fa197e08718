"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcommerce.settings import SettingWrong, settings


def test_defaults_work_without_any_variable() -> None:
    """Nothing needs to be set."""
    here = settings({})
    assert Path(here.ffmpeg).is_file()
    assert here.workers >= 1
    assert here.cache.name == "vidcommerce"


def test_every_setting_is_in_the_readme() -> None:
    """What can be set is documented, and what is documented can be set."""
    root = Path(__file__).parents[1]
    code = (root / "vidcommerce" / "settings.py").read_text()
    readme = (root / "README.md").read_text()
    names = {word for word in code.replace('"', " ").split() if word.startswith("VIDCOMMERCE_")}
    names = {name.rstrip("),*`") for name in names if not name.startswith("VIDCOMMERCE_*")}
    assert names == {"VIDCOMMERCE_FFMPEG", "VIDCOMMERCE_MODEL", "VIDCOMMERCE_CACHE",
                     "VIDCOMMERCE_WORKERS"}  # fmt: skip
    assert all(f"`{name}`" in readme for name in names)


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_of_workers_is_named(value: str) -> None:
    """The sentence says which variable, and what it holds."""
    with pytest.raises(SettingWrong, match=f"VIDCOMMERCE_WORKERS is set to “{value}”"):
        settings({"VIDCOMMERCE_WORKERS": value})
