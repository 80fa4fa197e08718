"""Which flags a page tells of, from the rows."""

from __future__ import annotations

from tests.stations import NOW, Village
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.publishing.shown import to_publish
from vidcommerce.reviews import answers
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.tables import PlanRow

_BOOSTED = Flag(Kind.COLOURS_BOOSTED, Severity.QUESTION, "test", {"share": 20})


def _titles(village: Village) -> list[str]:
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        plan = work.get_one(PlanRow, clip.plan_id)
        shown = to_publish(work, village.service, clip, plan, NOW)
        return [check.title for check in shown.live.checks]


def _say(village: Village, what: Answer) -> None:
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        answers.answer(work, village.actor, clip, _BOOSTED.name(), (what, "as it is"), NOW)


def test_what_a_person_put_aside_is_not_told(village: Village) -> None:
    """What is open or upheld is; the way to the village's record comes last."""
    with village.service.database.writing() as work:
        repository.replace(work, village.clip_id, "test", [_BOOSTED], NOW)
    told = ["Watched by a helper", "Colours look strengthened", "The village's record is public"]
    assert _titles(village) == told
    _say(village, Answer.ACCEPTED)
    assert _titles(village) == told
    _say(village, Answer.DISMISSED)
    assert _titles(village) == [told[0], told[2]]
