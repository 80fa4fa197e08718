"""The service on a port, a draft whose frames say their number, and a helper's browser at it.

The service is one for all tests of a file; each of them has a draft of its own.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from api.built import built
from api.sessions import cookie_name
from tests.browser.farm.conftest import Live
from tests.browser.studio.numbered import hamlet
from tests.service import Woken, opened
from tests.stations import Village
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import now_ms

DESK = ViewportSize(width=1366, height=768)

_MEANT = re.compile(r"Failed to load resource: (net::ERR_INTERNET_DISCONNECTED|.*(409|422|423))")
"""What browsers say of a network that a test takes away, and of answers that are no fault."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The service, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with opened(tmp_path_factory.mktemp("studio"), Woken()) as service:
        made = Live(service, port)
        made.start()
        yield made
        made.stop()


@pytest.fixture
def film(live: Live) -> Village:
    """A village whose draft can be played in the studio."""
    if not built("src/studio.ts").scripts:
        pytest.skip("the studio is not built; make .venv/.web builds it")
    return hamlet(live.service)


@pytest.fixture
def studio(browser: Browser, live: Live, film: Village) -> Iterator[Page]:
    """The draft, open in the studio before its helper; complaints of the browser fail the test."""
    with film.service.database.writing() as work:
        helper = work.get_one(PersonRow, film.helper.id)
        helper.language = "en"
        begun = sessions.begin(work, helper, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport=DESK)
    name = cookie_name(film.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda m: faults.append(f"{m.type}: {m.text} {m.location['url']}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{live.address}/studio/{film.clip_id}")
    yield page
    context.close()
    assert [fault for fault in faults if not _MEANT.search(fault)] == []
