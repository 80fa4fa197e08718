"""Bad input: one plain sentence, an exit code of its own, nothing half-made, never a traceback."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Commission
from vidcommerce.cli import main
from vidcommerce.cli.exits import CODES

pytestmark = pytest.mark.slow


def _write(name: str, data: bytes) -> Callable[[Commission], list[str]]:
    def arguments(commission: Commission) -> list[str]:
        (commission.folder / name).write_bytes(data)
        return commission.arguments(clip=commission.folder / name)

    return arguments


def _edited_product(old: str, new: str) -> Callable[[Commission], list[str]]:
    def arguments(commission: Commission) -> list[str]:
        commission.product.write_text(commission.product.read_text().replace(old, new))
        return commission.arguments()

    return arguments


def _without_image(commission: Commission) -> list[str]:
    (commission.folder / "oranges.png").unlink()
    return commission.arguments()


def _file_as_target(commission: Commission) -> list[str]:
    (commission.folder / "out").write_text("mine")
    return commission.arguments()


def _bad_plan(commission: Commission) -> list[str]:
    (commission.folder / "plan.json").write_text('{"version": 1}')
    return commission.arguments("--plan", str(commission.folder / "plan.json"))


def _music_that_is_text(commission: Commission) -> list[str]:
    return commission.arguments("--music", str(commission.product))


_PLAYLIST = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"

_CASES: dict[str, tuple[Callable[[Commission], list[str]], str]] = {
    "no such clip": (
        lambda commission: commission.arguments(clip=commission.folder / "nope.mp4"),
        "ClipMissing",
    ),
    "zero bytes": (_write("zero.mp4", b""), "ClipEmpty"),
    "text": (_write("text.mp4", b"this is no video\n" * 50), "ClipUnreadable"),
    "playlist": (_write("list.avi", _PLAYLIST), "ClipUnreadable"),
    "bad price": (_edited_product("39.80", "cheap"), "ProductKeyWrong"),
    "no price": (_edited_product("price", "prize"), "ProductKeyUnknown"),
    "no TOML": (_edited_product("name =", "name"), "ProductUnreadable"),
    "no product": (
        lambda commission: [a.replace("product.toml", "nope.toml") for a in commission.arguments()],
        "ProductMissing",
    ),
    "no image": (_without_image, "ImageMissing"),
    "target is a file": (_file_as_target, "FolderUnusable"),
    "bad plan": (_bad_plan, "DocumentUnreadable"),
    "no plan": (lambda commission: commission.arguments("--plan", "nope.json"), "FileMissing"),
    "no script": (lambda commission: commission.arguments("--script", "nope.txt"), "FileMissing"),
    "music is text": (_music_that_is_text, "MusicUnreadable"),
    "no glyphs": (_edited_product("Navel oranges", "Oranges \\U0001f34a"), "GlyphsMissing"),
}


@pytest.mark.parametrize("case", _CASES)
def test_bad_input_gets_one_sentence_and_its_own_code(
    case: str,
    commission: Commission,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last line says what is wrong, and no finished file appears."""
    monkeypatch.setenv("LANG", "en")
    arguments, error = _CASES[case]
    code = main(arguments(commission))
    said = capsys.readouterr().err.strip().splitlines()
    assert code == CODES[error]
    assert "Traceback" not in "".join(said)
    assert len(said[-1]) > len("It failed.")
    target = commission.folder / "out"
    made = [] if target.is_file() else [p.name for p in target.glob("*") if p.name != ".work"]
    assert made == []


def test_refusals_are_said_in_chinese_too(
    commission: Commission, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal's language is the sentence's language."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(commission.arguments(clip=commission.folder / "没有.mp4")) == CODES["ClipMissing"]
    assert any(
        "一" <= character <= "鿿" for character in capsys.readouterr().err.replace("没有", "")
    )


def test_a_clip_whose_name_starts_with_a_dash_is_a_clip(commission: Commission) -> None:
    """It is never taken for an option of anything."""
    dashed = commission.folder / "-i.mp4"
    commission.clip.rename(dashed)
    assert main(commission.arguments(clip=dashed)) == 0
    os.chdir(commission.folder)
    assert main(commission.arguments(clip=Path("-i.mp4"))) == 0


def test_every_hostile_file_is_refused_or_made_in_bounded_time(
    commission: Commission, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the file, inspect ends with facts or one sentence."""
    for file in sorted((shared / "hostile").iterdir()):
        code = main(["inspect", "--", str(file)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert code == 0 or (code in CODES.values() and said.err.strip().count("\n") == 0)
    assert commission.clip.exists()


def test_a_full_disk_is_said_and_loses_nothing(commission: Commission) -> None:
    """On a disk of 3 MB the run says that it is full; the finished video of before stays."""
    disk = commission.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True,
        check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted as root")
    try:
        (disk / "video.mp4").write_bytes(b"of before")
        arguments = [
            a.replace(str(commission.folder / "out"), str(disk)) for a in commission.arguments()
        ]
        assert main(arguments) == CODES["DiskFull"]
        assert (disk / "video.mp4").read_bytes() == b"of before"
        assert not (disk / "index.html").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
