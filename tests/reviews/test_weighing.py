"""What flags and answers come to at a station, and what that bars; the label that follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stations import NOW, Village, colleague
from vidcommerce import jobs
from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log, repository
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.rules import OURS, Policies
from vidcommerce.reviews import answers, asking, labelling, weighing
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer

_SERIOUS = Flag(Kind.NO_SOUND, Severity.SERIOUS, "test")
_SUSPECTED = Flag(Kind.AI_SUSPECTED, Severity.QUESTION, "test", {"by": "sora"})


def _see(village: Village, *found: Flag) -> None:
    with village.service.database.writing() as work:
        repository.replace(work, village.clip_id, "test", found, NOW)


def _say(village: Village, what: Answer, flag: Flag, actor: Actor | None = None) -> None:
    with village.service.database.writing() as work:
        who = actor or village.actor
        clip = reviews.draft(work, who, village.clip_id, to_change=True).clip
        answers.answer(work, who, clip, flag.name(), (what, "it is"), NOW)
        labelling.put_right(work, clip, who.person_id, NOW)


def _approve(village: Village, policies: Policies = OURS) -> None:
    with village.service.database.writing() as work:
        reviews.approve(work, village.actor, village.clip_id, 1, NOW, policies)


def _barred(village: Village, by: type[InputRejected], policies: Policies = OURS) -> None:
    with pytest.raises(by):
        _approve(village, policies)


@pytest.fixture
def strict(tmp_path: Path) -> Policies:
    """Two persons for one kind, which blocks when upheld."""
    path = tmp_path / "rules.toml"
    path.write_text('[default]\nsecond = ["no_sound"]\nblock = ["no_sound"]\n', encoding="utf-8")
    return Policies(path)


def test_a_serious_flag_is_answered_first(village: Village) -> None:
    """Then the draft is published; the verdict is in the log."""
    _see(village, _SERIOUS)
    _barred(village, weighing.AnswersMissing)
    _say(village, Answer.DISMISSED, _SERIOUS)
    _approve(village)
    with village.service.database.reading() as work:
        entries = [json.loads(one) for one in log.of_clip(work, village.clip_id)]
    (said,) = [one for one in entries if one["what"] == log.What.VERDICT]
    assert (said["data"]["verdict"], said["person"]) == ("publish", village.helper.id)


def test_two_persons_say_the_same_where_the_rules_want_it(
    village: Village, strict: Policies
) -> None:
    """One person twice is one person."""
    _see(village, _SERIOUS)
    _say(village, Answer.DISMISSED, _SERIOUS)
    _say(village, Answer.MENDED, _SERIOUS)
    _barred(village, weighing.SecondAnswerMissing, strict)
    _say(village, Answer.DISMISSED, _SERIOUS, colleague(village))
    _approve(village, strict)


def test_what_is_upheld_blocks_where_the_rules_want_it(village: Village, strict: Policies) -> None:
    """Until the person who said so says otherwise."""
    _see(village, _SERIOUS)
    _say(village, Answer.ACCEPTED, _SERIOUS)
    _barred(village, weighing.Blocked, strict)
    _approve(village)


def test_nothing_is_approved_while_its_clip_is_being_checked(village: Village) -> None:
    """What may be found is not known yet."""
    with village.service.database.writing() as work:
        job = jobs.ask(work, village.clip_id, jobs.Stage.CHECK, 0, NOW)
    _barred(village, weighing.ChecksUnderWay)
    with village.service.database.writing() as work:
        jobs.over(work.get_one(JobRow, job), "done", NOW)
    _approve(village)


def test_a_clip_that_was_sent_back_is_checked_all_the_same(village: Village) -> None:
    """Else whoever sends it back and looks again would be quicker than what may be found."""
    with village.service.database.writing() as work:
        jobs.ask(work, village.clip_id, jobs.Stage.CHECK, 0, NOW)
    village.set_state(State.SENT_BACK)
    with village.service.database.writing() as work:
        lease = jobs.claim(work, ["analysis"], "worker", NOW, 1000)
    assert lease is not None
    assert lease.stage is jobs.Stage.CHECK
    village.set_state(State.READY)
    _barred(village, weighing.ChecksUnderWay)


def test_a_helper_is_not_told_that_all_is_well_where_nobody_looked(village: Village) -> None:
    """Checks that failed, or were never made, say nothing for a clip."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        assert "Nothing here speaks against" in weighing.in_words(work, clip, (), OURS)
        clip.checked_at = None
        assert "look closely" in weighing.in_words(work, clip, (), OURS)


def test_a_label_found_while_a_clip_was_sent_back_comes_with_it(village: Village) -> None:
    """A draft that is looked at again bears the label that it must."""
    village.set_state(State.SENT_BACK)
    _see(village, _SUSPECTED)
    with village.service.database.writing() as work:
        labelling.put_right(work, work.get_one(ClipRow, village.clip_id), None, NOW)
        asking.reopen(work, village.actor, village.clip_id, NOW)
        found = reviews.draft(work, village.actor, village.clip_id)
        assert found.plan.label == "Suspected to be made with AI"
        assert found.clip.state == State.RENDERING


def test_a_label_comes_with_its_flag_and_goes_with_the_answer(village: Village) -> None:
    """Each is a version that is drawn anew; asked again, there is nothing to do."""
    _see(village, _SUSPECTED)
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        labelling.put_right(work, clip, None, NOW)
        labelling.put_right(work, clip, None, NOW)
        found = reviews.draft(work, village.actor, village.clip_id)
        assert (found.row.number, found.row.made_by) == (2, None)
        assert found.plan.label == "Suspected to be made with AI"
        assert clip.state == State.RENDERING
    _say(village, Answer.DISMISSED, _SUSPECTED)
    with village.service.database.reading() as work:
        found = reviews.draft(work, village.actor, village.clip_id)
        assert (found.row.number, found.plan.label) == (3, "")
