"""What was found out, as helpers and farmers meet it by way of HTTP."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.api.conftest import People, Someone
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span

pytestmark = pytest.mark.slow

_CLAIM = Flag(
    Kind.CLAIM_ABSOLUTE,
    Severity.QUESTION,
    "test",
    {"text": "from the hill", "law": "a law", "instead": "say where"},
    Span(2500, 3000),
)
_OTHER = Flag(
    Kind.REUSED_OTHER,
    Severity.SERIOUS,
    "test",
    {"clip": "0" * 32, "start": 2000, "stop": 3000, "here": "0:01", "there": "0:02"},
)


def _see(village: Village, *found: Flag) -> None:
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, "test", found, NOW)


def _farmer(people: People, village: Village) -> Someone:
    """Return the farmer whose clip it is, in a browser."""
    someone = people(Role.FARMER, village.station_id)
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).farmer_id = someone.person.id
    return someone


@pytest.fixture
def helper(people: People, village: Village) -> Someone:
    """A helper of the village."""
    return people(Role.HELPER, village.station_id)


@pytest.fixture
def lead(people: People, village: Village) -> Someone:
    """The station's lead."""
    return people(Role.LEAD, village.station_id)


def _answer(who: Someone, village: Village, flag: Flag, answer: str, words: str = "") -> int:
    form = {"digest": flag.name(), "answer": answer, "words": words}
    return who.client.post(f"/review/{village.clip_id}/flags", data=form).status_code


def test_what_was_upheld_is_the_farmer_s_to_read_and_to_appeal(
    helper: Someone, lead: Someone, people: People, village: Village
) -> None:
    """One tap; the list leads to it; whoever upheld it can't answer; the answer is read."""
    _see(village, _CLAIM)
    farmer = _farmer(people, village)
    video = f"/farm/videos/{village.clip_id}"
    assert "What your helper found" not in farmer.client.get(video).text
    assert _answer(helper, village, _CLAIM, "accepted", "I heard it") == 303
    html = unescape(farmer.client.get(video).text)
    assert "You say “from the hill”. Nobody can prove that." in html
    assert "Your helper says: I heard it" in html
    form = {"flag": _CLAIM.name()}
    assert farmer.client.post(f"{video}/appeal", data=form).status_code == 303
    html = farmer.client.get(video).text
    assert "Another person looks at it." in html
    assert _CLAIM.name() not in html
    assert f"/review/{village.clip_id}#found" in lead.client.get("/review").text
    page = helper.client.get(f"/review/{village.clip_id}").text
    assert "The farmer asks for another person to look." in page
    assert _answer(helper, village, _CLAIM, "dismissed", "no") == 422
    assert _answer(lead, village, _CLAIM, "dismissed", "It is the name of the place") == 303
    html = farmer.client.get(video).text
    assert "you are right. It is the name of the place" in html
    assert "#found" not in lead.client.get("/review").text


def test_the_farmer_is_asked_about_it_in_words_to_begin_with(
    helper: Someone, village: Village
) -> None:
    """In the farmer's language, with the second of the video; the helper can change both."""
    _see(village, _CLAIM)
    with village.service.database.writing() as work:
        work.get_one(PersonRow, village.farmer.id).language = "zh"
    page = helper.client.get(f"/review/{village.clip_id}").text
    assert 'data-at="2.500"' in page
    (way,) = re.findall(r'href="(/review/\w+\?about=\w+)#refuse"', page)
    asked = helper.client.get(way).text
    assert "你说了“from the hill”，这没有人能证明。" in unescape(asked)
    assert 'value="0:02"' in asked
    assert '<option value="unclear" selected>' in asked
    assert "selected" not in re.findall(r'<select name="reason">.*?</select>', page)[0]


def test_the_studio_knows_the_verdict_and_what_can_be_done(
    helper: Someone, people: People, village: Village
) -> None:
    """What is claimed, what the farmer would read, an appeal that waits, what it comes to."""
    note = Flag(Kind.DEVICE_UNKNOWN, Severity.NOTE, "test")
    _see(village, _CLAIM, note)
    address = f"/studio/{village.clip_id}"
    found = helper.client.get(f"{address}/document.json").json()
    claim, silent = found["flags"]
    assert (claim["asks"], claim["text"], claim["appeal"]) == (True, "from the hill", None)
    assert "from the hill" in claim["ask"]
    assert (silent["asks"], silent["ask"]) == (False, "")
    assert found["verdict"] == "It may be published; shoppers will read what was found."
    _answer(helper, village, _CLAIM, "accepted")
    form = {"flag": _CLAIM.name(), "words": "It is true"}
    farmer = _farmer(people, village)
    farmer.client.post(f"/farm/videos/{village.clip_id}/appeal", data=form)
    claim = helper.client.get(f"{address}/document.json").json()["flags"][0]
    assert claim["appeal"] == "It is true"


def test_another_s_pictures_take_two_persons_and_then_bar_it(
    helper: Someone, lead: Someone, village: Village
) -> None:
    """The page says why one can't approve, before anything is pressed."""
    _see(village, _OTHER)
    address = f"/review/{village.clip_id}"
    assert "two persons must say the same" in helper.client.get(address).text
    _answer(helper, village, _OTHER, "dismissed", "They filmed together")
    assert 'id="approve"' not in helper.client.get(address).text
    _answer(lead, village, _OTHER, "dismissed", "They filmed together")
    assert 'id="approve"' in helper.client.get(address).text
    _answer(lead, village, _OTHER, "accepted")
    page = helper.client.get(address).text
    assert "must be mended before it can be published" in page
    assert 'id="approve"' not in page


def test_a_country_s_rules_hold_for_its_stations(helper: Someone, village: Village) -> None:
    """An absolute word that a person upheld bars a video in China."""
    _see(village, _CLAIM)
    _answer(helper, village, _CLAIM, "accepted")
    address = f"/review/{village.clip_id}"
    with village.service.database.writing() as work:
        work.get_one(StationRow, village.station_id).region = "GB"
    assert 'id="approve"' in helper.client.get(address).text
    with village.service.database.writing() as work:
        work.get_one(StationRow, village.station_id).region = "CN"
    assert 'id="approve"' not in helper.client.get(address).text
