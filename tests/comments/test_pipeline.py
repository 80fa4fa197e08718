"""What becomes of a comment: signals of the steps, and the one function that decides."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.deciding import decide, rules
from vidcommerce.comments.pipeline import (
    Echo,
    Given,
    Judged,
    Mode,
    OwnList,
    Place,
    Writer,
    judge,
    judge_all,
)
from vidcommerce.comments.scoring import ScorerFailed, Scores
from vidcommerce.comments.signals import KIND_WORDS, STRICTNESS, Decision, Kind, Signal, Strength


class Fixed:
    """A model that thinks the same of everything."""

    def __init__(self, scores: Scores) -> None:
        """Keep what is thought."""
        self.scores = scores
        self.asked: list[str] = []

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Return it for each."""
        self.asked += texts
        return [self.scores] * len(texts)


class Broken:
    """A model that gives no answer."""

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Fail."""
        raise ScorerFailed(f"{len(texts)} texts")


def kinds(judged: Judged) -> set[Kind]:
    """Return what the signals are about."""
    return {signal.kind for signal in judged.signals}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("f.u.c.k you", Kind.ABUSE),
        ("你这个煞笔", Kind.ABUSE),
        ("加葳信聊", Kind.CONTACT),
        ("call 138-0013-8000", Kind.CONTACT),
        ("mail me: a.b (at) gmail (dot) com", Kind.CONTACT),
        ("看 abc点com", Kind.LINK),
        ("刷 单 兼 职", Kind.SPAM),
        ("check out my channel", Kind.SPAM),
        ("约p吗", Kind.SEXUAL),
        ("卖冰du", Kind.ILLEGAL),
        ("买一送一" * 40, Kind.REPEAT),
        ("   \u200b", Kind.LENGTH),
        ("x" * 1001, Kind.LENGTH),
        (
            "he\u0300\u0336\u0334\u0358l\u0300\u0336\u0334\u0358l\u0300\u0336\u0334\u0358o",
            Kind.DISGUISE,
        ),
    ],
)
def test_each_step_has_its_say(text: str, kind: Kind) -> None:
    """One text for each step, which is not shown before a person has read it."""
    judged = judge(Given(text))
    assert kind in kinds(judged)
    assert STRICTNESS[judged.decision] >= STRICTNESS[Decision.HOLD]


def test_the_normal_form_says_what_was_meant() -> None:
    """Hidden words and numbers are written out, and signals point into the original."""
    text = "老板 s.h.i.t 加薇信 一三八零零一三八零零零"
    judged = judge(Given(text))
    assert judged.normal_form == "老板 shit 加微信 13800138000"
    said = {signal.meant: text[signal.start : signal.stop] for signal in judged.signals}
    assert said["shit"] == "s.h.i.t"
    assert said["加微信"] == "加薇信"
    assert said["13800138000"] == "一三八零零一三八零零零"


@pytest.mark.parametrize(
    ("given_", "decision"),
    [
        (Given("很甜"), Decision.PUBLISH),
        (Given("很甜", writer=Writer(approved=1)), Decision.HOLD),
        (Given("很甜", writer=Writer(banned=True)), Decision.REJECT),
        (Given("很甜", writer=Writer(approved=2, rejected=3)), Decision.HOLD),
        (Given("很甜", writer=Writer(recent=9)), Decision.HOLD),
        (Given("很甜", writer=Writer(recent=40)), Decision.REJECT),
        (Given("很甜", writer=Writer(places=12)), Decision.HOLD),
        (Given("很甜", place=Place(mode=Mode.BEFORE)), Decision.HOLD),
        (Given("很甜", place=Place(burst=True)), Decision.HOLD),
        (Given("很甜", echo=Echo(writers=5)), Decision.PUBLISH),
        (Given("这家的苹果比别家的都好都来买", echo=Echo(writers=5)), Decision.HOLD),
        (Given("很甜", echo=Echo(mine=2)), Decision.HOLD),
        (Given("很甜", echo=Echo(mine=9)), Decision.REJECT),
    ],
)
def test_what_is_counted_and_chosen(given_: Given, decision: Decision) -> None:
    """New writers, bans, floods, bursts, and places that read first; short praise is no flood."""
    assert judge(given_).decision is decision


def test_the_shop_s_own_may_be_said() -> None:
    """Numbers, names and hosts of the shop are no contact details of strangers."""
    text = "电话 13800138000，wx: farm_88，https://shop.example/a"
    own = Place(hosts=("shop.example",), numbers=("13800138000",), contacts=("farm_88",))
    assert judge(Given(text)).decision is Decision.WITHHOLD
    assert judge(Given(text, place=own)).decision is Decision.PUBLISH


def test_an_operator_s_lists_are_found_under_disguise() -> None:
    """Own words and names of other sellers; each list says what it is worth."""
    place = Place(
        competitors=("绿谷农场", "Green Valley"),
        lists=(
            OwnList("politics", ("某某事件",)),
            OwnList("mild", ("durian",), Decision.PUBLISH_LOOK),
        ),
    )
    assert judge(Given("去绿 谷 农 场 买", place=place)).decision is Decision.HOLD
    assert judge(Given("Greenvalley is cheaper", place=place)).decision is Decision.HOLD
    assert kinds(judge(Given("某.某.事.件", place=place))) == {Kind.LISTED}
    assert judge(Given("I like d.u.r.i.a.n", place=place)).decision is Decision.PUBLISH_LOOK
    assert judge(Given("I like apples", place=place)).decision is Decision.PUBLISH


def test_a_model_is_asked_for_normal_forms() -> None:
    """Its scores make signals at the thresholds of the policy."""
    sure = rules().model[Kind.MODEL_ABUSE][Strength.LIKELY]
    model = Fixed(Scores(abuse=sure, spam=0))
    judged = judge(Given("Ｈｅｌｌｏ"), model)
    assert model.asked == ["hello"]
    assert kinds(judged) == {Kind.MODEL_ABUSE}
    assert judged.decision is Decision.HOLD
    assert judge(Given("hello"), Fixed(Scores(0, 0))).decision is Decision.PUBLISH


def test_lists_hold_when_the_model_fails() -> None:
    """No answer is told, and changes nothing else."""
    good, bad = judge_all([Given("很甜"), Given("傻 逼")], Broken())
    assert good.decision is Decision.PUBLISH
    assert kinds(good) == {Kind.MODEL_SILENT}
    assert bad.decision is Decision.WITHHOLD
    assert bad.scores is None


def test_hints_add_up() -> None:
    """Two hints of different kinds are held; one alone is shown and looked at."""
    hint = Signal(Kind.ABUSE, Strength.HINT, "a")
    other = Signal(Kind.SPAM, Strength.HINT, "b")
    assert decide([]) is Decision.PUBLISH
    assert decide([hint, hint]) is Decision.PUBLISH_LOOK
    assert decide([hint, other]) is Decision.HOLD


@given(st.lists(st.builds(Signal, st.sampled_from(Kind), st.sampled_from(Strength), st.just(""))))
def test_more_signals_are_never_milder(signals: list[Signal]) -> None:
    """Each signal can make a decision stricter only."""
    for count in range(len(signals)):
        before, after = decide(signals[:count]), decide(signals[: count + 1])
        assert STRICTNESS[before] <= STRICTNESS[after]


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    """Whatever is written: a decision, signals within the text, the same one again."""
    judged = judge(Given(text))
    assert all(0 <= signal.start <= signal.stop <= len(text) for signal in judged.signals)
    assert judge(Given(text)) == judged


def test_floods_are_counted_by_letters() -> None:
    """Texts that differ in tricks, space and signs have one fingerprint."""
    same = {
        judge(Given(text)).fingerprint for text in ("Buy now!", "b u y  n o w", "ＢＵＹ ＮＯＷ")
    }
    assert len(same) == 1
    assert judge(Given("buy later")).fingerprint not in same


def test_every_kind_has_words_and_a_policy() -> None:
    """Nothing can be signalled that nobody could explain or decide about."""
    assert set(KIND_WORDS) == set(Kind)
    assert {(kind, strength) for kind in Kind for strength in Strength} == set(rules().decisions)


@pytest.mark.parametrize("part", ["1 ", "a1", "a.", "w w ", "加", "傻a", "f*", "<b>", "一三八"])
def test_no_text_keeps_a_worker_busy(part: str) -> None:
    """Rows of what the steps look for: a text twice as long costs about twice as much."""
    half, whole = ((part * 1000)[:long] for long in (500, 1000))
    judge(Given(whole))
    assert calls(whole) < 2.6 * calls(half)


def calls(text: str) -> int:
    """Return how many calls judging a text takes: what a clock would say without others."""
    many = 0

    def count(_frame: object, _event: str, _about: object) -> None:
        nonlocal many
        many += 1

    sys.setprofile(count)
    try:
        judge(Given(text))
    finally:
        sys.setprofile(None)
    return many
