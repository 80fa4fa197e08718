"""Hostile and broken files: one plain error, nothing else opened, nothing left running."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.media import clips, traps
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.errors import InputRejected
from vidcommerce.media import probe as probing
from vidcommerce.media.confined import OUT_OF_MEMORY, Ended
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import (
    ClipEmpty,
    ClipMissing,
    ClipUnreadable,
    Fault,
    NoPicture,
    PictureTooLarge,
    ProbeFailed,
)

pytestmark = pytest.mark.slow

_NAMES = ["clip.mp4", "clip.avi", "clip.mkv", "clip.ts", "clip.m3u8"]


def _fault(path: Path) -> str:
    with pytest.raises(ClipUnreadable) as refused:
        probe(path)
    assert refused.value.clip == path.name
    return refused.value.fault


@pytest.mark.parametrize("name", _NAMES)
def test_a_playlist_reaches_no_network(name: str, tmp_path: Path) -> None:
    """A playlist under any name is text and no video, and the server that it names sees nobody."""
    with traps.listener() as (port, seen):
        path = tmp_path / name
        path.write_bytes(traps.playlist(f"http://127.0.0.1:{port}/a.ts"))
        assert _fault(path) == Fault.TEXT
        assert seen == []


def test_the_playlist_is_a_real_trap(tmp_path: Path) -> None:
    """An unguarded parser does call the server: the alarm of these tests works."""
    with traps.listener() as (port, seen):
        path = tmp_path / "clip.m3u8"
        path.write_bytes(traps.playlist(f"http://127.0.0.1:{port}/a.ts"))
        with pytest.raises(av.FFmpegError):
            av.open(str(path), options={"protocol_whitelist": "file,http,tcp"})
        assert seen != []


def test_a_playlist_behind_zeros_reaches_no_network(tmp_path: Path) -> None:
    """Bytes that are no text are refused by the format whitelist, not by their looks."""
    with traps.listener() as (port, seen):
        path = tmp_path / "clip.mp4"
        path.write_bytes(traps.playlist(f"http://127.0.0.1:{port}/a.ts") + bytes(64))
        assert _fault(path) == Fault.UNKNOWN
        assert seen == []


@pytest.mark.parametrize("bait", [traps.concat_script, lambda target: traps.playlist(str(target))])
def test_a_script_opens_no_other_file(bait: Callable[[Path], bytes], tmp_path: Path) -> None:
    """A script that names a file of the machine does not get it opened."""
    with traps.canary(tmp_path / "secret.mp4") as seen:
        path = tmp_path / "clip.mp4"
        path.write_bytes(bait(tmp_path / "secret.mp4") + bytes(64))
        assert _fault(path) == Fault.UNKNOWN
        assert seen == []


def test_a_track_in_another_file_is_not_followed(clip: Clips, tmp_path: Path) -> None:
    """An MP4 may say that its pictures are in another file; that file stays shut.

    The same file makes a parser with that feature on open it, so the reference is a real one.
    """
    path = tmp_path / "clip.mp4"
    path.write_bytes(
        traps.with_reference(clip(clips.plain).path.read_bytes(), tmp_path / "secret.mp4")
    )
    with traps.canary(tmp_path / "secret.mp4") as seen:
        with pytest.raises(NoPicture):
            probe(path)
        assert seen == []
    (tmp_path / "secret.mp4").unlink()
    with traps.canary(tmp_path / "secret.mp4") as seen:
        options = {"enable_drefs": "1", "use_absolute_path": "1"}
        av.open(str(path), options=options).close()
        assert seen == ["opened"]


@pytest.mark.parametrize(
    "name",
    ["-dash.mp4", "--help", "file:a.mp4", "http:a.mp4", "concat:a|b", "%03d.mp4", "a b'\"$(x).mp4",
     "卖苹果.mp4", "-i"],
)  # fmt: skip
def test_a_name_is_only_a_name(name: str, clip: Clips, tmp_path: Path) -> None:
    """What ffmpeg or a shell would read something into is read as a file, and that is all."""
    path = tmp_path / name
    path.write_bytes(clip(clips.plain).path.read_bytes())
    assert probe(path).picture.frames == 60


def test_a_name_steers_no_terminal(tmp_path: Path) -> None:
    """Control characters of a name do not reach the sentence that a person reads."""
    path = tmp_path / "a\x1b[31m\n\udcff.mp4"
    path.write_bytes(b"")
    with pytest.raises(ClipEmpty) as refused:
        probe(path)
    assert str(refused.value) == "a?[31m??.mp4 is empty. Copy it from the phone again."


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """No file, an impossible name, a folder and a pipe: each at once, and without waiting."""
    os.mkfifo(tmp_path / "pipe.mp4")
    began = time.monotonic()
    for missing in (tmp_path / "a.mp4", tmp_path / ("x" * 300), tmp_path / "a.mp4" / "b.mp4"):
        with pytest.raises(ClipMissing):
            probe(missing)
    assert _fault(tmp_path) == Fault.NOT_A_FILE
    assert _fault(tmp_path / "pipe.mp4") == Fault.NOT_A_FILE
    assert time.monotonic() - began < 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    """A file that the user may not read says so."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"x")
    path.chmod(0)
    assert _fault(path) == Fault.FORBIDDEN


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"This is a letter, not a video.\n" * 50, Fault.TEXT),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Fault.TEXT),
        (b"\0\0\0\x18ftypheic" + bytes(100), Fault.PHOTO),
        (b"\0\0\0\x18ftypmp42" + bytes(100), Fault.DAMAGED),
        (b"RIFF\x64\0\0\0WAVEfmt " + bytes(100), Fault.UNKNOWN),
        (b"PK\x03\x04" + bytes(100), Fault.UNKNOWN),
        (bytes(5000), Fault.UNKNOWN),
        (b"\0\0\x80\0moov" * 1000, Fault.DAMAGED),
    ],
)
def test_what_is_no_video_says_what_it_is(data: bytes, fault: Fault, tmp_path: Path) -> None:
    """Text, photos, other kinds of files and broken clips are told apart."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(data)
    assert _fault(path) == fault


@pytest.mark.parametrize("maker", [clips.only_sound, lambda path: clips.header_only(path).path])
def test_a_clip_without_a_picture_is_refused(maker: Callable[[Path], Path], tmp_path: Path) -> None:
    """Sound alone, and a header that promises a picture, are no moving picture."""
    with pytest.raises(NoPicture):
        probe(maker(tmp_path / "clip.mp4"))


@pytest.mark.slow
@pytest.mark.parametrize("honest", [True, False])
def test_a_huge_picture_is_not_decoded(honest: bool, clip: Clips) -> None:  # noqa: FBT001 - parametrised
    """Over 4K is refused with its size, also where the container claims a small one."""
    with pytest.raises(PictureTooLarge) as refused:
        probe(clip(clips.many_pixels, honest).path)
    assert (refused.value.width, refused.value.height) == (4608, 2592)


@pytest.mark.slow
def test_a_strip_is_no_picture(clip: Clips) -> None:
    """16384 pixels in a row are refused, however few rows there are."""
    with pytest.raises(PictureTooLarge, match="16384 x 64"):
        probe(clip(clips.strip).path)


@pytest.mark.parametrize("box", [b"stsz", b"stts", b"stsc", b"ctts", b"stco"])
def test_a_table_of_billions_is_no_bomb(box: bytes, clip: Clips, tmp_path: Path) -> None:
    """A header that claims two billion entries ends in facts or in one plain error, soon."""
    data = bytearray(clip(clips.reordered).path.read_bytes())
    at = data.index(box) + 8
    data[at : at + 8] = b"\x7f\xff\xff\xff" * 2
    path = tmp_path / "clip.mp4"
    path.write_bytes(data)
    _facts_or_refusal(path)


_SOURCES = [clips.plain, clips.odd_size, clips.transport_stream, clips.old_avi, clips.with_cover]


@pytest.mark.slow
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_anywhere_gives_facts_or_one_plain_error(
    data: st.DataObject, clip: Clips, tmp_path: Path
) -> None:
    """Bytes changed, mostly in headers, and ends cut off: never a traceback, never a hang."""
    made: Made = clip(data.draw(st.sampled_from(_SOURCES)))
    content = bytearray(made.path.read_bytes())
    header = max(content.find(b"moov"), 0)
    for _ in range(data.draw(st.sampled_from([1, 5, 50]))):
        content[header + data.draw(st.integers(0, 1500)) % (len(content) - header)] = data.draw(
            st.integers(0, 255)
        )
    path = tmp_path / "clip.mp4"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    _facts_or_refusal(path)


def _facts_or_refusal(path: Path) -> None:
    """Probe; anything but facts and a refusal is raised and fails the test."""
    began = time.monotonic()
    with contextlib.suppress(InputRejected):
        assert probe(path).duration >= 0
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("ended", "fault"),
    [
        (Ended(-signal.SIGKILL, b"", "", late=True), Fault.GREEDY),
        (Ended(-signal.SIGXCPU, b"", "", late=False), Fault.GREEDY),
        (Ended(OUT_OF_MEMORY, b"", "", late=False), Fault.GREEDY),
        (Ended(-signal.SIGSEGV, b"", "", late=False), Fault.DAMAGED),
        (Ended(-signal.SIGABRT, b"", "", late=False), Fault.DAMAGED),
    ],
)
def test_a_parser_that_dies_is_the_file_s_fault(ended: Ended, fault: Fault) -> None:
    """Too greedy a file and one that crashes its parser are refused, not retried."""
    with pytest.raises(ClipUnreadable) as refused:
        probing._answer(ended, "a.mp4")
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    "ended",
    [Ended(1, b"", "Traceback", late=False), Ended(0, b"no JSON", "", late=False)],
)
def test_a_bug_of_ours_is_ours(ended: Ended) -> None:
    """A child that ends in no way that a file can bring about is our failure, with its log."""
    with pytest.raises(ProbeFailed) as failed:
        probing._answer(ended, "a.mp4")
    assert failed.value.log == ended.log


def test_a_child_that_was_taken_over_is_not_believed(
    clip: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is not of the right shape never becomes facts."""
    lie = Ended(0, b'{"container": 5, "picture": null}', "", late=False)
    monkeypatch.setattr(probing, "ask", lambda *_: lie)
    with pytest.raises(ProbeFailed):
        probe(clip(clips.plain).path)
