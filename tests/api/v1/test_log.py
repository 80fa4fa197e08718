"""The log over HTTP: read part by part, and followed by whoever reads it."""

from __future__ import annotations

import pytest

from tests.api.conftest import People, Someone
from tests.stations import NOW, Village, settle
from vidcommerce.accounts.roles import Role
from vidcommerce.flags import log
from vidcommerce.flags.chain import Head, Link, follow
from vidcommerce.flags.log import What

pytestmark = pytest.mark.slow


def _note(village: Village, count: int) -> None:
    with village.service.database.writing() as work:
        for number in range(count):
            log.note(
                work, What.VERDICT, {"said": number}, NOW,
                clip_id=village.clip_id, station_id=village.station_id,
            )  # fmt: skip


def _read(someone: Someone, limit: int) -> tuple[list[Link], Head]:
    """Follow the addresses of the parts to the end."""
    address, found, head = f"/api/v1/log?limit={limit}", list[Link](), Head()
    while address:
        part = someone.client.get(address).json()
        assert (
            part["before"] == {"number": found[-1].number, "seal": found[-1].seal}
            if found
            else True
        )
        found += [Link(**one) for one in part["items"]]
        head, address = Head(**part["head"]), part["next"]
    return found, head


def test_an_auditor_reads_all_and_follows_the_chain(people: People, village: Village) -> None:
    """Part by part to the end; what they have is what was sealed."""
    _note(village, 5)
    found, head = _read(people(Role.AUDITOR), 2)
    assert [link.entry is None for link in found] == [False] * 5
    assert follow(found) == head
    assert head.number == 5


def test_a_lead_reads_their_own_station(people: People, village: Village) -> None:
    """Of others there are only digests, and the chain can be followed."""
    other = settle(village.service)
    _note(other, 1)
    _note(village, 1)
    found, head = _read(people(Role.LEAD, village.station_id), 100)
    assert [link.entry is None for link in found] == [True, False]
    assert follow(found) == head


def test_an_empty_log_and_a_place_beyond_its_end(people: People) -> None:
    """Nothing is there, and nothing breaks."""
    someone = people(Role.AUDITOR)
    assert _read(someone, 10) == ([], Head())
    part = someone.client.get("/api/v1/log?after=7").json()
    assert (part["items"], part["next"]) == ([], None)
    assert someone.client.get("/api/v1/log?after=-1").status_code == 422
