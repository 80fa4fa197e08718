"""Where the assets are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcommerce import assets


def test_a_checkout_has_its_assets_beside_the_package() -> None:
    """Without a wheel, the folder of the repository is used."""
    folder = assets.assets_folder()
    assert folder == Path(__file__).parents[1] / "assets"
    assert (folder / "fonts").is_dir()


def test_a_wheel_brings_its_assets_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the package holds assets itself, they are used."""
    (tmp_path / "_assets").mkdir()
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path)
    assert assets.assets_folder() == tmp_path / "_assets"
