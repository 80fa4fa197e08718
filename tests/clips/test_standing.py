"""Where a clip stands, as a farmer reads it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.clips.standing import ADVICE, STEP_WORDS, Step, Tone, standing
from vidcommerce.clips.states import State
from vidcommerce.errors import InputRejected, VidcommerceError
from vidcommerce.language import words
from vidcommerce.media import refusals
from vidcommerce.progress import Stage


@given(st.sampled_from(State), st.text(max_size=20), st.integers(-5, 2000))
def test_every_state_has_words_and_a_share(state: State, stage: str, done: int) -> None:
    """Whatever a row holds, there is a title, and a percent between 0 and 100."""
    stands = standing(state, stage, done)
    assert stands.title
    assert 0 <= stands.percent <= 100


def test_the_bar_never_runs_back() -> None:
    """From stage to stage, in the order in which they run, the percent and the step only grow."""
    analysing = [Stage.PROBE, Stage.FETCH, Stage.ANALYSE, Stage.DRAFT]
    rendering = [Stage.RENDER, Stage.PACKAGE]
    seen = [
        standing(state, stage.value, done)
        for state, stages in ((State.ANALYSING, analysing), (State.RENDERING, rendering))
        for stage in stages
        for done in (0, 500, 1000)
    ]
    assert all(a.percent <= b.percent and a.step <= b.step for a, b in pairwise(seen))
    assert {stands.tone for stands in seen} == {Tone.WORKING}
    assert seen[-1].percent == 100


def test_every_refusal_says_what_to_do() -> None:
    """Each way in which the probe refuses a clip has its advice, and no advice is for nothing."""
    refused = {
        name
        for name, error in vars(refusals).items()
        if isinstance(error, type)
        and issubclass(error, InputRejected)
        and error not in (InputRejected, VidcommerceError, refusals.ClipMissing)
    }
    assert refused <= set(ADVICE)


def test_it_is_all_said_in_chinese() -> None:
    """Every sentence that a farmer reads here has its translation."""
    sentences = {standing(state, stage, 0).title for state in State for stage in ("", *Stage)}
    sentences |= {standing(state, "", 0).advice for state in State} - {""}
    sentences |= {*STEP_WORDS.values(), *ADVICE.values()}
    assert {s for s in sentences if s not in words("zh").sentences} == set()
    assert len(STEP_WORDS) == len(Step)
