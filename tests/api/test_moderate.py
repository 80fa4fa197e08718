"""The moderators' pages without scripts: every form, and who may send it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.api.conftest import People, Someone
from tests.comments.boards import RUDE, Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Role
from vidcommerce.comments.queue import Wanted, take
from vidcommerce.comments.tables import CommentRow, WordRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow


@pytest.fixture
def here(village: Village) -> Board:
    """A page on which people comment."""
    return board(village)


@pytest.fixture
def moderator(people: People, village: Village) -> Someone:
    """A moderator of the village, signed in."""
    return people(Role.MODERATOR, village.station_id)


def _write(here: Board, text: str, *, known: bool = False) -> str:
    with here.village.service.database.writing() as work:
        now = replace(here, page=work.get_one(PublicationRow, here.page.id))
        return now.write(work, text, trusted(work) if known else None).id


def _row(here: Board, comment_id: str) -> CommentRow:
    with here.village.service.database.reading() as work:
        return work.get_one(CommentRow, comment_id)


def test_a_clash_shows_what_was_read_and_what_is(here: Board, moderator: Someone) -> None:
    """409, both texts, what was wanted, who decided and why."""
    comment = _write(here, "Is it <b>sweet</b>?")
    form = {"version": "1", "seen": "Is it <b>sour</b>?", "reason": "insult"}
    moderator.client.post(f"/moderate/{comment}", data={**form, "reason": "untrue"})
    answer = moderator.client.post(f"/moderate/{comment}", data=form)
    assert answer.status_code == 409
    for part in ("Is it &lt;b&gt;sour&lt;/b&gt;?", "Is it &lt;b&gt;sweet&lt;/b&gt;?",
                 "You wanted: It insults somebody.", "A moderator",
                 "that is not true"):  # fmt: skip
        assert part in answer.text
    assert _row(here, comment).reason == "untrue"


def test_what_somebody_else_reads_is_theirs(
    here: Board, moderator: Someone, people: People, village: Village
) -> None:
    """It is not on the second desk, and a form that was sent all the same is answered with 423."""
    comment = _write(here, "Is it sweet?")
    assert comment in moderator.client.get("/moderate").text
    other = people(Role.MODERATOR, village.station_id)
    assert comment not in other.client.get("/moderate").text
    form = {"version": "1", "do": "show"}
    assert other.client.post(f"/moderate/{comment}", data=form).status_code == 423
    mine = moderator.client.post("/moderate/leases", data={"ids": [comment, "x"]})
    assert mine.json() == {"mine": [comment]}
    assert moderator.client.post("/moderate/leases").json() == {"mine": []}
    assert other.client.post(f"/moderate/{comment}", data=form).status_code == 303


def test_what_is_not_chosen_is_not_done(here: Board, moderator: Someone) -> None:
    """Neither show nor a reason; an unknown reason; a ban for no time."""
    comment = _write(here, "Is it sweet?", known=True)
    for path, form in (
        ("", {"version": "1"}),
        ("", {"version": "1", "reason": "because"}),
        ("/ban", {"version": "1", "days": "3", "reason": "insult"}),
        ("/ban", {"version": "1", "days": "7"}),
    ):
        answer = moderator.client.post(f"/moderate/{comment}{path}", data=form)
        assert answer.status_code == 422, (path, form)
    assert _row(here, comment).version == 1


def test_a_decision_is_taken_back_by_a_form(here: Board, moderator: Someone) -> None:
    """The desk says what was done, with the button; back on the list that one came from."""
    comment = _write(here, RUDE)
    form = {"version": "1", "do": "show", "sift": "withheld"}
    done = moderator.client.post(f"/moderate/{comment}", data=form).headers["location"]
    assert done.startswith("/moderate?sift=withheld&done=")
    shown = moderator.client.get(done).text
    assert "1 shown." in shown
    address = re.findall(r'action="(/moderate/goes/\w+/undo)"', shown)[0]
    back = moderator.client.post(address, data={"sift": "withheld"}).headers["location"]
    assert "1 taken back." in moderator.client.get(back).text
    assert _row(here, comment).state == "withheld"
    assert moderator.client.post(address).status_code == 409


def test_a_writer_is_stopped_and_known(here: Board, moderator: Someone, village: Village) -> None:
    """The page about a comment has what its writer wrote before and what was done."""
    with village.service.database.writing() as work:
        by = trusted(work)
        first, second = here.write(work, "Sweet!", by), here.write(work, "Not so sweet", by)
    form = {"version": "1", "days": "7", "reason": "insult"}
    assert moderator.client.post(f"/moderate/{second.id}/ban", data=form).status_code == 303
    about = moderator.client.get(f"/moderate/{second.id}").text
    for part in ("Sweet!", "writer stopped", "A moderator", "may not write until"):
        assert part in about
    assert first.id in about
    moderator.client.post(f"/moderate/{second.id}/unban", data={"version": "1"})
    with village.service.database.reading() as work:
        assert work.get_one(WriterRow, by.id).banned_until == 0


def test_words_are_put_on_the_list_and_taken_off(
    here: Board, moderator: Someone, village: Village
) -> None:
    """What is typed wrong stays in the form; each word says what is done about it."""
    refused = moderator.client.post("/moderate/words", data={"word": "...", "decision": "hold"})
    assert refused.status_code == 422
    assert 'value="..."' in refused.text
    form = {"word": "moon fruit", "decision": "withhold", "kind": "word"}
    assert moderator.client.post("/moderate/words", data=form).status_code == 303
    page = moderator.client.get("/moderate/words").text
    assert "moon fruit" in page
    assert _row(here, _write(here, "buy moon fruit", known=True)).state == "withheld"
    with village.service.database.reading() as work:
        (row,) = work.query(WordRow).all()
    moderator.client.post(f"/moderate/words/{row.id}", data={"do": "remove"})
    assert _row(here, _write(here, "buy moon fruit", known=True)).state == "shown"


def test_a_video_can_be_read_before(here: Board, moderator: Someone, village: Village) -> None:
    """Chosen for one video, it holds the comments of known writers too; others can't choose it."""
    assert "Before or after" in moderator.client.get("/moderate/videos").text
    address = f"/moderate/videos/{here.page.id}"
    assert moderator.client.post(address, data={"mode": "before"}).status_code == 303
    assert _row(here, _write(here, "Sweet!", known=True)).state == "held"
    moderator.client.post(address, data={"mode": ""})
    assert _row(here, _write(here, "Sweet, too!", known=True)).state == "shown"
    with village.service.database.writing() as work:
        work.get_one(PublicationRow, here.page.id).held_until = now_ms() + 90_000
    assert "for 2 minutes more" in moderator.client.get("/moderate/videos").text


def test_other_stations_see_and_change_nothing(
    here: Board, people: People, village: Village
) -> None:
    """Not a comment, not a writer, not a video."""
    comment = _write(here, "Is it sweet?")
    other = people(Role.MODERATOR).client
    for path in ("", "/same", "/second", "/tags", "/ban", "/unban"):
        form = {"version": "1", "do": "show", "days": "7", "reason": "insult"}
        answer = other.post(f"/moderate/{comment}{path}", data=form)
        assert answer.status_code == 404, path
    assert other.get(f"/moderate/{comment}").status_code == 404
    assert other.post(f"/moderate/videos/{here.page.id}", data={"mode": "before"}).status_code in {
        403, 404,
    }  # fmt: skip
    for page in ("/moderate", "/moderate/numbers", "/moderate/words", "/moderate/videos"):
        assert "Navel oranges" not in other.get(page).text
    with village.service.database.writing() as work:
        assert [row.id for row in take(work, here.moderator, NOW, Wanted())] == [comment]


@pytest.mark.parametrize(
    "sift", ["all", "new", "reported", "look", "withheld", "second", "decided"]
)
def test_every_list_can_be_seen(here: Board, moderator: Someone, sift: str) -> None:
    """Also an empty one, and in Chinese."""
    _write(here, "Is it sweet?")
    moderator.client.post("/language", data={"to": "zh", "next": "/moderate"})
    page = moderator.client.get(f"/moderate?sift={sift}&video=&left=1")
    assert page.status_code == 200
    assert f'value="{sift}" selected' in page.text
