"""Settings from the environment, and the page that explains them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from vidcommerce.settings import SecretShort, Settings, SettingWrong, settings

_ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| `(VIDCOMMERCE_[A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
_NAME = re.compile(r"VIDCOMMERCE_[A-Z]+(?:_[A-Z]+)*")


def _read_by_settings() -> set[str]:
    return set(_NAME.findall((_ROOT / "vidcommerce" / "settings.py").read_text("utf-8")))


def _documented() -> dict[str, str]:
    """Return the default that the page states for each variable."""
    page = (_ROOT / "docs" / "settings.md").read_text("utf-8")
    return {name: default for name, default, _ in _ROW.findall(page)}


def test_defaults_work_without_any_variable() -> None:
    """Nothing needs to be set."""
    here = settings({})
    assert Path(here.ffmpeg).is_file()
    assert here.workers >= 1
    assert here.cache.name == "vidcommerce"


def test_every_setting_is_on_the_page_once() -> None:
    """What can be set is documented, and what is documented can be set."""
    assert set(_documented()) == _read_by_settings()
    assert len(_documented()) == len(fields(Settings))


@pytest.mark.parametrize("name", sorted(_documented()))
def test_the_page_states_the_default(name: str) -> None:
    """Where it is a word or a number, the page has the very one."""
    field = name.removeprefix("VIDCOMMERCE_").lower()
    default = _documented()[name]
    if default.startswith("`~"):
        expected = str(Path(default.strip("`")).expanduser())
        assert str(getattr(settings({}), field)) == expected
    elif default.startswith("`"):
        assert str(getattr(settings({}), field)) == default.strip("`")


def test_every_variable_that_is_named_anywhere_is_a_setting() -> None:
    """No code reads one behind the settings' back, and nothing speaks of one that is gone."""
    files = [
        path
        for folder in ("vidcommerce", "api", "workers", "docker", "docs", "benchmarks")
        for path in (_ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".md", ".yaml", ".sh", ".po", ".env", ""}
        and "node_modules" not in path.parts
    ]
    named = {
        (name, str(path.relative_to(_ROOT)))
        for path in [*files, _ROOT / "README.md", _ROOT / "Makefile"]
        for name in _NAME.findall(path.read_text("utf-8"))
    }
    unknown = {(name, path) for name, path in named if name not in _read_by_settings()}
    assert unknown == set()


def test_what_is_secret_is_not_shown() -> None:
    """Settings may end up in a log or a traceback."""
    given = {"VIDCOMMERCE_SECRET": "hush" * 8, "VIDCOMMERCE_METRICS_TOKEN": "quiet"}
    shown = repr(settings(given))
    assert "hush" not in shown
    assert "quiet" not in shown


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    """Said are its length and how to make a better one, never the secret; bytes count."""
    with pytest.raises(SecretShort) as refused:
        settings({"VIDCOMMERCE_SECRET": "hush" * 7 + "hus"})
    assert "VIDCOMMERCE_SECRET is 31 bytes long; it must be 32" in str(refused.value)
    assert "hush" not in str(refused.value)
    for long_enough in ("x" * 32, "密" * 11):
        assert settings({"VIDCOMMERCE_SECRET": long_enough}).secret == long_enough


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_of_workers_is_named(value: str) -> None:
    """The sentence says which variable, and what it holds."""
    with pytest.raises(SettingWrong, match=f"VIDCOMMERCE_WORKERS is set to “{value}”"):
        settings({"VIDCOMMERCE_WORKERS": value})
