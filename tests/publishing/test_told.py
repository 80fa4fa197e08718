"""Which flags a page tells of, from the rows."""

from __future__ import annotations

from tests.stations import NOW, Village
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.products import service as products
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.shown import public, to_publish
from vidcommerce.reviews import answers
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.corrections import Correction, card_of
from vidcommerce.reviews.service import Seen
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


def test_a_page_tells_of_the_version_that_it_shows(village: Village) -> None:
    """A better draft that nobody has approved takes nothing away from what is public."""
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW)
    cues = ("Our oranges cure cancer", "from the hill", "picked today")
    _correct(village, 1, cues)
    village.rendered()
    assert "Speaks of health" not in _public(village)
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW + 1)
    assert "Speaks of health" in _public(village)
    _correct(village, 2, ("Sweet oranges", *cues[1:]))
    assert "Speaks of health" in _public(village)


def test_a_page_says_where_no_check_was_made(village: Village) -> None:
    """A check that failed is not passed over in silence."""
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).checked_at = None
    assert _titles(village)[1] == "Not everything was checked"


def _correct(village: Village, number: int, cues: tuple[str, ...]) -> None:
    with village.service.database.writing() as work:
        facts = reviews.draft(work, village.actor, village.clip_id).product
        correction = Correction(cues, card_of(products.facts_of(facts)))
        seen = Seen(number, facts.version)
        reviews.correct(work, village.actor, village.clip_id, seen, correction, NOW)


def _public(village: Village) -> list[str]:
    with village.service.database.reading() as work:
        ((_, shown),) = public(work, village.service)
        return [check.title for check in shown.live.checks]
