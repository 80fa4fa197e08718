"""The tus protocol by raw HTTP: every "must" of the specification that a server can break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime

import pytest

from tests.uploads.conftest import BYTES, Kept, Phone, checksum, clip_bytes, metadata
from vidcommerce.clips.states import State
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

DATA = clip_bytes(5_000)


def test_a_server_says_what_it_speaks(phone: Phone) -> None:
    """OPTIONS needs no version and nobody signed in, and names versions, extensions, limits."""
    answer = phone.someone.client.options("/api/uploads", headers={"cookie": ""})
    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"].split(",") == [
        "creation", "creation-with-upload", "expiration", "checksum", "termination",
    ]  # fmt: skip
    assert answer.headers["Tus-Checksum-Algorithm"].split(",") == ["sha1", "sha256", "md5"]
    assert int(answer.headers["Tus-Max-Size"]) == phone.service.settings.clip_bytes


def test_a_clip_comes_in_pieces(phone: Phone, kept: Callable[[], Kept]) -> None:
    """Created, sent in three pieces, it is one clip with one job, byte for byte."""
    created = phone.create(len(DATA))
    assert created.status_code == 201
    address = created.headers["Location"]
    for start, stop in ((0, 1_000), (1_000, 1_001), (1_001, 5_000)):
        answer = phone.patch(address, start, DATA[start:stop])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(stop))
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    clip = kept().one(DATA)
    assert (clip.state, clip.name) == (State.RECEIVED, "a.mp4")
    assert clip.product_id == phone.product_id
    assert clip.farmer_id == phone.someone.person.id


def test_head_says_how_far_and_what(phone: Phone) -> None:
    """HEAD gives offset, length, expiry and the metadata as they came, and is never cached."""
    address = phone.begin(len(DATA))
    phone.patch(address, 0, DATA[:1_000])
    head = phone.ask("HEAD", address)
    assert head.status_code == 200
    assert head.headers["Upload-Offset"] == "1000"
    assert head.headers["Upload-Length"] == "5000"
    assert head.headers["Cache-Control"] == "no-store"
    assert head.headers["Upload-Metadata"] == metadata(
        filename="a.mp4", filetype="video/mp4", product=phone.product_id
    )
    assert parsedate_to_datetime(head.headers["Upload-Expires"]).timestamp() > 1_700_000_000


@pytest.mark.parametrize("version", ["0.2.1", "", "2.0.0"])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_refused(phone: Phone, method: str, version: str) -> None:
    """412 with the versions that are spoken, and nothing is done."""
    address = "/api/uploads" if method == "POST" else phone.begin(10)
    answer = phone.ask(method, address, Tus_Resumable=version)
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"
    if method != "POST":
        assert phone.offset(address) == 0


def test_nothing_is_known_of_what_is_not_there(phone: Phone) -> None:
    """404 without an offset."""
    for method in ("HEAD", "DELETE"):
        answer = phone.ask(method, "/api/uploads/" + "0" * 32)
        assert answer.status_code == 404
        assert "Upload-Offset" not in answer.headers
    assert phone.patch("/api/uploads/" + "0" * 32, 0, b"x").status_code == 404


def test_bytes_go_only_where_the_upload_is(phone: Phone, kept: Callable[[], Kept]) -> None:
    """At a wrong offset nothing is stored: 409; a piece sent twice counts once."""
    address = phone.begin(len(DATA))
    assert phone.patch(address, 1, DATA[1:]).status_code == 409
    assert phone.patch(address, 0, DATA[:10]).status_code == 204
    assert phone.patch(address, 0, DATA[:10]).status_code == 409
    assert phone.offset(address) == 10
    assert phone.patch(address, 10, DATA[10:]).status_code == 204
    kept().one(DATA)


@pytest.mark.parametrize("offset", ["", "-1", "1.0", "x", "9" * 20])
def test_an_offset_is_a_number(phone: Phone, offset: str) -> None:
    """400 for all else."""
    address = phone.begin(10)
    answer = phone.someone.client.patch(
        address,
        content=b"x",
        headers={**BYTES, "Tus-Resumable": "1.0.0", "Upload-Offset": offset},
    )
    assert answer.status_code == 400


def test_bytes_are_marked_as_such(phone: Phone) -> None:
    """415 for another content type."""
    address = phone.begin(10)
    answer = phone.patch(address, 0, b"x", **{"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert phone.offset(address) == 0


def test_more_than_was_announced_is_refused_whole(phone: Phone, kept: Callable[[], Kept]) -> None:
    """413 and nothing stored, whether the size was said or not; then the right bytes fit."""
    address = phone.begin(len(DATA))
    wrong = clip_bytes(len(DATA) + 1, seed=2)
    assert phone.patch(address, 0, wrong).status_code == 413
    assert phone.offset(address) == 0
    chunked = phone.someone.client.patch(
        address,
        content=_pieces(wrong),
        headers={**BYTES, "Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )
    assert chunked.status_code == 413
    assert phone.offset(address) == 0
    assert phone.patch(address, 0, DATA).status_code == 204
    kept().one(DATA)


def test_a_body_of_unsaid_size_is_taken(phone: Phone, kept: Callable[[], Kept]) -> None:
    """A chunked body works as any other."""
    address = phone.begin(len(DATA))
    answer = phone.someone.client.patch(
        address,
        content=_pieces(DATA),
        headers={**BYTES, "Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "5000")
    kept().one(DATA)


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 700):
        yield data[start : start + 700]


@pytest.mark.parametrize("length", ["", "-1", "x", "1e3"])
def test_a_length_is_a_number(phone: Phone, length: str) -> None:
    """400 for all else, also where it is put off: that extension is not announced."""
    answer = phone.ask("POST", Upload_Length=length, Upload_Defer_Length="1")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "said", ["a !!!", "a YQ==,a YQ==", ",", "a b c", "a\x01 YQ==", "a " + "Y" * 5000]
)
def test_metadata_that_is_none_is_refused(phone: Phone, said: str) -> None:
    """400: keys once, printable, values in base64, not without end."""
    answer = phone.someone.client.post(
        "/api/uploads",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": said},
    )
    assert answer.status_code == 400


def test_an_upload_may_begin_with_its_creation(phone: Phone, kept: Callable[[], Kept]) -> None:
    """creation-with-upload: 201 says how much was taken, all or a beginning."""
    created = phone.create(len(DATA), DATA[:2_000])
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "2000")
    assert phone.patch(created.headers["Location"], 2_000, DATA[2_000:]).status_code == 204
    kept().one(DATA)
    whole = clip_bytes(100, seed=3)
    created = phone.create(len(whole), whole)
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "100")
    assert len(kept().clips) == 2


def test_a_creation_with_too_many_bytes_creates_nothing(
    phone: Phone, kept: Callable[[], Kept]
) -> None:
    """413, and no upload."""
    assert phone.create(10, DATA).status_code == 413
    assert kept().uploads == []


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_damaged_piece_is_refused(phone: Phone, kept: Callable[[], Kept], algorithm: str) -> None:
    """460 discards the piece and only it; the right bytes pass."""
    address = phone.begin(len(DATA))
    assert phone.patch(address, 0, DATA[:100], **checksum(DATA[:100], algorithm)).status_code == 204
    damaged = phone.patch(address, 100, DATA[200:300], **checksum(DATA[100:200], algorithm))
    assert damaged.status_code == 460
    assert phone.offset(address) == 100
    assert (
        phone.patch(address, 100, DATA[100:], **checksum(DATA[100:], algorithm)).status_code == 204
    )
    kept().one(DATA)


@pytest.mark.parametrize("given", ["crc32 AAAA", "sha1", "sha1 !!", "sha1 AAAA", ""])
def test_a_checksum_that_is_none_is_refused(phone: Phone, given: str) -> None:
    """400 before a byte is taken."""
    address = phone.begin(len(DATA))
    assert phone.patch(address, 0, DATA, Upload_Checksum=given).status_code == 400
    assert phone.offset(address) == 0


def test_a_damaged_creation_leaves_nothing(phone: Phone, kept: Callable[[], Kept]) -> None:
    """460: nobody has the address of such an upload."""
    assert phone.create(len(DATA), DATA[:100], **checksum(b"other")).status_code == 460
    assert kept().uploads == []


def test_an_upload_can_be_ended(phone: Phone, service: Service) -> None:
    """DELETE frees the bytes; then there is no such upload."""
    address = phone.begin(len(DATA))
    phone.patch(address, 0, DATA[:1_000])
    assert phone.ask("DELETE", address).status_code == 204
    assert phone.ask("HEAD", address).status_code == 404
    assert phone.patch(address, 1_000, DATA[1_000:]).status_code == 404
    assert [path for path in (service.settings.data / "files").rglob("*") if path.is_file()] == []


def test_a_clip_is_not_ended_by_its_upload(phone: Phone, kept: Callable[[], Kept]) -> None:
    """DELETE of a finished upload is refused: cancelling a clip is another thing."""
    address = phone.create(len(DATA), DATA).headers["Location"]
    assert phone.ask("DELETE", address).status_code == 409
    kept().one(DATA)


def test_networks_that_know_only_post(phone: Phone, kept: Callable[[], Kept]) -> None:
    """X-HTTP-Method-Override makes a POST what it says, and nothing else."""
    address = phone.begin(len(DATA))
    sent = phone.ask(
        "POST", address, DATA,
        Content_Type=BYTES["Content-Type"], Upload_Offset="0", X_HTTP_Method_Override="PATCH",
    )  # fmt: skip
    assert sent.status_code == 204
    kept().one(DATA)
    gone = phone.begin(10)
    assert phone.ask("POST", gone, X_HTTP_Method_Override="DELETE").status_code == 204
    assert phone.ask("POST", gone, X_HTTP_Method_Override="GET").status_code == 400


def test_a_finished_upload_stays_finished(phone: Phone, kept: Callable[[], Kept]) -> None:
    """HEAD says so; an empty piece at the end is right, more is not; there is one clip."""
    address = phone.create(len(DATA), DATA).headers["Location"]
    assert phone.offset(address) == len(DATA)
    assert phone.patch(address, len(DATA), b"").status_code == 204
    assert phone.patch(address, len(DATA), b"x").status_code == 413
    assert phone.patch(address, 0, DATA).status_code == 409
    kept().one(DATA)
