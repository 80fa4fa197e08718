"""The studio's player in a real browser: its frames, what is drawn over them, what is heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.browser.studio.numbered import CANVAS, KEPT, LINES, edit
from vidcommerce.media.captions import ass
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import own_fonts
from vidcommerce.media.layout import caption_box
from vidcommerce.media.plan import Cue
from vidcommerce.media.time import FrameRange

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = [frame for start, stop in KEPT for frame in range(start, stop)]
"""The frame of the clip at each frame of the video."""

READER = """() => {
window.frameSeen = () => {
  const shown = document.querySelector(".player-picture");
  if (shown === null) return -1;
  window.reader ??= new OffscreenCanvas(3, 640);
  const { width, height } = shown;
  const context = window.reader.getContext("2d", { willReadFrequently: true });
  context.drawImage(shown, 0, 0, 3, 640);
  let number = 0;
  for (let bit = 0; bit < 9; bit += 1) {
    const at = [bit % 3, Math.floor(bit / 3) * 213 + 106];
    number += context.getImageData(...at, 1, 1).data[0] > 110 ? 1 << bit : 0;
  }
  return number;
};
}"""

STANDS = "document.querySelector('.player-play').getAttribute('aria-label') === 'Play'"

RECORD = """async () => {
  const seen = [window.frameSeen()];
  document.querySelector(".player-play").click();
  for (;;) {
    await new Promise((go) => requestAnimationFrame(go));
    const frame = window.frameSeen();
    if (seen.at(-1) !== frame) seen.push(frame);
    if (document.querySelector(".player-play").getAttribute("aria-label") === "Play") return seen;
  }
}"""


def until(page: Page, true: str) -> None:
    """Wait for an expression; the page's policy lets no waiting function be made of a string."""
    for _ in range(400):
        if page.evaluate(true):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {true}")


def shows(page: Page, frame: int) -> None:
    """Wait until the picture is a frame of the clip, as its pixels say."""
    until(page, f"window.frameSeen() === {frame}")


@pytest.fixture
def player(studio: Page) -> Page:
    """The studio, ready to be played."""
    studio.evaluate(READER)
    shows(studio, SHOWN[0])
    return studio


def test_steps_go_from_frame_to_frame_and_over_cuts(player: Page) -> None:
    """Each key press is one frame of the video: what is cut is never seen, none is left out."""
    player.keyboard.press("Shift+ArrowRight")
    player.keyboard.press("Shift+ArrowRight")
    shows(player, SHOWN[60])
    for key, place in (("Left", 59), ("Left", 58), ("Right", 59), ("Right", 60), ("Right", 61)):
        player.keyboard.press(f"Arrow{key}")
        shows(player, SHOWN[place])
    player.keyboard.press("End")
    shows(player, SHOWN[-1])
    player.keyboard.press("Home")
    shows(player, SHOWN[0])
    assert player.evaluate("window.frameSeen()") == SHOWN[0]


def test_playing_leaves_out_what_is_cut_and_nothing_else(player: Page) -> None:
    """From the first frame to the last, forwards; no frame of a cut is ever on the picture."""
    seen = player.evaluate(RECORD)
    assert set(seen) <= set(SHOWN)
    assert seen == sorted(seen)
    assert seen[0] == SHOWN[0]
    assert seen[-1] == SHOWN[-1]
    for start, stop in KEPT:
        assert any(start <= frame < stop for frame in seen)


COPY = """() => {
window.copied = (canvas, width, height) => {
  const copy = new OffscreenCanvas(width, height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "black";
  context.fillRect(0, 0, width, height);
  context.drawImage(canvas, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return Array.from({ length: width * height }, (_, at) => data[4 * at]);
};
}"""

TYPE = """(field, [text, width, height]) => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return window.copied(document.querySelector(".player-over"), width, height);
}"""


def _ink(picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is bright where subtitles are."""
    above = caption_box(CANVAS).top
    rows, columns = np.nonzero(picture[above:] > 70)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def _rendered(ffmpeg: Ffmpeg, folder: Path, text: str) -> NDArray[np.uint8]:
    """Return a line as it is burnt in, white on black."""
    cue = Cue(FrameRange(0, 9), (text,), ())
    (folder / "cues.ass").write_text(ass([cue], CANVAS, own_fonts()), encoding="utf-8")
    video = ffmpeg.read(
        [
            "-f", "lavfi", "-i", f"color=black:s={CANVAS.width}x{CANVAS.height}:r={CANVAS.rate}",
            "-vf", f"format=gray,ass=f=cues.ass:fontsdir={own_fonts().folder}",
            "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1",
        ],
        job="drawing subtitles",
        folder=folder,
    )  # fmt: skip
    return np.frombuffer(b"".join(video), np.uint8).reshape(CANVAS.height, CANVAS.width)


def test_a_line_is_typed_onto_the_picture_where_the_renderer_draws_it(
    player: Page, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """In the very task of the key press, and within two pixels of the finished video's."""
    player.evaluate(COPY)
    player.wait_for_selector("[data-lettered]")
    player.locator(".timeline .tl-item-cue").nth(1).click()
    shows(player, SHOWN[LINES[1][0]])
    line = player.locator("textarea.line").nth(1)
    for text in ("up the quiet hill", "刚摘的脐橙，真甜！"):
        drawn = line.evaluate(TYPE, [text, CANVAS.width, CANVAS.height])
        here = np.array(drawn, np.uint8).reshape(CANVAS.height, CANVAS.width)
        assert _ink(here) == pytest.approx(_ink(_rendered(ffmpeg, tmp_path, text)), abs=2)


LISTEN = """() => {
  window.heard = { from: [], bends: [] };
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...all) {
    window.heard.from.push(all[1]);
    return start.apply(this, all);
  };
  const ramp = AudioParam.prototype.exponentialRampToValueAtTime;
  AudioParam.prototype.exponentialRampToValueAtTime = function (value, at) {
    window.heard.bends.push(value);
    return ramp.call(this, value, at);
  };
}"""


def test_music_is_heard_from_where_one_is_and_steps_back_before_speech(
    player: Page,
) -> None:
    """It begins at the second of the video, with the plan's gains: under speech and beside it."""
    player.evaluate(LISTEN)
    enough = "window.heard.bends.length > 3"
    for _ in range(5):  # the first time it may have ended before the music was read
        player.keyboard.press("Space")
        until(player, f"{enough} || {STANDS}")
        if player.evaluate(enough):
            break
    music = edit("0" * 64).music
    assert music is not None
    loud, quiet = 10 ** (music.gain / 2000), 10 ** ((music.gain - music.duck) / 2000)
    heard = player.evaluate("window.heard")
    assert 0 <= heard["from"][0] < len(SHOWN) / CANVAS.rate.numerator
    assert {round(gain, 6) for gain in heard["bends"]} == {round(loud, 6), round(quiet, 6)}
