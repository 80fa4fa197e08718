"""Units of work: committed whole or not at all, and waking comes after."""

from __future__ import annotations

import threading

import pytest

from tests.service import Woken
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import new_id, wake
from vidcommerce.service import Service


def _station(name: str) -> StationRow:
    return StationRow(id=new_id(), name=name, village="V", language="zh", created_at=1)


def test_an_error_leaves_nothing_and_wakes_nobody(service: Service, woken: Woken) -> None:
    """What a unit of work wrote before it failed is gone."""

    def fail() -> None:
        with service.database.writing() as work:
            work.add(_station("A"))
            wake(work, "render")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        fail()
    with service.database.reading() as work:
        assert work.query(StationRow).all() == []
    assert woken.queues == []


def test_workers_are_woken_after_the_commit(service: Service, woken: Woken) -> None:
    """A woken worker finds the row."""
    with service.database.writing() as work:
        work.add(_station("A"))
        wake(work, "render")
        wake(work, "render")
        assert woken.queues == []
    assert woken.queues == ["render"]


def test_writers_wait_for_each_other(service: Service) -> None:
    """Two threads that read and then write lose nothing and never find the database locked."""

    def rename() -> None:
        for _ in range(20):
            with service.database.writing() as work:
                row = work.query(StationRow).one()
                row.created_at += 1

    with service.database.writing() as work:
        work.add(_station("A"))
    threads = [threading.Thread(target=rename) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with service.database.reading() as work:
        assert work.query(StationRow).one().created_at == 61


def test_who_reads_sees_one_moment(anywhere: Service) -> None:
    """What others commit meanwhile is not seen, on either database."""
    with anywhere.database.reading() as reader:
        assert reader.query(StationRow).count() == 0
        with anywhere.database.writing() as writer:
            writer.add(_station("A"))
        assert reader.query(StationRow).count() == 0
    with anywhere.database.reading() as reader:
        assert reader.query(StationRow).count() == 1
