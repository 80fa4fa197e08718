"""Whose footage it was, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.flags.reuse.filmed import footprint, take
from tests.rows import clip_row, farmer_row, product_row
from tests.service import Woken
from vidcommerce.clearing.clips import clear_raw
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.flags.kinds import Kind, Severity
from vidcommerce.flags.reuse.index import listed
from vidcommerce.flags.reuse.matching import Found, Likeness
from vidcommerce.flags.reuse.prints import Print, packed
from vidcommerce.flags.reuse.service import came_later, flags_of
from vidcommerce.flags.reuse.shelf import Shelf, folder_of, note
from vidcommerce.flags.reuse.timing import Timing
from vidcommerce.flags.tables import PrintRow
from vidcommerce.media.time import Span
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings
from vidcommerce.tables import all_tables

_TIMING = Timing(Span(61_000, 65_000), Span(500, 4_500), 1.0, 0.9, 0.9, 5.0)
FOUND = Found("a" * 64, Likeness.SAME, False, 50, _TIMING, True, 0.9)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service without any work going on."""
    opened = open_service(settings({"VIDCOMMERCE_DATA": str(tmp_path)}), Woken())
    all_tables().create_all(opened.database.engine)
    return opened


def _two(service: Service, *, same_farmer: bool, later: bool = False) -> tuple[str, str]:
    """Return the ids of a clip with FOUND's bytes and of one that came after it, or before."""
    with service.database.writing() as session:
        owner = farmer_row(session)
        other = owner if same_farmer else farmer_row(session)
        earlier = clip_row(session, product_row(session, owner), "a" * 64)
        clip = clip_row(session, product_row(session, other), "b" * 64)
        clip.created_at, earlier.created_at = 10, 20 if later else 5
        return earlier.id, clip.id


@pytest.mark.parametrize("likeness", Likeness)
@pytest.mark.parametrize("same_farmer", [True, False])
def test_own_reuse_is_a_note_and_anothers_asks(
    service: Service,
    same_farmer: bool,  # noqa: FBT001 - a parameter
    likeness: Likeness,
) -> None:
    """Evidence has both clips' seconds; where nothing moves it's a question only."""
    earlier, clip = _two(service, same_farmer=same_farmer)
    with service.database.reading() as session:
        row = session.get_one(ClipRow, clip)
        (flag,) = flags_of(session, row, [replace(FOUND, likeness=likeness)])
    asked = Severity.SERIOUS if likeness is Likeness.SAME else Severity.QUESTION
    assert flag.kind is (Kind.REUSED_OWN if same_farmer else Kind.REUSED_OTHER)
    assert flag.severity is (Severity.NOTE if same_farmer else asked)
    assert flag.span == Span(500, 4_500)
    assert flag.evidence["clip"] == earlier
    assert (flag.evidence["start"], flag.evidence["stop"]) == (61_000, 65_000)
    assert (flag.evidence["here"], flag.evidence["there"]) == ("0:00\u20130:04", "1:01\u20131:05")
    assert flag.evidence["sound"] == "same"


def test_what_came_later_is_checked_again_and_flags_nothing_here(service: Service) -> None:
    """Of two that came together the one that came first is not the copy."""
    later, clip = _two(service, same_farmer=False, later=True)
    with service.database.writing() as session:
        row = session.get_one(ClipRow, clip)
        assert flags_of(session, row, [FOUND]) == ()
        assert came_later(session, row, [FOUND]) == []
        session.get_one(ClipRow, later).checked_at = 30
        session.flush()
        assert came_later(session, row, [FOUND]) == [later]


def test_a_cancelled_clip_and_the_clip_itself_are_no_evidence(service: Service) -> None:
    """Neither is the very same clip, which the index knows as well."""
    earlier, clip = _two(service, same_farmer=False)
    with service.database.writing() as session:
        session.get_one(ClipRow, earlier).state = State.CANCELLED
        session.flush()
        row = session.get_one(ClipRow, clip)
        assert flags_of(session, row, [FOUND, replace(FOUND, name="b" * 64)]) == ()


def test_the_shelf_reads_what_was_noted_since_and_lives_with_what_is_gone(
    service: Service,
) -> None:
    """A print is found after a refresh, once noted; without its blob nothing is, and no error."""
    whole = footprint(take(1, 1, 3))
    shelf = Shelf()
    with service.database.reading() as session:
        shelf.refresh(session, service.store)
    assert shelf.seen_before(whole, service.store) == ()
    _keep(service, "a" * 64, whole)
    with service.database.reading() as session:
        shelf.refresh(session, service.store)
    assert [one.name for one in shelf.seen_before(whole, service.store)] == ["a" * 64]
    for name in list(service.store.names(folder_of("a" * 64))):
        service.store.remove(name)
    assert Shelf().seen_before(whole, service.store) == ()
    late = Shelf()
    with service.database.reading() as session:
        late.refresh(session, service.store)
    assert late.seen_before(whole, service.store) == ()


def test_a_print_goes_with_its_clip(service: Service) -> None:
    """Whoever takes their clip back a day ago leaves nothing to be known by."""
    _keep(service, "a" * 64, Print.empty())
    with service.store.scratch() as folder:
        (folder / "clip").write_bytes(b"raw")
        service.store.put(f"clips/{'a' * 64}", folder / "clip")
    with service.database.writing() as session:
        clip_row(session, product_row(session, farmer_row(session)), "a" * 64, State.CANCELLED)
    assert clear_raw(service, 25 * 3600_000) == 1
    assert list(service.store.names("reuse/")) == []
    with service.database.reading() as session:
        assert session.scalars(select(PrintRow)).all() == []


def _keep(service: Service, sha256: str, whole: Print) -> None:
    with service.store.scratch() as folder:
        for name, record in (("print", whole), ("listed", listed(whole))):
            file = folder / new_id()
            file.write_bytes(packed(record))
            service.store.put(f"{folder_of(sha256)}/{name}", file)
    with service.database.writing() as session:
        note(session, sha256, whole, 1)
        note(session, sha256, whole, 2)  # twice is once
