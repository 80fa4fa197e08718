"""The farmer's other clips as the yardstick of colours, in the database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.stations import NOW, Village
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.flags import repository, yardstick
from vidcommerce.flags.kinds import Flag, Kind, Severity


def _measured(strength: int) -> Flag:
    return Flag(Kind.COLOURS_MEASURED, Severity.NOTE, "looks", {"strength": strength})


def _another(work: Session, clip: ClipRow, strength: int, farmer: str, number: int) -> None:
    copy = {c.key: getattr(clip, c.key) for c in ClipRow.__table__.columns}
    other = ClipRow(
        **copy | {"id": new_id(), "sha256": f"{number:064}", "farmer_id": farmer},
    )
    work.add(other)
    work.flush()
    repository.replace(work, other.id, "looks", [_measured(strength)], NOW)


def _noted(work: Session, clip_id: str) -> list[Flag]:
    found = repository.of_clips(work, [clip_id])[clip_id]
    return [flag for flag in found if flag.kind is Kind.COLOURS_UNLIKE]


def test_colours_much_stronger_than_the_farmer_s_others_are_noted(village: Village) -> None:
    """Three others make a yardstick; another farmer's do not; and a second run adds nothing."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        seen = [_measured(60)]
        for number, strength in enumerate((30, 33)):
            _another(work, clip, strength, clip.farmer_id, number)
        _another(work, clip, 31, village.actor.person_id, 8)
        yardstick.note(work, clip, seen, NOW)
        assert _noted(work, clip.id) == []
        _another(work, clip, 31, clip.farmer_id, 9)
        for _ in range(2):
            yardstick.note(work, clip, seen, NOW)
            assert [flag.evidence for flag in _noted(work, clip.id)] == [{"now": 60, "usual": 31}]
        yardstick.note(work, clip, [_measured(32)], NOW)
        assert _noted(work, clip.id) == []


def test_the_farmer_s_other_clips_are_the_yardstick() -> None:
    """Much stronger than usual and than ever is noted; with too few others nothing is."""
    assert yardstick.unlike(60, [30, 32, 35])[0].evidence == {"now": 60, "usual": 32}
    assert yardstick.unlike(60, [30, 32, 65]) == ()
    assert yardstick.unlike(45, [30, 32, 35]) == ()
    assert yardstick.unlike(60, [30, 32]) == ()
