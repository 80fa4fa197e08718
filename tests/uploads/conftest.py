"""A farmer with a product who agreed to everything, and a phone that speaks tus by hand."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from httpx2 import Response

from tests.api.conftest import People, Someone, app, client, people
from vidcommerce.accounts.roles import Role
from vidcommerce.clips import consent
from vidcommerce.clips.tables import ClipRow, JobRow, UploadRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

__all__ = ["app", "client", "people"]  # the fixtures of tests/api

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {"Content-Type": "application/offset+octet-stream"}


def clip_bytes(size: int, seed: int = 1) -> bytes:
    """Return bytes that begin as an MP4 file does, else of chance."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    return (head + random.Random(seed).randbytes(size))[:size]  # noqa: S311 - test data


def metadata(**pairs: str) -> str:
    """Return a value of Upload-Metadata."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())


def checksum(data: bytes, algorithm: str = "sha1") -> dict[str, str]:
    """Return the header with the checksum of ``data``."""
    digest = hashlib.new(algorithm, data).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def make_product(service: Service, person_id: str, station_id: str) -> str:
    """Give a farmer something to sell; returns its id."""
    row = ProductRow(
        id=new_id(), station_id=station_id, farmer_id=person_id, name="Oranges", price="39.80",
        currency="CNY", unit="5 kg", origin="Ganzhou", seller="Hillside",
        cart_url="https://shop.example/cart", picture="d" * 64, created_at=now_ms(),
    )  # fmt: skip
    with service.database.writing() as work:
        work.add(row)
    return row.id


def agree(service: Service, person_id: str) -> None:
    """Have a farmer agree to everything."""
    with service.database.writing() as work:
        consent.give(work, person_id, list(consent.Kind), now_ms())


@dataclass
class Phone:
    """A farmer's phone: signed in, with a product, and nothing but raw requests."""

    someone: Someone
    product_id: str
    service: Service
    addresses: list[str] = field(default_factory=list)

    def ask(
        self, method: str, address: str = "/api/uploads", content: bytes | None = None,
        **headers: str,
    ) -> Response:  # fmt: skip
        """Send one request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.someone.client.request(
            method, address, content=content, headers={**TUS, **named}
        )

    def create(
        self, length: int, content: bytes | None = None, name: str = "a.mp4", **headers: str
    ) -> Response:
        """Begin an upload."""
        said = metadata(filename=name, filetype="video/mp4", product=self.product_id)
        given = {"Upload-Length": str(length), "Upload-Metadata": said, **headers}
        if content is not None:
            given.update(BYTES)
        return self.ask("POST", content=content, **given)

    def begin(self, length: int) -> str:
        """Begin an upload and return its address."""
        answer = self.create(length)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def patch(self, address: str, offset: int, content: bytes, **headers: str) -> Response:
        """Send bytes."""
        given = {**BYTES, "Upload-Offset": str(offset), **headers}
        return self.ask("PATCH", address, content, **given)

    def offset(self, address: str) -> int:
        """Ask how far an upload is."""
        answer = self.ask("HEAD", address)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])


@pytest.fixture
def phone(people: People, service: Service) -> Phone:
    """A phone."""
    farmer = people(Role.FARMER)
    agree(service, farmer.person.id)
    return Phone(farmer, make_product(service, farmer.person.id, farmer.station_id), service)


@dataclass(frozen=True)
class Kept:
    """What a service holds after uploads."""

    clips: list[ClipRow]
    jobs: list[JobRow]
    uploads: list[UploadRow]
    blobs: Mapping[str, bytes]

    def one(self, data: bytes) -> ClipRow:
        """Return the only clip, whose bytes are ``data``, with one job to do."""
        assert len(self.clips) == len(self.jobs) == 1
        clip = self.clips[0]
        assert clip.sha256 == hashlib.sha256(data).hexdigest()
        assert dict(self.blobs) == {f"clips/{clip.sha256}": data}
        assert clip.bytes == len(data)
        return clip


@pytest.fixture
def kept(service: Service) -> Callable[[], Kept]:
    """Look at what the service holds now."""
    return lambda: look(service)


def look(service: Service) -> Kept:
    """Return what the service holds now."""
    with service.database.reading() as work:
        clips, jobs = work.query(ClipRow).all(), work.query(JobRow).all()
        uploads = work.query(UploadRow).all()
    blobs = {
        name: b"".join(service.store.read(name, 0, service.store.size(name)))
        for name in service.store.names("")
    }
    return Kept(clips, jobs, uploads, blobs)
