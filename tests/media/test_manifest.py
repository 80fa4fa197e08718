"""Statements of origin, read by the confined child: real samples, and files made to mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.manifest import read_manifests
from vidcommerce.media.manifest_rules import names_place, redacted
from vidcommerce.media.refusals import ClipMissing

pytestmark = pytest.mark.slow

_LABEL = '{"Label":"1","ContentProducer":"A","ProduceID":"7"}'


@pytest.mark.parametrize(
    ("name", "state", "author"),
    [
        ("C.jpg", "Valid", "C2PA Signer"),
        ("E-sig-CA.jpg", "Invalid", "C2PA Signer"),
        ("sample1_signed.wav", "Valid", "C2PA Signer"),
        ("video1.mp4", "Valid", "C2PA Signer"),
    ],
)
def test_real_samples(shared: Path, name: str, state: str, author: str) -> None:
    """Pictures, sounds and videos say who signed them, and whether they were changed since."""
    answer = read_manifests(shared / "c2pa" / name)
    store = answer["store"]
    assert answer["state"] == state
    assert store["manifests"][store["active_manifest"]]["signature_info"]["common_name"] == author


def test_nothing_is_fetched(shared: Path) -> None:
    """A file that says where its statement lies is believed in nothing but that."""
    answer = read_manifests(shared / "c2pa" / "cloud.jpg")
    assert answer["remote"].startswith("https://")
    assert "store" not in answer


def test_a_changed_byte_is_found(shared: Path, tmp_path: Path) -> None:
    """One bit of the last frame is enough; one in the statement does not make it go away."""
    clip = (shared / "c2pa" / "video1.mp4").read_bytes()
    changed = tmp_path / "clip.mp4"
    changed.write_bytes(clip[:-9] + bytes([clip[-9] ^ 1]) + clip[-8:])
    assert read_manifests(changed)["state"] == "Invalid"
    claim = clip.index(b"c2cl")
    changed.write_bytes(clip[:claim] + b"xxxx" + clip[claim + 4 :])
    assert read_manifests(changed).keys() & {"broken", "state"}


def test_a_file_without_any(shared: Path) -> None:
    """Nothing is said of it."""
    assert read_manifests(shared / "c2pa" / "A.jpg") == {"aigc": ""}
    with pytest.raises(ClipMissing):
        read_manifests(shared / "c2pa" / "nothing.mp4")


def test_the_label_of_generated_media(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    """It stands in an MP4's own tags, and in a picture's XMP."""
    ffmpeg.run(
        ["-f", "lavfi", "-i", "color=s=64x64:d=1", "-c:v", "libx264", "-metadata",
         f"AIGC={_LABEL}", "-movflags", "use_metadata_tags", "clip.mp4"],
        job="computing", folder=tmp_path,
    )  # fmt: skip
    assert read_manifests(tmp_path / "clip.mp4")["aigc"] == _LABEL
    xmp = f'<rdf:Description TC260:AIGC="{_LABEL.replace(chr(34), "&quot;")}"/>'
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe1" + xmp.encode())
    assert read_manifests(tmp_path / "picture.jpg")["aigc"] == _LABEL


def test_what_is_not_passed_on() -> None:
    """Lineage stays; the rest goes; a place that can't be cut out is told."""
    manifest = {
        "assertion_store": {
            "c2pa.actions.v2": {"actions": [{"action": "c2pa.created"}]},
            "c2pa.hash.bmff.v3": {},
            "c2pa.thumbnail.claim.jpeg": {},
            "stds.exif": {"EXIF:GPSLatitude": "25,51N"},
        }
    }
    store = {"manifests": {"a": manifest}}
    assert [address.rpartition("/")[2] for address in redacted(store)] == [
        "c2pa.thumbnail.claim.jpeg",
        "stds.exif",
    ]
    assert not names_place(store)
    actions = {"actions": [{"parameters": {"gpsPosition": "…"}}]}
    assert names_place({"manifests": {"a": {"assertion_store": {"c2pa.actions.v2": actions}}}})
