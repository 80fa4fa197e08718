"""The whole service on a port of this machine, a farmer of it, and a phone in the farmer's hand."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from api.app import create_app
from api.sessions import cookie_name
from tests.shops import shop_row
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.media.plan import ProductFacts
from vidcommerce.products import service as products
from vidcommerce.service import Service

SAMPLE = Path(__file__).parents[3] / "assets" / "sample"
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}


@dataclass
class Live:
    """The service as it runs: its address, and ways to stop and start it at the same one."""

    service: Service
    port: int
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where browsers find it; browsers trust localhost as they trust https."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Answer requests."""
        config = uvicorn.Config(
            create_app(self.service), host="127.0.0.1", port=self.port, log_level="warning",
            timeout_graceful_shutdown=1, lifespan="off",
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Be gone."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()


@pytest.fixture
def live(service: Service) -> Iterator[Live]:
    """The service, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Live(service, port)
    made.start()
    yield made
    made.stop()


@dataclass(frozen=True)
class Farmer:
    """A farmer of a station, the cookie of a session, and perhaps a product."""

    actor: Actor
    cookie: tuple[str, str]
    station_id: str


@pytest.fixture
def farmer(service: Service) -> Farmer:
    """A farmer who reads English and has nothing yet."""
    now = now_ms()
    with service.database.writing() as work:
        station = StationRow(
            id=new_id(), name="Hillside", village="Ganzhou", language="en", created_at=now,
            shop_url="https://shop.example/hillside",
        )  # fmt: skip
        work.add(station)
        work.flush()
        shop_row(work, station.id)
        person = PersonRow(
            id=new_id(), station_id=station.id, role=Role.FARMER, name="Li Mei", language="en",
            created_at=now,
        )  # fmt: skip
        work.add(person)
        work.flush()
        begun = sessions.begin(work, person, now, proved=True, device="a test")
    actor = Actor(person.id, Role.FARMER, station.id)
    return Farmer(actor, (cookie_name(service), begun.secret), station.id)


@pytest.fixture
def oranges(service: Service, farmer: Farmer) -> str:
    """The id of a product of the farmer."""
    facts = ProductFacts(
        name="Navel oranges", price=Decimal("39.80"), currency="CNY", unit="5 kg box",
        origin="Ganzhou", seller="Hillside Orchard", old_price=None,
        cart_url="https://shop.example/cart/oranges",
    )  # fmt: skip
    picture = products.keep_picture(service.store, (SAMPLE / "oranges.jpg").read_bytes())
    with service.database.writing() as work:
        row = products.create(work, farmer.actor, facts, picture, farmer.actor.person_id, now_ms())
        return row.id


@dataclass
class Phone:
    """A browser with a folder of its own: closed and opened again, it remembers."""

    browser: Browser
    folder: Path
    live: Live
    viewport: dict[str, int] = field(default_factory=lambda: dict(PHONE))
    said: list[str] = field(default_factory=list)
    context: BrowserContext | None = None

    def open(self, path: str = "/farm") -> Page:
        """Open the app."""
        page = self.switch_on()
        page.goto(self.live.address + path)
        return page

    def switch_on(self) -> Page:
        """Open the browser, with nothing in it."""
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.context = self.browser.browser_type.launch_persistent_context(
            self.folder,
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=root,
            viewport={"width": self.viewport["width"], "height": self.viewport["height"]},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            locale="en-GB",
        )
        page = self.context.pages[0]
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "net::ERR" not in message.text:
            self.said.append(message.text)

    def close(self) -> None:
        """Close the app, as a phone without mercy does."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def sign_in(self, farmer: Farmer) -> None:
        """Put the session's cookie where the invitation would."""
        self.switch_on()
        name, secret = farmer.cookie
        assert self.context is not None
        expires = time.time() + 86_400
        self.context.add_cookies(
            [{"name": name, "value": secret, "url": self.live.address, "expires": expires}]
        )
        self.close()

    def uploading_at(self, bytes_a_second: int) -> AbstractContextManager[Callable[[], None]]:
        """Have a slow line for the length of a ``with``; not for what begins on a new page.

        Gives what cuts it: a browser to which two of its watchers say otherwise of the same line
        may believe either.
        """
        return _slow(self, bytes_a_second)


@contextlib.contextmanager
def _slow(phone: Phone, bytes_a_second: int) -> Iterator[Callable[[], None]]:
    context = phone.context
    assert context is not None
    wire = context.new_cdp_session(context.pages[0])
    line = {"offline": False, "latency": 20, "downloadThroughput": -1}
    line["uploadThroughput"] = bytes_a_second
    wire.send("Network.emulateNetworkConditions", line)

    def cut() -> None:
        wire.send("Network.emulateNetworkConditions", {**line, "offline": True})
        context.set_offline(True)

    yield cut
    with contextlib.suppress(Exception):
        wire.detach()


@pytest.fixture
def phone(
    browser: Browser, tmp_path: Path, live: Live, request: pytest.FixtureRequest
) -> Iterator[Phone]:
    """A phone; ``@pytest.mark.parametrize("phone", [SMALL_PHONE], indirect=True)`` for another."""
    made = Phone(browser, tmp_path / "phone", live)
    if hasattr(request, "param"):
        made.viewport = request.param
    yield made
    made.close()
    assert made.said == []


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real clip made heavy by a box that players skip, so that sending it takes a while."""
    file = tmp_path_factory.mktemp("clip") / "orchard.mp4"
    weight = os.urandom(9_000_000)
    box = struct.pack(">I4s", len(weight) + 8, b"free") + weight
    file.write_bytes((SAMPLE / "orchard.mp4").read_bytes() + box)
    return file
