"""Having a draft, deciding and answering: the studio's JSON, and the forms without scripts."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import People, Someone
from tests.stations import NOW, Village, settle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.reviews.holds import RENEW
from vidcommerce.reviews.tables import DecisionRow, PlanRow

pytestmark = pytest.mark.slow

_AHEAD = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"})


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


@pytest.fixture
def lead(people: People, village: Village) -> Someone:
    """The lead of the village's station, signed in."""
    return people(Role.LEAD, village.station_id)


def _farmer(people: People, village: Village) -> Someone:
    """Return the farmer whose clip it is, in a browser."""
    someone = people(Role.FARMER, village.station_id)
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).farmer_id = someone.person.id
    return someone


def _at(village: Village, path: str) -> str:
    return f"/studio/{village.clip_id}/{path}"


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def _decision(village: Village) -> DecisionRow:
    with village.service.database.reading() as work:
        return work.query(DecisionRow).one()


def test_one_has_a_draft_and_the_other_is_told(
    helper: Someone, lead: Someone, village: Village
) -> None:
    """423 with the name, a lead takes over, and who gives back leaves it free."""
    hold = _at(village, "hold")
    mine = helper.client.put(hold, json={})
    assert (mine.status_code, mine.json()["renew"], mine.json()["mine"]) == (200, RENEW, True)
    theirs = lead.client.put(hold, json={})
    assert (theirs.status_code, theirs.json()["name"]) == (423, "A helper")
    assert theirs.json()["until"] == mine.json()["until"]
    shown = lead.client.get("/review").text
    assert "A helper has it open" in shown
    assert "You have it open" in helper.client.get("/review").text
    assert "A helper has this draft open now." in lead.client.get(f"/review/{village.clip_id}").text
    assert lead.client.put(hold, json={"take_over": True}).status_code == 200
    assert helper.client.put(hold, json={"take_over": True}).status_code == 403
    assert helper.client.put(hold, json={}).status_code == 423
    assert lead.client.delete(hold).status_code == 204
    assert helper.client.put(hold, json={}).status_code == 200


def test_whoever_has_it_not_decides_nothing(
    helper: Someone, lead: Someone, village: Village
) -> None:
    """By JSON and by form; a lead may take it with a form, too."""
    helper.client.put(_at(village, "hold"), json={})
    refused = lead.client.post(_at(village, "approve"), json={"number": 1})
    assert (refused.status_code, refused.json()["title"]) == (423, "HeldByOther")
    form = {"number": "1", "do": "reject", "reason": "not_true"}
    assert lead.client.post(f"/review/{village.clip_id}/refuse", data=form).status_code == 423
    assert lead.client.post(f"/review/{village.clip_id}/take").status_code == 303
    assert helper.client.post(f"/review/{village.clip_id}/take").status_code == 403
    assert lead.client.post(_at(village, "approve"), json={"number": 1}).status_code == 200
    assert _state(village) == State.PUBLISHING


def test_after_a_decision_comes_the_next_draft(helper: Someone, village: Village) -> None:
    """The one decided is nobody's any more; where none is left, the list."""
    other = settle(village.service, village.station_id)
    with village.service.database.writing() as work:
        work.get_one(ClipRow, other.clip_id).created_at = NOW + 1
    ahead = helper.client.get(f"/review/next.json?after={village.clip_id}").json()
    assert ahead["address"].endswith(other.clip_id)
    files = [helper.client.get(file).status_code for file in ahead["load"]]
    assert files == [200] * len(files) != []
    helper.client.put(_at(village, "hold"), json={})
    said = helper.client.post(_at(village, "approve"), json={"number": 1}).json()
    onward = helper.client.get(said["next"])
    assert (onward.status_code, onward.headers["location"]) == (303, ahead["address"])
    helper.client.post(_at(other, "approve"), json={"number": 1})
    assert helper.client.get("/review/next").headers["location"] == "/review"
    assert helper.client.get("/review/next.json").json() == {"address": "", "load": []}


@pytest.mark.parametrize(("path", "state"), [("ask", State.SENT_BACK), ("reject", State.REJECTED)])
def test_the_farmer_sees_and_reads_what_is_meant(
    helper: Someone, people: People, village: Village, path: str, state: State
) -> None:
    """The picture of the frame, the reason and the words; strangers see no picture."""
    farmer = _farmer(people, village)
    body = {"number": 1, "reason": "too_dark", "words": "The box is black here", "frame": 4}
    assert helper.client.post(_at(village, path), json=body).status_code == 200
    assert _state(village) == state
    html = farmer.client.get(f"/farm/videos/{village.clip_id}").text
    assert "It is too dark. The box is black here" in html
    picture = re.findall(r'src="(/farm/videos/\w+/asked\.jpg\?v=\w+)"', html)[0]
    sent = farmer.client.get(picture)
    assert (sent.status_code, sent.headers["content-type"]) == (200, "image/jpeg")
    neighbour = people(Role.FARMER, village.station_id)
    assert neighbour.client.get(picture).status_code == 404
    assert (_decision(village).frame, _state(village)) == (4, state)


def test_the_form_takes_the_second_as_people_write_it(helper: Someone, village: Village) -> None:
    """0:02.5 is frame 75; what is no moment is said so, and nothing is decided."""
    form = {"number": "1", "do": "send_back", "reason": "too_dark"}
    for wrong in ("soon", "9:99:9", "0:11", "1e3", "-1"):
        answer = helper.client.post(f"/review/{village.clip_id}/refuse", data={**form, "at": wrong})
        assert (answer.status_code, "no such moment" in answer.text) == (422, True), wrong
    good = helper.client.post(f"/review/{village.clip_id}/refuse", data={**form, "at": " 0:02.5 "})
    assert good.status_code == 303
    assert _decision(village).frame == 75
    assert "At 0:02:" in helper.client.get(f"/review/{village.clip_id}").text


def test_a_question_is_asked_and_answered_by_telephone(
    helper: Someone, people: People, village: Village
) -> None:
    """The farmer reads a question and no demand to film again; then the helper goes on."""
    farmer = _farmer(people, village)
    body = {"number": 1, "reason": "unclear", "words": "Is it 5 kg or 10?"}
    helper.client.post(_at(village, "ask"), json=body)
    html = farmer.client.get(f"/farm/videos/{village.clip_id}").text
    assert "Your helper has a question." in html
    assert "Is it 5 kg or 10?" in html
    assert f'href="/review/{village.clip_id}"' in helper.client.get("/review").text
    assert helper.client.post(f"/review/{village.clip_id}/reopen").status_code == 303
    assert _state(village) == State.READY


def test_a_farmer_appeals_with_one_tap_and_another_person_answers(
    helper: Someone, lead: Someone, people: People, village: Village
) -> None:
    """The list shows it; whoever rejected can't answer; the farmer reads the answer."""
    farmer = _farmer(people, village)
    body = {"number": 1, "reason": "not_true"}
    helper.client.post(_at(village, "reject"), json=body)
    video = f"/farm/videos/{village.clip_id}"
    assert f'action="{video}/appeal"' in farmer.client.get(video).text
    assert farmer.client.post(f"{video}/appeal").status_code == 303
    html = farmer.client.get(video).text
    assert "Another person looks at your video" in html
    assert f'action="{video}/appeal"' not in html
    assert "Farmers who ask for another look" in lead.client.get("/review").text
    appeal = f"/review/{village.clip_id}/appeal"
    stays = {"do": "stays", "words": "The price is not the shop's."}
    own = helper.client.post(appeal, data=stays)
    assert (own.status_code, "Another person than" in own.text) == (422, True)
    assert lead.client.post(appeal, data={"do": "stays"}).status_code == 422
    assert lead.client.post(appeal, data=stays).status_code == 303
    html = farmer.client.get(video).text
    assert "Another person has looked: it is not taken" in html
    assert "It says something that is not true. The price is not the shop&#39;s." in html
    assert "Farmers who ask" not in lead.client.get("/review").text


def test_an_appeal_that_is_upheld_opens_the_draft(
    helper: Someone, lead: Someone, people: People, village: Village
) -> None:
    """It waits again, and can be approved."""
    farmer = _farmer(people, village)
    helper.client.post(_at(village, "reject"), json={"number": 1, "reason": "not_true"})
    farmer.client.post(f"/farm/videos/{village.clip_id}/appeal")
    lead.client.post(f"/review/{village.clip_id}/appeal", data={"do": "again"})
    assert _state(village) == State.READY
    assert helper.client.post(_at(village, "approve"), json={"number": 1}).status_code == 200


def test_a_flag_is_answered(helper: Someone, village: Village) -> None:
    """By JSON or by form; the list counts what is open, and can be sifted by it."""
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "test", [_AHEAD], NOW)
    assert "1 question" in helper.client.get("/review?asks=yes").text
    address = _at(village, f"flags/{_AHEAD.name()}")
    assert helper.client.post(address, json={"answer": "dismissed"}).status_code == 422
    assert helper.client.post(address, json={"answer": "maybe"}).status_code == 422
    nowhere = _at(village, f"flags/{'0' * 64}")
    assert helper.client.post(nowhere, json={"answer": "accepted"}).status_code == 404
    said = helper.client.post(address, json={"answer": "mended", "words": "Cut out"}).json()
    assert (said["answer"], said["words"], said["by"]) == ("mended", "Cut out", "A helper")
    assert "Nothing that you look for waits here." in helper.client.get("/review?asks=yes").text
    form = {"digest": _AHEAD.name(), "answer": "dismissed", "words": "The clock was wrong"}
    answer = helper.client.post(f"/review/{village.clip_id}/flags", data=form)
    assert answer.status_code == 303
    html = helper.client.get(f"/review/{village.clip_id}").text
    assert "A helper: It is not so." in html
    assert "The clock was wrong" in html


def test_the_page_says_who_must_approve(helper: Someone, lead: Someone, village: Village) -> None:
    """Whoever edited finds no button, and is refused if they ask all the same."""
    with village.service.database.writing() as work:
        work.get_one(StationRow, village.station_id).second_eyes = ["first_videos"]
        row = work.get_one(PlanRow, work.get_one(ClipRow, village.clip_id).plan_id)
        row.made_by = helper.person.id
    html = helper.client.get(f"/review/{village.clip_id}").text
    assert "somebody else must approve it: it is one of the first videos of this farmer." in html
    assert 'id="approve"' not in html
    refused = helper.client.post(_at(village, "approve"), json={"number": 1})
    assert (refused.status_code, refused.json()["title"]) == (409, "SecondEyesNeeded")
    assert 'id="approve"' in lead.client.get(f"/review/{village.clip_id}").text
    assert lead.client.post(_at(village, "approve"), json={"number": 1}).status_code == 200


def test_the_list_is_sifted(helper: Someone, village: Village) -> None:
    """By farmer, by words, by who has what; the form says what was asked for."""
    other = settle(village.service, village.station_id)
    with village.service.database.writing() as work:
        work.get_one(PersonRow, other.farmer.id).name = "Farmer <Chen>"
    html = helper.client.get("/review", params={"words": "chen"}).text
    assert f"/{other.clip_id}" in html
    assert f"/{village.clip_id}" not in html
    assert 'value="chen"' in html
    html = helper.client.get("/review", params={"farmer": village.farmer.id, "free": "yes"}).text
    assert f"/{village.clip_id}" in html
    assert f"/{other.clip_id}" not in html
    assert f'<option value="{village.farmer.id}" selected>' in html
    assert "Farmer &lt;Chen&gt;" in html


def test_a_session_that_ended_has_nothing(helper: Someone, village: Village) -> None:
    """A page that stayed open learns of it by 401, and nothing is held."""
    with village.service.database.writing() as work:
        sessions.end_all(work, helper.person.id, now_ms())
    assert helper.client.put(_at(village, "hold"), json={}).status_code == 401
