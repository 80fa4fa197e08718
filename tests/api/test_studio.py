"""What the studio's page asks the service, by way of HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from api.built import Built
from api.pages import studio
from tests.api.conftest import People, Someone
from tests.factories import CLIP, analysis, spoken
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.documents import canonical_json
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span
from vidcommerce.reviews.tables import PlanRow

pytestmark = pytest.mark.slow


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village, signed in."""
    return people(Role.HELPER, village.station_id)


@pytest.fixture
def address(village: Village) -> str:
    """Where the village's draft is."""
    return f"/studio/{village.clip_id}"


def _opened(someone: Someone, address: str) -> dict[str, Any]:
    answer = someone.client.get(f"{address}/document.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _save(someone: Someone, address: str, plan: object, base: int = 1) -> Any:  # noqa: ANN401 - JSON
    body = {"base": base, "product": 1, "plan": plan}
    return someone.client.put(f"{address}/plan", json=body)


def _analysed(village: Village) -> None:
    """Keep what was heard in the village's clip, and why its middle was cut."""
    heard = analysis(
        sha256=CLIP, duration=11_667, speech=[(3400, 4600)],
        words=spoken("very good oranges", 3500), shots=[5000],
    )  # fmt: skip
    store = village.service.store
    with store.scratch() as folder:
        (folder / "a").write_text(canonical_json(heard), encoding="utf-8")
        store.put("analysis/a.json", folder / "a")
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        clip.analysis = "analysis/a.json"
        cut = {"start": 3333, "stop": 5000, "reason": "repeated"}
        work.get_one(PlanRow, clip.plan_id).report = {"cuts": [cut]}


def test_the_document_has_all_that_the_editor_needs(
    helper: Someone, village: Village, address: str
) -> None:
    """The plan, the card, the music, the numbers to keep to; what may be done, and by whom."""
    found = _opened(helper, address)
    assert (found["clip"], found["number"], found["state"]) == (village.clip_id, 1, "ready")
    assert found["plan"]["cues"][0]["lines"] == ["Sweet oranges"]
    assert found["may"] == {
        "save": True, "decide": True, "approve": True, "why_not": "", "takeover": False,
    }  # fmt: skip
    assert found["product"]["farmer"] == "Farmer Li"
    assert (found["card"]["price"], found["card"]["outdated"]) == ("CN¥39.80", False)
    assert len(found["beds"]) > 3
    assert found["limits"]["characters"] == 42
    assert found["drawn"]["video"] == f"/review/{village.clip_id}/files/1/video.mp4"
    assert [(one["number"], one["by"]) for one in found["versions"]] == [(1, "")]
    assert {one["code"] for one in found["cut_reasons"]} >= {"silence", "by_hand"}
    assert found["working"] is None
    assert found["known"] == []


def test_what_was_cut_can_come_back(helper: Someone, village: Village, address: str) -> None:
    """With its reason in words, what is said in it, and the music low under that."""
    _analysed(village)
    found = _opened(helper, address)
    (reason,) = found["reasons"]
    assert (reason["start"], reason["stop"], reason["reason"]) == (100, 150, "repeated")
    assert reason["words"] == "said again, better, later on"
    (known,) = found["known"]
    assert known["cues"][0]["lines"] == ["very good oranges"]
    assert found["shots"] == [{"source": 0, "frames": [150]}]
    plan = found["plan"]
    whole = {"source": 0, "source_range": {"start": 0, "stop": 350}, "crop": None}
    saved = _save(helper, address, {**plan, "segments": [whole]}).json()
    assert saved["changes"][0]["words"] == "1 cut removed"
    assert saved["plan"]["audio"]["speech"] == known["speech"]


def test_words_are_in_the_reader_s_language(people: People, village: Village, address: str) -> None:
    """All that people read of it."""
    _analysed(village)
    helper = people(Role.HELPER, village.station_id)
    helper.client.post("/language", data={"to": "zh", "next": "/"})
    found = _opened(helper, address)
    assert found["reasons"][0]["words"] == "后面又说了一遍，说得更好"
    assert found["card"]["price"] == "CN¥39.80", "the card speaks the video's language"


def test_flags_are_beside_their_seconds(helper: Someone, village: Village, address: str) -> None:
    """What asks most comes first; with what was said to it."""
    seen = [
        Flag(Kind.TIME_UNKNOWN, Severity.NOTE, "probe"),
        Flag(Kind.TRUNCATED, Severity.QUESTION, "probe", {}, Span(2000, 3000)),
    ]
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "probe", seen, now_ms())
    first, second = _opened(helper, address)["flags"]
    assert (first["kind"], first["severity"]) == ("truncated", "question")
    assert (first["start"], first["stop"], first["answer"]) == (60, 90, None)
    assert (second["start"], second["stop"]) == (None, None)


def test_saving_answers_with_the_version(helper: Someone, address: str) -> None:
    """And the next document has it, being drawn."""
    plan = _opened(helper, address)["plan"]
    plan["cues"][0]["lines"] = ["Very sweet oranges"]
    answer = _save(helper, address, plan)
    assert (answer.status_code, answer.json()["number"]) == (200, 2)
    found = _opened(helper, address)
    assert (found["plan"], found["number"]) == (plan, 2)
    assert found["drawn"] == {"ready": False, "working": True, "video": "", "poster": ""}
    versions = [(one["number"], [c["words"] for c in one["changes"]]) for one in found["versions"]]
    assert versions == [(2, ["line 1 changed"]), (1, [])]
    assert found["versions"][0]["by"] == helper.person.name
    again = helper.client.get(f"{address}/versions/1.json").json()
    assert again["cues"][0]["lines"] == ["Sweet oranges"]
    told = helper.client.get(f"{address}/compare.json?one=2&other=1").json()
    assert [one["words"] for one in told["changes"]] == ["line 1 changed"]


def test_who_saves_later_gets_the_other_version_with_the_refusal(
    helper: Someone, people: People, village: Village, address: str
) -> None:
    """Two helpers: the second has both before them, and their own work is kept meanwhile."""
    other = people(Role.HELPER, village.station_id)
    plan = _opened(helper, address)["plan"]
    mine, theirs = json.loads(json.dumps([plan, plan]))
    mine["cues"][0]["lines"], theirs["cues"][1]["lines"] = ["Mine"], ["Theirs"]
    kept = {"base": 1, "plan": mine, "at": 0}
    assert helper.client.put(f"{address}/working", json=kept).status_code == 204
    assert _save(other, address, theirs).status_code == 200
    late = _save(helper, address, mine)
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    current = late.json()["current"]
    assert (late.json()["title"], current["number"]) == ("PlanMoved", 2)
    assert (current["by"], current["plan"]) == (other.person.name, theirs)
    assert _opened(helper, address)["working"]["plan"] == mine
    assert _opened(other, address)["working"] is None
    both = {**theirs, "cues": [mine["cues"][0], *theirs["cues"][1:]]}
    assert _save(helper, address, both, base=2).json()["number"] == 3
    assert _opened(helper, address)["working"] is None


def test_an_old_version_comes_back(helper: Someone, address: str) -> None:
    """As a new one."""
    plan = _opened(helper, address)["plan"]
    _save(helper, address, {**plan, "music": None, "cues": plan["cues"][:2]})
    body = {"base": 2, "product": 1, "number": 1}
    answer = helper.client.post(f"{address}/back", json=body)
    assert (answer.status_code, answer.json()["number"]) == (200, 3)
    assert answer.json()["plan"] == plan


_BAD: dict[str, Callable[[dict[str, Any]], object]] = {
    "no JSON": lambda _: b"{",
    "another document": lambda _: {"base": 1},
    "a clip of others": lambda plan: {
        **plan, "sources": [{**plan["sources"][0], "sha256": "a" * 64}]},
    "a line over a line": lambda plan: {**plan, "cues": [plan["cues"][0]] * 2},
    "a field more": lambda plan: {**plan, "free": True},
}  # fmt: skip


@pytest.mark.parametrize("name", _BAD)
def test_what_is_no_plan_of_this_draft_is_refused_in_words(
    helper: Someone, address: str, name: str
) -> None:
    """422, with a sentence; the draft stays as it is."""
    plan = _opened(helper, address)["plan"]
    bad = _BAD[name](plan)
    body = bad if isinstance(bad, bytes) else json.dumps({"base": 1, "product": 1, "plan": bad})
    answer = helper.client.put(f"{address}/plan", content=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]
    assert _opened(helper, address)["plan"] == plan


def test_more_than_a_plan_can_be_is_not_read(helper: Someone, address: str) -> None:
    """However long it says it is."""
    answer = helper.client.put(f"{address}/working", content=b" " * 2_000_001)
    assert answer.status_code == 413


def test_a_change_needs_the_page_s_token(helper: Someone, address: str) -> None:
    """Another site can't save in one's name."""
    bare = {"X-CSRF-Token": ""}
    body = {"base": 1, "product": 1, "number": 1}
    assert helper.client.post(f"{address}/back", json=body, headers=bare).status_code == 403


def test_other_stations_get_nothing(people: People, address: str) -> None:
    """Neither the page nor the document, nor may they save."""
    stranger = people(Role.HELPER)
    for path in ("", "/document.json", "/versions/1.json", "/compare.json?one=1&other=1"):
        assert stranger.client.get(f"{address}{path}").status_code == 404
    assert stranger.client.delete(f"{address}/working").status_code == 404


def test_the_page_brings_the_editor_and_does_without(
    helper: Someone, village: Village, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plain page is in it, whole; where nothing was built one is led there."""
    files = Built(("studio/studio.js",), ("studio/studio.css",))
    monkeypatch.setattr(studio, "built", lambda _: files)
    html = helper.client.get(address).text
    assert 'type="module"' in html
    assert "studio/studio.css" in html
    assert f'action="/review/{village.clip_id}/save"' in html
    assert 'preload="none"' in html, "the editor has a video of its own"
    facts = html.split('id="studio-facts">')[1].split("</script>")[0]
    assert json.loads(facts)["address"] == address
    assert json.loads(facts)["csrf"] == helper.csrf
    monkeypatch.setattr(studio, "built", lambda _: Built())
    plain = helper.client.get(address)
    assert (plain.status_code, plain.headers["location"]) == (303, f"/review/{village.clip_id}")


def test_what_is_decided_can_be_looked_at(helper: Someone, village: Village, address: str) -> None:
    """But not changed any more."""
    village.set_state(State.REJECTED)
    may = _opened(helper, address)["may"]
    assert (may["save"], may["decide"]) == (False, False)
    plan = _opened(helper, address)["plan"]
    assert _save(helper, address, {**plan, "music": None, "cues": []}).status_code == 409
