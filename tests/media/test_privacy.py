"""Tags that tell about the person who filmed."""

from __future__ import annotations

from vidcommerce.media.privacy import Reveals, traces

_IPHONE = (
    ("com.apple.quicktime.creationdate", "2023-05-09T12:41:46+0100"),
    ("com.apple.quicktime.location.ISO6709", "+51.5334-000.1255+026.756/"),
    ("com.apple.quicktime.make", "Apple"),
    ("com.apple.quicktime.model", "iPhone 14 Pro"),
    ("major_brand", "qt  "),
    ("minor_version", "0"),
)
_ANDROID = (
    ("com.android.version", "12"),
    ("creation_time", "2023-04-28T17:52:17.000000Z"),
    ("location", "+51.5932-0.2431/"),
    ("location-eng", "+51.5932-0.2431/"),
)


def test_an_iphone_tells_its_place_its_model_and_the_time() -> None:
    """Apple's tag names are understood, strongest first, and the container's own are not traces."""
    kinds = [trace.reveals for trace in traces(_IPHONE)]
    assert kinds == [Reveals.PLACE, Reveals.DEVICE, Reveals.DEVICE, Reveals.TIME]


def test_an_android_tells_its_place_once() -> None:
    """The same place under two names is one trace."""
    found = traces(_ANDROID)
    assert [trace.reveals for trace in found] == [Reveals.PLACE, Reveals.DEVICE, Reveals.TIME]
    assert found[0].value == "+51.5932-0.2431/"


def test_a_plain_file_tells_nothing() -> None:
    """What every MP4 carries reveals nobody."""
    assert traces((("major_brand", "isom"), ("encoder", "Lavf62"), ("title", "Apples"))) == ()
