"""Consent: given once, kept, taken back, asked again when the words change."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from tests.api.conftest import People
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import ConsentRow
from vidcommerce.clips import consent
from vidcommerce.clips.consent import ConsentMissing, Kind
from vidcommerce.service import Service


def _rows(work: Session) -> list[tuple[str, int, int | None]]:
    found = work.query(ConsentRow).order_by(ConsentRow.kind).all()
    return [(row.kind, row.given_at, row.withdrawn_at) for row in found]


def test_what_was_given_stays_as_it_was_given(people: People, service: Service) -> None:
    """Giving again changes nothing; taking back and giving again is a new time."""
    person = people(Role.FARMER).person.id
    with service.database.writing() as work:
        consent.give(work, person, [Kind.PICTURES], 1)
        work.flush()
        consent.give(work, person, list(Kind), 2)
        work.flush()
        assert consent.complete(work, person)
        assert _rows(work) == [("people", 2, None), ("pictures", 1, None), ("place", 2, None)]
        consent.withdraw(work, person, 3)
        work.flush()
        with pytest.raises(ConsentMissing):
            consent.require(work, person)
        consent.give(work, person, [Kind.PLACE], 4)
        work.flush()
        assert consent.given(work, person) == {Kind.PLACE}
        assert _rows(work) == [("people", 2, 3), ("pictures", 1, 3), ("place", 4, None)]


def test_other_words_are_asked_again(people: People, service: Service) -> None:
    """Who agreed to an older wording has not agreed to the new one."""
    person = people(Role.FARMER).person.id
    with service.database.writing() as work:
        consent.give(work, person, list(Kind), 1)
        work.flush()
        with patch.object(consent, "WORDING", "next"):
            assert consent.given(work, person) == frozenset()
            consent.give(work, person, list(Kind), 2)
            work.flush()
            assert consent.complete(work, person)
        assert len(_rows(work)) == 6
