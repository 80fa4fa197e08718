"""A product and a clip on disk, as a person brings them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from vidcommerce.media.ffmpeg import Ffmpeg

_PRODUCT = """\
name = "Navel oranges"
price = "39.80"
currency = "CNY"
unit = "5 kg box"
origin = "Ganzhou"
image = "oranges.png"
cart_url = "https://shop.example/cart/oranges"
seller = "Hillside Orchard"
"""


@dataclass(frozen=True)
class Commission:
    """What is on disk: a clip of three seconds with a tone in it, and a product."""

    folder: Path
    clip: Path
    product: Path

    def arguments(self, *more: str, clip: Path | None = None) -> list[str]:
        """Return the arguments of a plain ``make`` into ``out``, without model or network."""
        return [
            "make", *more, "--product", str(self.product), "--out", str(self.folder / "out"),
            "--model", "none", "--", str(clip or self.clip),
        ]  # fmt: skip


@pytest.fixture
def commission(tmp_path: Path, ffmpeg: Ffmpeg) -> Commission:
    """A folder with a commission in it."""
    (tmp_path / "product.toml").write_text(_PRODUCT, encoding="utf-8")
    Image.new("RGB", (200, 200), "orange").save(tmp_path / "oranges.png")
    ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=s=360x640:r=30:d=3", "-f", "lavfi", "-i", "sine=d=3",
         "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-c:a", "aac",
         "-movflags", "use_metadata_tags",
         "-metadata", "location=+25.85+114.93/", "-metadata", "model=Phone 3000", "clip.mp4"],
        job="computing", folder=tmp_path,
    )  # fmt: skip
    return Commission(tmp_path, tmp_path / "clip.mp4", tmp_path / "product.toml")
