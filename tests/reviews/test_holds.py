"""Who has a draft open, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stations import NOW, Village, colleague
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.reviews import holds
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.holds import LEASE, RENEW, HeldByOther, Hold
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import DraftUnknown, Refusal


def _claim(
    village: Village, actor: Actor | None = None, now: int = NOW, *, take_over: bool = False
) -> Hold:
    by = actor or village.actor
    with village.service.database.writing() as work:
        found = reviews.draft(work, by, village.clip_id, to_change=True)
        return holds.claim(work, by, found.clip, now, take_over=take_over)


def _held(village: Village, now: int = NOW) -> Hold | None:
    with village.service.database.reading() as work:
        return holds.of_clip(work, village.clip_id, now)


def test_a_draft_is_somebodys_while_their_page_is_open(village: Village) -> None:
    """It is theirs by name, and stays so as long as the page is heard of."""
    assert _held(village) is None
    first = _claim(village)
    assert (first.name, first.since, first.until) == ("Helper Wang", NOW, NOW + LEASE)
    later = _claim(village, now=NOW + RENEW)
    assert (later.since, later.until) == (NOW, NOW + RENEW + LEASE)
    assert _held(village, NOW + LEASE) == later
    assert 2 * RENEW < LEASE


def test_nobody_else_gets_it_until_the_lease_runs_out(village: Village) -> None:
    """They are told who has it; a closed laptop holds nothing for long."""
    other = colleague(village)
    _claim(village)
    with pytest.raises(HeldByOther) as refused:
        _claim(village, other, NOW + LEASE - 1)
    assert (refused.value.name, refused.value.until) == ("Helper Wang", NOW + LEASE)
    assert _claim(village, other, NOW + LEASE).name == "Helper Zhao"
    with pytest.raises(HeldByOther):
        _claim(village, now=NOW + LEASE)


def test_a_lead_takes_over_and_a_helper_does_not(village: Village) -> None:
    """Somebody fell ill with the draft open."""
    lead, helper = colleague(village, Role.LEAD, "Lead Sun"), colleague(village)
    _claim(village)
    with pytest.raises(NotAllowed):
        _claim(village, helper, take_over=True)
    assert _claim(village, lead, NOW + 1, take_over=True).name == "Lead Sun"
    with pytest.raises(HeldByOther):
        _claim(village, now=NOW + 2)
    with village.service.database.reading() as work:
        clip = reviews.draft(work, lead, village.clip_id).clip
    assert holds.may_take_over(lead, clip)
    assert not holds.may_take_over(helper, clip)


def test_what_is_given_back_is_free_at_once(village: Village) -> None:
    """Only by who has it; giving back what one has not is no harm."""
    other = colleague(village)
    _claim(village)
    for actor, left in ((other, "Helper Wang"), (village.actor, None), (village.actor, None)):
        with village.service.database.writing() as work:
            holds.release(work, actor, village.clip_id)
        hold = _held(village)
        assert (hold.name if hold else None) == left
    assert _claim(village, other).name == "Helper Zhao"


def test_of_two_who_open_it_at_once_one_gets_it(village: Village) -> None:
    """Two threads, two connections, one row."""
    others = [village.actor, colleague(village)]

    def attempt(actor: Actor) -> str:
        try:
            return _claim(village, actor).name
        except HeldByOther as error:
            return f"no, {error.name}"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, others))
    winner = next(name for name in said if not name.startswith("no"))
    assert said == [winner, f"no, {winner}"]


def test_others_decide_nothing_meanwhile(village: Village) -> None:
    """Neither yes nor no; whoever has it may."""
    other = colleague(village)
    _claim(village)
    why = Refusal(Reason.TOO_DARK)
    with village.service.database.writing() as work:
        with pytest.raises(HeldByOther):
            reviews.approve(work, other, village.clip_id, 1, NOW)
        for act in (reviews.send_back, reviews.reject):
            with pytest.raises(HeldByOther):
                act(work, other, village.clip_id, 1, why, NOW)
        reviews.approve(work, village.actor, village.clip_id, 1, NOW)


def test_news_tell_of_it(village: Village) -> None:
    """The list is another when somebody takes a draft, and when the lease has run out."""

    def news(now: int) -> str:
        with village.service.database.reading() as work:
            return holds.news(work, village.actor, now)

    before = news(NOW)
    _claim(village)
    held = news(NOW + 1)
    assert held != before
    _claim(village, now=NOW + RENEW)
    assert news(NOW + RENEW) == held
    assert news(NOW + RENEW + LEASE) == before


def test_strangers_take_nothing(village: Village) -> None:
    """Another station's helper does not even know of it."""
    with pytest.raises(DraftUnknown):
        _claim(village, village.stranger)
