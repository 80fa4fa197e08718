"""A station's names: who may add and take out, and what a recogniser is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stations import NOW, Village, colleague
from vidcommerce.accounts.roles import NotAllowed, Role
from vidcommerce.studio import glossary
from vidcommerce.studio.glossary import (
    EXPECTED,
    LONGEST,
    MOST,
    TermUnknown,
    TermWrong,
    fitting,
    parted,
)


def test_names_are_parted_by_commas_and_lines() -> None:
    """Chinese commas as well; spaces around don't count, nor does a name written twice."""
    assert parted(" 赣南脐橙、信丰， Xinfeng  county\nLi Mei;信丰") == (
        "赣南脐橙", "信丰", "Xinfeng county", "Li Mei",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", " ,、\n", "a" * (LONGEST + 1), "a\0b", "\u202e gnal"])
def test_what_is_no_name_is_refused(text: str) -> None:
    """Nothing, a whole sentence, or what nobody can see."""
    with pytest.raises(TermWrong):
        parted(text)


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=40), max_size=40))
def test_a_recogniser_is_not_told_more_than_it_can_keep(names: list[str], more: list[str]) -> None:
    """The clip's own names always; of the glossary what there is room for, each once."""
    told = fitting(names, more)
    assert set(names) <= set(told) <= {*names, *more}
    assert len(set(told)) == len(told)
    added = told[len(set(names)) :]
    assert sum(map(len, added)) <= max(0, EXPECTED - sum(map(len, set(names))))


def test_the_newest_names_come_first(village: Village) -> None:
    """After those of the clip; and only those of its station."""
    with village.service.database.writing() as work:
        assert glossary.add(work, village.actor, "信丰, 安远", NOW) == ("信丰", "安远")
        assert glossary.add(work, village.actor, "寻乌,信丰", NOW + 1) == ("寻乌",)
        told = glossary.expected(work, village.station_id, ("脐橙", "赣南"))
        assert told == ("脐橙", "赣南", "寻乌", "信丰", "安远")
        assert glossary.expected(work, "another", ("脐橙",)) == ("脐橙",)
        assert [term.term for term, _ in glossary.terms(work, village.actor)][:1] == ["寻乌"]


def test_only_who_reviews_here_takes_names_out(village: Village) -> None:
    """Others don't even learn that there is one."""
    other = colleague(village)
    with village.service.database.writing() as work:
        glossary.add(work, village.actor, "信丰", NOW)
        ((row, name),) = glossary.terms(work, village.actor)
        assert name == "Helper Wang"
        with pytest.raises(TermUnknown):
            glossary.remove(work, village.stranger, row.id)
        with pytest.raises(TermUnknown):
            glossary.remove(work, replace(village.actor, role=Role.FARMER), row.id)
        with pytest.raises(NotAllowed):
            glossary.add(work, replace(village.actor, role=Role.FARMER), "x", NOW)
        glossary.remove(work, village.actor, row.id)
        assert glossary.terms(work, other) == []


def test_a_glossary_stays_a_list_that_people_read(village: Village) -> None:
    """A full one takes nothing more, and none of what was sent."""
    with village.service.database.writing() as work:
        glossary.add(work, village.actor, ",".join(f"name {n}" for n in range(MOST - 1)), NOW)
        with pytest.raises(TermWrong):
            glossary.add(work, village.actor, "one, two", NOW)
        assert glossary.add(work, village.actor, "one, name 1", NOW) == ("one",)
