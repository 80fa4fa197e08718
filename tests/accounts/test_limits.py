"""Tries are counted, limited, and forgotten."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import MINUTE, NOW
from vidcommerce.accounts import limits
from vidcommerce.accounts.limits import Limit, TooManyTries
from vidcommerce.accounts.tables import TriesRow
from vidcommerce.service import Service

_THREE = Limit("three", 3, 10 * MINUTE)


def test_after_the_last_try_one_has_to_wait(work: Session) -> None:
    """The fourth of three is refused, and told for how long; another person is not."""
    for second in range(3):
        limits.spend(work, _THREE, "me", NOW + second * 1000)
    with pytest.raises(TooManyTries) as refused:
        limits.spend(work, _THREE, "me", NOW + 3 * MINUTE)
    assert refused.value.minutes == 7
    limits.spend(work, _THREE, "somebody else", NOW)
    limits.spend(work, Limit("another thing", 3, MINUTE), "me", NOW)


def test_time_and_success_give_tries_back(work: Session) -> None:
    """When the span is over the count begins again; and at once after it went right."""
    for _ in range(3):
        limits.spend(work, _THREE, "me", NOW)
    limits.spend(work, _THREE, "me", NOW + _THREE.span)
    for _ in range(2):
        limits.spend(work, _THREE, "me", NOW + _THREE.span)
    limits.give_back(work, _THREE, "me")
    for _ in range(3):
        limits.spend(work, _THREE, "me", NOW + _THREE.span)
    with pytest.raises(TooManyTries):
        limits.spend(work, _THREE, "me", NOW + _THREE.span)


def test_tries_at_the_same_moment_all_count(service: Service) -> None:
    """Of ten threads that try at once exactly three get through."""
    through: list[int] = []

    def attempt(number: int) -> None:
        try:
            with service.database.writing() as work:
                limits.spend(work, _THREE, "me", NOW)
        except TooManyTries:
            return
        through.append(number)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(through) == 3


def test_old_counts_are_deleted(work: Session) -> None:
    """What limits nobody any more leaves no row, and who it was can't be read from one."""
    limits.spend(work, _THREE, "+8613812345678", NOW)
    assert "138" not in work.query(TriesRow).one().id
    limits.forget_old(work, NOW + _THREE.span - 1)
    assert work.query(TriesRow).count() == 1
    limits.forget_old(work, NOW + _THREE.span)
    assert work.query(TriesRow).count() == 0


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_customer_of_ipv6_is_one_place(host: str, place: str) -> None:
    """Who has 2^64 addresses has as many tries as who has one."""
    assert limits.place_of(host) == place
