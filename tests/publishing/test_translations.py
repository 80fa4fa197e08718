"""Subtitles in another language: files beside the video, and tracks of its page."""

from __future__ import annotations

from dataclasses import replace

from tests.factories import IMAGE
from tests.media.plans import plan
from vidcommerce.media.plan import Cue, EditPlan, Translation
from vidcommerce.media.time import FrameRange
from vidcommerce.publishing.addresses import check_name, published
from vidcommerce.publishing.bundle import captions
from vidcommerce.publishing.page import PageFiles, page

_LINE = Cue(FrameRange(0, 45), ("又甜又多汁",), ())


def _plan(*translations: Translation) -> EditPlan:
    made = plan([(0, 300)], cues=[(0, 45, "Sweet & juicy")], card=(90, 210))
    return replace(made, translations=translations)


def _page(edit: EditPlan) -> str:
    tracks = {language: f"captions.{language}.vtt" for language in edit.spoken()}
    files = PageFiles("video.mp4", "hls/master.m3u8", "p.jpg", tracks, {IMAGE: "photo.jpg"})
    return page(edit, files, "en")


def test_a_translation_is_a_track_with_a_button() -> None:
    """It isn't in the picture, so shoppers can turn it on; the page without one offers nothing."""
    html = _page(_plan(Translation("zh-Hant", (_LINE,))))
    track = 'src="captions.zh-Hant.vtt" srclang="zh-Hant" label="中文 (繁體)"'
    assert f'<track kind="subtitles" {track}>' in html
    assert 'class="tool translate"' in html
    assert "00:00:01.500 line:82%" in html
    assert 'class="tool translate"' not in _page(_plan())


def test_every_language_that_says_something_has_its_files() -> None:
    """Under the video's own lines; one that nobody has translated anything into yet has none."""
    files = dict(captions(_plan(Translation("zh-Hant", (_LINE,)), Translation("fr", ()))))
    assert set(files) == {
        "captions.en.vtt", "captions.en.srt", "captions.zh-Hant.vtt", "captions.zh-Hant.srt",
    }  # fmt: skip
    assert "--> 00:00:01.500\nSweet" in files["captions.en.vtt"]
    assert "--> 00:00:01.500 line:82%\n又甜" in files["captions.zh-Hant.vtt"]
    assert "line" not in files["captions.zh-Hant.srt"]
    assert published(["captions.zh-Hant.vtt"]) == ["captions.zh-Hant.vtt"]
    assert check_name("captions.zh-Hant.vtt") == "text/vtt; charset=utf-8"


def test_a_translation_alone_is_a_track() -> None:
    """A video in which nobody speaks may have words in another language."""
    mute = replace(_plan(Translation("fr", (_LINE,))), cues=())
    assert list(mute.spoken()) == ["fr"]
    assert 'class="tool translate"' in _page(mute)
