"""POST /e: who is heard, and what is promised by an answer."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.events import _Groups
from tests.insights.telling import batch, counted, event, opened
from tests.stations import Village
from vidcommerce.insights.batches import EventsUnreadable
from vidcommerce.insights.bots import is_bot
from vidcommerce.insights.clerk import EventsUnwritten, Told

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(village: Village) -> Iterator[TestClient]:
    """A phone's browser on a village's page."""
    opened(village)
    sends = {"User-Agent": PHONE, "Content-Type": "text/plain"}
    with TestClient(create_app(village.service), "http://localhost:8000", headers=sends) as made:
        yield made


def test_a_batch_is_kept_before_it_is_answered(phone: TestClient, village: Village) -> None:
    """204, nothing in it, no cookie; and the counts are there."""
    answer = phone.post("/e", content=batch(event("view", 0, 90)))
    assert (answer.status_code, answer.content) == (204, b"")
    assert "set-cookie" not in answer.headers
    assert counted(village.service).days == {"view": 1}


@pytest.mark.parametrize(
    ("agent", "bot"),
    [
        (PHONE, False),
        (("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Mobile/15E148 MicroMessenger/8.0.50 Language/zh_CN"), False),
        (("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 "
         "baiduboxapp/13.50"), False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
         True),
        (("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "HeadlessChrome/140.0.0.0 Safari/537.36"), True),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", True),
        ("curl/8.5.0", True),
        ("python-httpx/0.28", True),
        ("", True),
    ],
)  # fmt: skip
def test_bots_are_answered_alike_and_counted_nowhere(
    phone: TestClient, village: Village, agent: str, *, bot: bool
) -> None:
    """Programs that say what they are, in no kind of count; phones and the apps on them are."""
    told = {"User-Agent": agent}
    assert phone.post("/e", content=batch(event("view")), headers=told).status_code == 204
    assert counted(village.service).days == ({} if bot else {"view": 1})
    assert is_bot(agent) is bot


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {}, 422),
        (b"", {}, 422),
        (batch(event("view"), slug="x" * 20_000), {}, 413),
        (batch(event("view")), {"Sec-Fetch-Site": "cross-site"}, 403),
        (batch(event("view")), {"Origin": "https://elsewhere.example"}, 403),
    ],
    ids=["no batch", "nothing", "too long", "another site's page", "another origin"],
)
def test_what_is_refused(
    phone: TestClient, village: Village, body: bytes, headers: dict[str, str], status: int
) -> None:
    """A 4xx that says why, so that the page's script forgets it; and nothing is counted."""
    answer = phone.post("/e", content=body, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert counted(village.service).events == 0


def test_a_body_in_pieces_is_one_batch(phone: TestClient, village: Village) -> None:
    """Slow lines send bodies in pieces, without saying how long they get."""
    body = batch(event("view"))
    pieces = iter([body[:50], body[50:]])
    assert phone.post("/e", content=pieces).status_code == 204
    assert counted(village.service).events == 1


def test_where_nothing_can_be_kept_the_page_may_tell_again(
    phone: TestClient, village: Village
) -> None:
    """503 while the database is away; told again afterwards, it counts."""
    body = batch(event("view"))
    with village.service.database.writing() as work:
        work.execute(text("ALTER TABLE events RENAME TO away"))
    assert phone.post("/e", content=body).status_code == 503
    with village.service.database.writing() as work:
        work.execute(text("ALTER TABLE away RENAME TO events"))
    assert phone.post("/e", content=body).status_code == 204
    assert counted(village.service).days == {"view": 1}


def test_a_process_that_was_killed_is_followed_by_another(
    phone: TestClient, village: Village
) -> None:
    """The batch that it did not answer is told again; no process is left when the server ends."""
    assert phone.post("/e", content=batch(event("view"))).status_code == 204
    (writing,) = _writing()
    os.kill(writing, signal.SIGKILL)
    told = [phone.post("/e", content=batch(event("view"))).status_code for _ in range(2)]
    assert told[-1] == 204
    assert counted(village.service).days["view"] == 1 + told.count(204)
    (after,) = _writing()
    assert after != writing
    phone.__exit__()
    assert _writing() == []


def _writing() -> list[int]:
    """Return the processes that write events for this one."""
    listed = " ".join(file.read_text() for file in Path("/proc/self/task").glob("*/children"))
    return [
        int(pid)
        for pid in listed.split()
        if b"vidcommerce.insights.clerk_child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


class _Slow:
    """Notes its groups, and writes the first only when it is let."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.let = threading.Event()

    def keep(self, group: Sequence[Told]) -> frozenset[int]:
        """Wait, unless it was let before; the last of a group can't be read."""
        assert self.let.wait(20)
        self.groups.append(len(group))
        if len(self.groups) == 2:
            raise EventsUnwritten("just once")
        return frozenset({len(group) - 1}) if len(group) > 1 else frozenset()


def test_many_are_written_together_and_each_is_answered() -> None:
    """While one is written, 300 gather: two groups more, of which one fails, for its own alone."""
    slow = _Slow()
    told = batch(event("view"))

    async def run() -> list[BaseException | None]:
        groups = _Groups(slow.keep)
        first = asyncio.create_task(groups.keep(told))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [asyncio.create_task(groups.keep(told)) for _ in range(300)]
        rest[0].cancel()
        await asyncio.sleep(0)
        rest[1].cancel()
        slow.let.set()
        return await asyncio.gather(first, *rest, return_exceptions=True)

    found = asyncio.run(run())
    assert slow.groups == [1, 200, 99]
    assert sum(isinstance(one, EventsUnwritten) for one in found) == 199
    assert [isinstance(one, EventsUnreadable) for one in found].index(True) == 300
    assert sum(one is None for one in found) == 99
