"""What is refused, in words, before a byte of a body is read; and what the words are later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.conftest import People
from tests.uploads.conftest import BYTES, Kept, Phone, agree, clip_bytes, make_product, metadata
from tests.uploads.wire import Step, World, world
from vidcommerce.accounts.roles import Role
from vidcommerce.clips import consent, sniff
from vidcommerce.clips.tables import UploadRow
from vidcommerce.db import now_ms
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

DATA = clip_bytes(5_000)


async def _never() -> None:
    pytest.fail("a byte was asked for")


def _refused(phone: Phone, status: int, kind: str, length: int = 10) -> str:
    answer = phone.create(length)
    assert (answer.status_code, answer.json()["title"]) == (status, kind)
    return str(answer.json()["detail"])


def test_nothing_is_taken_before_the_farmer_agreed(people: People, service: Service) -> None:
    """No consent, or only some of it, or none any longer: no upload, and no going on."""
    farmer = people(Role.FARMER)
    phone = Phone(farmer, make_product(service, farmer.person.id, farmer.station_id), service)
    _refused(phone, 403, "ConsentMissing")
    with service.database.writing() as work:
        consent.give(work, farmer.person.id, [consent.Kind.PICTURES], now_ms())
    _refused(phone, 403, "ConsentMissing")
    agree(service, farmer.person.id)
    address = phone.begin(len(DATA))
    with service.database.writing() as work:
        consent.withdraw(work, farmer.person.id, now_ms())
    assert phone.patch(address, 0, DATA).status_code == 403
    agree(service, farmer.person.id)
    assert phone.patch(address, 0, DATA).status_code == 204


def test_a_clip_is_of_a_product(phone: Phone, service: Service) -> None:
    """None, an unknown one, one that is not sold any more: refused."""
    with service.database.writing() as work:
        work.get_one(ProductRow, phone.product_id).archived_at = now_ms()
    _refused(phone, 422, "ProductMissing")
    phone.product_id = "0" * 32
    _refused(phone, 422, "ProductMissing")
    none = phone.ask("POST", Upload_Length="10", Upload_Metadata=metadata(filename="a.mp4"))
    assert (none.status_code, none.json()["title"]) == (422, "ProductMissing")


def test_only_the_farmer_and_the_station_may(people: People, phone: Phone) -> None:
    """A helper of the station sends for the farmer; other farmers and stations get nowhere."""
    address = phone.begin(len(DATA))
    helper = people(Role.HELPER, station_id=phone.someone.station_id)
    neighbour = people(Role.FARMER, station_id=phone.someone.station_id)
    stranger = people(Role.HELPER)
    for other in (neighbour, stranger):
        theirs = Phone(other, phone.product_id, phone.service)
        _refused(theirs, 403, "NotAllowed")
        assert theirs.ask("HEAD", address).status_code == 403
        assert theirs.ask("GET", address).status_code == 403
        assert theirs.patch(address, 0, DATA).status_code == 403
        assert theirs.ask("DELETE", address).status_code == 403
    assert Phone(helper, phone.product_id, phone.service).patch(address, 0, DATA).status_code == 204


def test_the_farmer_owns_what_the_helper_sends(
    people: People, phone: Phone, kept: Callable[[], Kept]
) -> None:
    """The clip belongs to the product's farmer, whoever held the phone."""
    helper = people(Role.HELPER, station_id=phone.someone.station_id)
    Phone(helper, phone.product_id, phone.service).create(len(DATA), DATA)
    clip = kept().one(DATA)
    assert clip.farmer_id == phone.someone.person.id
    assert kept().uploads[0].person_id == helper.person.id


def _limited(folder: Path, **limits: int) -> World:
    return world(folder, **{f"VIDCOMMERCE_{name}": str(limit) for name, limit in limits.items()})


def _try(here: World, length: int) -> tuple[int, bytes]:
    said = metadata(filename="a.mp4", product=here.product_id)
    answer = here.ask("POST", "/api/uploads", Upload_Length=str(length), Upload_Metadata=said)
    return answer.status, answer.body


@pytest.mark.parametrize(
    ("limits", "before", "length", "status", "kind"),
    [
        ({"CLIP_BYTES": 1_000}, [], 1_001, 413, b"ClipTooLarge"),
        ({"FARMER_BYTES": 1_000}, [600], 401, 429, b"FarmerDayFull"),
        ({"STATION_BYTES": 1_000}, [600], 401, 429, b"StationDayFull"),
        ({"FARMER_UPLOADS": 2}, [1, 1], 1, 429, b"TooManyAtOnce"),
        ({"STATION_UPLOADS": 2}, [1, 1], 1, 429, b"TooManyAtOnce"),
    ],
)
def test_what_is_limited(
    tmp_path: Path, limits: dict[str, int], before: list[int], length: int, status: int, kind: bytes
) -> None:
    """Up to a limit all is taken, beyond it nothing, with words for it."""
    here = _limited(tmp_path, **limits)
    assert [_try(here, size)[0] for size in before] == [201] * len(before)
    answer = _try(here, length)
    assert answer[0] == status
    assert kind in answer[1]
    if status == 413 or "BYTES" in next(iter(limits)):
        assert _try(here, length - 1)[0] == 201


def test_yesterday_does_not_count(tmp_path: Path) -> None:
    """A day later as much may be sent again, and expired uploads are on no way any more."""
    here = _limited(tmp_path, FARMER_BYTES=1_000, FARMER_UPLOADS=1)
    assert _try(here, 1_000)[0] == 201
    assert _try(here, 1_000)[0] == 429
    with here.service.database.writing() as work:
        row = work.query(UploadRow).one()
        row.created_at, row.expires_at = now_ms() - 86_400_001, now_ms() - 1
    assert _try(here, 1_000)[0] == 201


def test_no_byte_is_read_of_what_is_refused(tmp_path: Path) -> None:
    """A body is not touched where the request is refused for what it says at its beginning."""
    here = world(tmp_path)
    path = here.begin(100)
    steps: list[Step] = [_never, DATA]
    assert here.patch(path, 5, steps, sized=10).status == 409
    assert here.patch(path, 0, steps, sized=101).status == 413
    assert here.patch("/api/uploads/" + "0" * 32, 0, steps, sized=10).status == 404
    assert here.ask("PATCH", path, steps, sized=10, Upload_Offset="0").status == 415
    with here.service.database.writing() as work:
        consent.withdraw(work, work.query(ProductRow).one().farmer_id, now_ms())
    assert here.patch(path, 0, steps, sized=10).status == 403
    product = metadata(product=here.product_id)
    created = here.ask(
        "POST",
        "/api/uploads",
        steps,
        sized=10,
        Upload_Length="10",
        Upload_Metadata=product,
        Content_Type=BYTES["Content-Type"],
    )
    assert created.status == 403
    here.headers = {}
    assert here.patch(path, 0, steps, sized=10).status == 401


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "PhotoNotVideo"),
        (b"\x89PNG\r\n\x1a\n", "PhotoNotVideo"),
        (b"\x00\x00\x00\x18ftypheic", "PhotoNotVideo"),
        (b"RIFF\x00\x00\x00\x00WEBP", "PhotoNotVideo"),
        (b"RIFF\x00\x00\x00\x00WAVE", "SoundNotVideo"),
        (b"ID3\x04", "SoundNotVideo"),
        (b"\x00\x00\x00\x18ftypM4A ", "SoundNotVideo"),
        (b"#EXTM3U\nhttp://a", "NotAVideo"),
        (b"%PDF-1.7", "NotAVideo"),
        (b"PK\x03\x04", "NotAVideo"),
        (b"<html>", "NotAVideo"),
        (b"\x7fELF", "NotAVideo"),
        (b"x", "NotAVideo"),
    ],
)
def test_what_is_no_video_is_said_so(
    phone: Phone, kept: Callable[[], Kept], head: bytes, kind: str
) -> None:
    """However it comes, it is refused in words, its bytes go, and there is no clip."""
    data = head + bytes(2_000)
    for piece in (len(data), 600, 1):
        address = phone.begin(len(data))
        answer = phone.patch(address, 0, data[:piece])
        if answer.status_code == 204:
            answer = phone.patch(address, piece, data[piece:])
        assert (answer.status_code, answer.json()["title"]) == (422, kind)
        told = phone.ask("GET", address).json()
        assert (told["state"], told["problem"]["error"]) == ("refused", kind)
        assert told["problem"]["detail"] == answer.json()["detail"]
        assert phone.ask("HEAD", address).status_code == 410
        assert phone.patch(address, 0, b"x").status_code == 410
    assert (kept().clips, dict(kept().blobs)) == ([], {})


@pytest.mark.parametrize(
    "head",
    [
        b"\x00\x00\x00\x20ftypisom",
        b"\x00\x00\x00\x14ftypqt  ",
        b"\x00\x00\x00\x18ftyp3gp5",
        b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat",
        b"\x1aE\xdf\xa3",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        (b"G" + bytes(187)) * 3,
        (b"0000G" + bytes(187)) * 3,
    ],
)
def test_what_phones_write_passes(head: bytes) -> None:
    """MP4, QuickTime, 3GP, Matroska, AVI and transport streams may be videos."""
    sniff.check(head)


@pytest.mark.real
def test_real_clips_pass(shared: Path) -> None:
    """Every real clip that we have may be a video."""
    clips = [
        p
        for p in (shared / "media").rglob("*")
        if p.suffix.lower() in {".mp4", ".mov", ".webm", ".3gp"}
    ]
    for clip in clips[:200]:
        with clip.open("rb") as file:
            sniff.check(file.read(sniff.HEAD))


def test_an_empty_clip_is_none(phone: Phone) -> None:
    """Nothing at all is no video."""
    _refused(phone, 422, "NotAVideo", length=0)


def test_words_are_the_farmers(people: People, service: Service) -> None:
    """A farmer who reads Chinese is refused in Chinese."""
    farmer = people(Role.FARMER, language="zh")
    agree(service, farmer.person.id)
    phone = Phone(farmer, make_product(service, farmer.person.id, farmer.station_id), service)
    address = phone.create(600, b"\xff\xd8\xff" + bytes(597)).headers.get("Location")
    assert address is None
    row = next(iter(_uploads(service)))
    told = phone.ask("GET", f"/api/uploads/{row.id}").json()
    assert told["problem"]["detail"] == "这是照片，不是视频。请选一个视频。"


def _uploads(service: Service) -> list[UploadRow]:
    with service.database.reading() as work:
        return work.query(UploadRow).all()
