"""The playlists that are written by hand."""

from __future__ import annotations

from fractions import Fraction

from vidcommerce.media.hls import Variant, caption_playlist, master_playlist
from vidcommerce.media.ladder import ladder
from vidcommerce.media.plan import Canvas
from vidcommerce.media.time import FrameRate

_RATE = FrameRate(30, 1)
_SOUND = Variant("sound/index.m3u8", None, "mp4a.40.2", 140_000, 128_000)


def _variants() -> list[Variant]:
    rungs = ladder(Canvas(1080, 1920, _RATE))
    return [
        Variant(f"{rung.name}/index.m3u8", rung, "avc1.640028", rung.max_kbits * 1000, 900_000)
        for rung in rungs
    ]


def test_the_ladder_has_three_even_rungs_of_one_shape() -> None:
    """Full size, two thirds, and one for weak networks."""
    rungs = ladder(Canvas(1080, 1920, _RATE))
    assert [(r.name, r.width, r.height) for r in rungs] == [
        ("1080p", 1080, 1920), ("720p", 720, 1280), ("360p", 360, 640),
    ]  # fmt: skip


def test_the_master_offers_every_rung_with_sound_and_captions_off() -> None:
    """A player can choose by rate, and shows no second subtitles unless asked."""
    text = master_playlist(_variants(), _SOUND, _RATE, {"zh": "captions.zh.m3u8"})
    assert text.startswith("#EXTM3U\n")
    assert text.count("#EXT-X-STREAM-INF") == 3
    assert "BANDWIDTH=5140000," in text
    assert "RESOLUTION=360x640,FRAME-RATE=30.000" in text
    assert "TYPE=SUBTITLES" in text
    assert "DEFAULT=NO,AUTOSELECT=NO" in text


def test_without_captions_nothing_is_promised() -> None:
    """A group that has no member would make players refuse the whole playlist."""
    assert "SUBTITLES" not in master_playlist(_variants(), _SOUND, _RATE, {})


def test_subtitles_in_other_languages_are_in_the_same_group() -> None:
    """So a player offers them beside each other."""
    files = {"zh": "captions.zh.m3u8", "en": "captions.en.m3u8"}
    text = master_playlist(_variants(), _SOUND, _RATE, files)
    offered = [line for line in text.splitlines() if "TYPE=SUBTITLES" in line]
    assert ['LANGUAGE="zh"' in offered[0], 'LANGUAGE="en"' in offered[1]] == [True, True]
    assert all('GROUP-ID="captions"' in line for line in offered)
    assert text.count('SUBTITLES="captions"') == 3


def test_the_caption_playlist_lasts_as_long_as_the_video() -> None:
    """The target duration is rounded up, the segment's is exact."""
    text = caption_playlist("captions.en.vtt", Fraction(61, 2))
    assert "#EXT-X-TARGETDURATION:31\n#EXTINF:30.500000,\ncaptions.en.vtt" in text
    assert text.endswith("#EXT-X-ENDLIST\n")
