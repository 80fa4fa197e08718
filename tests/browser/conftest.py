"""A real Chromium, and a folder with a finished video, served from a disk and over HTTP."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.factories import IMAGE, PRODUCT
from tests.media.plans import plan
from vidcommerce.media.captions import webvtt
from vidcommerce.media.plan import Box, Canvas, EditPlan
from vidcommerce.media.time import FrameRate
from vidcommerce.publishing.page import PageFiles, page, photo_jpeg
from vidcommerce.settings import settings

CANVAS = Canvas(360, 640, FrameRate(30, 1))
CARD = Box(40, 380, 280, 92)
CARD_FRAMES = (45, 90)
SOUND_HZ = 440


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have a Chromium")
        pytest.skip("this machine has no Chromium; on Debian: sudo apt install chromium")
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        pytest.skip("playwright needs libatomic; on Debian: sudo apt install libatomic1")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=30_000)  # a slow machine is no wrong answer
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[*root, "--autoplay-policy=no-user-gesture-required"],
        )
        yield browser
        browser.close()


@dataclass(frozen=True)
class Bundle:
    """A folder with all that a run leaves, and its plan."""

    folder: Path
    plan: EditPlan

    @property
    def file_address(self) -> str:
        """Where the page is on the disk."""
        return (self.folder / "index.html").as_uri()


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Four green seconds with a red card in some of their frames, as MP4 and HLS, with a page."""
    folder = tmp_path_factory.mktemp("bundle")
    product = replace(PRODUCT, name="赣南脐橙", old_price=Decimal("49.80"))
    made = plan([(0, 120)], cues=[(0, 45, "甜"), (60, 90, "脆")], canvas=CANVAS, card=CARD_FRAMES)
    card = replace(made.cards[0], box=CARD, product=product)
    made = replace(made, language="zh", cards=(card,))
    _encode(folder)
    (folder / "captions.zh.vtt").write_text(webvtt(made.cues, CANVAS.rate), encoding="utf-8")
    files = PageFiles(
        video="video.mp4",
        small="video-small.mp4",
        hls="hls/master.m3u8",
        poster="poster.jpg",
        captions={"zh": "captions.zh.vtt"},
        photos={IMAGE: "photo.jpg"},
    )
    (folder / "photo.jpg").write_bytes(photo_jpeg(Image.new("RGB", (64, 64), "#ff8800")))
    (folder / "index.html").write_text(page(made, files, "zh"), encoding="utf-8")
    return Bundle(folder, made)


def _encode(folder: Path) -> None:
    size = f"{CANVAS.width}x{CANVAS.height}"
    box = f"x={CARD.left}:y={CARD.top}:w={CARD.width}:h={CARD.height}"
    card = f"drawbox={box}:color=0xff0000:t=fill"
    shown = f"enable='between(n,{CARD_FRAMES[0]},{CARD_FRAMES[1] - 1})'"
    _ffmpeg(
        folder,
        "-f", "lavfi", "-i", f"color=0x00a000:s={size}:r={CANVAS.rate}:d=4",
        "-f", "lavfi", "-i", f"sine=f={SOUND_HZ}:d=4:r=48000",
        "-vf", f"{card}:{shown},format=yuv420p",
        "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-c:a", "aac",
        "-movflags", "+faststart", "video.mp4",
    )  # fmt: skip
    _ffmpeg(
        folder, "-i", "video.mp4", "-vf", "scale=120:-2", "-c:a", "copy", "video-small.mp4",
    )  # fmt: skip
    (folder / "hls").mkdir()
    _ffmpeg(
        folder,
        "-i", "video.mp4", "-c", "copy", "-f", "hls", "-hls_time", "1",
        "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
        "-master_pl_name", "master.m3u8", "hls/picture.m3u8",
    )  # fmt: skip
    Image.new("RGB", (CANVAS.width, CANVAS.height), "#00a000").save(folder / "poster.jpg")


def _ffmpeg(folder: Path, *arguments: str) -> None:
    command = [settings().ffmpeg, "-v", "error", "-nostdin", *arguments]
    subprocess.run(command, cwd=folder, check=True, timeout=60)


class _Ranges(SimpleHTTPRequestHandler):
    """Serves a folder, and parts of files as every real server does."""

    def do_GET(self) -> None:
        """Answer one range of bytes, which is what browsers ask of videos."""
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if wanted is None or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        start, stop = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1) + 1
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(data)}")
        self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        self.wfile.write(data[start:stop])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""

    def handle(self) -> None:
        """Take a browser that hangs up for what it is: it has seen enough of a video."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture(scope="session")
def http_address(bundle: Bundle) -> Iterator[str]:
    """Where the page is on the web of this machine."""
    with served(bundle.folder) as site:
        yield f"{site}/index.html"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as any server of files does, and give its address without a slash."""
    handler = functools.partial(_Ranges, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
