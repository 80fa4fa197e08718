"""Which programs a file came through: only what one writes counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories import clip_facts
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.passage import passage

_PHONE = (
    ("major_brand", "mp42"),
    ("compatible_brands", "isommp42"),
    ("creation_time", "2026-11-20T08:40:16.000000Z"),
    ("com.android.version", "15"),
)


def _found(
    *tags: tuple[str, str], boxes: tuple[str, ...] = (), writers: tuple[str, ...] = ()
) -> dict[Kind, Flag]:
    facts = replace(clip_facts(), tags=tags)
    return {flag.kind: flag for flag in passage(facts, boxes, writers)}


@pytest.mark.parametrize(
    ("tags", "kind", "program"),
    [
        ([("comment", "vid:v0200f8e0000bq2b5sj6j2qr9557fjgg")], Kind.DOWNLOADED, "Douyin / TikTok"),
        ([("description", "Packed by Bilibili XCoder v2.0.2")], Kind.DOWNLOADED, "Bilibili"),
        ([("te_is_reencode", "1")], Kind.PASSED_THROUGH, "CapCut"),
        ([("artwork", '{"source_type":"vicut"}')], Kind.PASSED_THROUGH, "CapCut"),
    ],
)
def test_what_programs_write_names_them(
    tags: list[tuple[str, str]], kind: Kind, program: str
) -> None:
    """Tags of files that people saved from there."""
    assert _found(*tags)[kind].evidence == {"program": program}


def test_an_ios_recording_of_the_screen_says_so() -> None:
    """ReplayKit names itself as the author."""
    found = _found(("com.apple.quicktime.author", "ReplayKitRecording"))
    assert found[Kind.SCREEN_RECORDED].severity is Severity.QUESTION


def test_whatsapp_leaves_a_box_and_encoders_their_name() -> None:
    """Neither is in the container's tags."""
    assert _found(boxes=("ftyp", "beam", "moov"))[Kind.PASSED_THROUGH].evidence["program"] == (
        "WhatsApp"
    )
    assert _found(writers=("Lavc60.31.102 libx264",))[Kind.PASSED_THROUGH].evidence == {
        "program": "x264"
    }


def test_a_phone_and_a_bare_file_came_through_nothing() -> None:
    """What is missing is never held against a file; nor is a farmer's own comment."""
    assert _found(*_PHONE, boxes=("ftyp", "mdat", "moov"), writers=("VideoHandle",)) == {}
    assert _found(("comment", "video of my oranges, vid: 3")) == {}
    assert _found() == {}
