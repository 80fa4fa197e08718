"""When messages are tried again, and what ends them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.clips.states import State
from vidcommerce.webhooks.events import Kind, told_by
from vidcommerce.webhooks.policy import PAUSES, Again, Answer, Delivered, GivenUp, judge

_ANSWERS = st.builds(Answer, st.integers(0, 599), st.just("no connection"))


@given(st.integers(200, 299), st.integers(1, 12))
def test_any_2xx_is_delivered(status: int, attempts: int) -> None:
    """Whatever the body says and however often it was tried."""
    assert judge(Answer(status), attempts, 0.5) == Delivered()


@given(_ANSWERS, st.integers(1, 9), st.floats(0, 1, exclude_max=True))
def test_a_failure_is_tried_again_within_a_fifth_of_its_pause(
    answer: Answer, attempts: int, chance: float
) -> None:
    """Redirects and client errors too; only 410 is final at once."""
    verdict = judge(answer, attempts, chance)
    if 200 <= answer.status < 300:
        assert verdict == Delivered()
    elif answer.status == 410:
        assert verdict == GivenUp("HTTP 410", gone=True)
    else:
        assert isinstance(verdict, Again)
        assert 0.8 <= verdict.pause / PAUSES[attempts - 1] <= 1.2


def test_pauses_grow_and_end() -> None:
    """Ten tries over about three days, then it is given up with the reason of the last."""
    assert list(PAUSES) == sorted(PAUSES)
    assert 72 * 3_600_000 < sum(PAUSES) < 80 * 3_600_000
    assert judge(Answer(500), len(PAUSES) + 1, 0) == GivenUp("HTTP 500")
    assert judge(Answer(0, "no connection"), 99, 0) == GivenUp("no connection")


def test_who_asks_us_to_wait_is_heard() -> None:
    """A longer Retry-After is kept to; a shorter one changes nothing."""
    assert judge(Answer(503, wait=60_000), 1, 0.5) == Again(60_000)
    assert judge(Answer(503, wait=1), 1, 0.5) == Again(5000)


def test_what_is_told_of_a_clip() -> None:
    """A page that goes is told of, whichever way the clip went; work in progress is nobody's."""
    assert told_by(State.READY, public=False) is Kind.CLIP_READY
    assert told_by(State.PUBLISHED, public=True) is Kind.VIDEO_PUBLISHED
    for state in (State.WITHDRAWN, State.CANCELLED, State.REJECTED):
        assert told_by(state, public=True) is Kind.VIDEO_WITHDRAWN
    assert told_by(State.CANCELLED, public=False) is None
    assert told_by(State.RENDERING, public=True) is None
