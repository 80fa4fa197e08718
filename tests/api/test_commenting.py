"""Shoppers' comments by way of HTTP, without scripts: all that a writer and a reader can do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from tests.api.conftest import People
from tests.comments.boards import RUDE, Board, board
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.senders import ConsoleSender
from vidcommerce.comments.tables import CommentReportRow, CommentRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.flags.tables import ReportRow
from vidcommerce.offers.tables import ShopRow

pytestmark = pytest.mark.slow

_SWEET = {"name": "Mei", "text": "Very sweet!"}


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


@pytest.fixture
def other(app: FastAPI) -> TestClient:
    """Another shopper's browser."""
    return TestClient(app, "http://localhost:8000", follow_redirects=False)


def _trust(here: Board) -> None:
    """Have all writers known as people whose comments were approved."""
    with here.village.service.database.writing() as work:
        work.execute(update(WriterRow).values(approved=5))


def _known(client: TestClient, here: Board) -> str:
    """Write a comment, then be trusted; returns the address of comments."""
    address = f"/v/{here.page.slug}/comments"
    client.post(address, data={"name": "Mei", "text": "First words"})
    _trust(here)
    return address


def _row(here: Board, text: str) -> CommentRow:
    with here.village.service.database.reading() as work:
        return work.scalars(select(CommentRow).where(CommentRow.text == text)).one()


def test_a_trusted_writer_is_shown_at_once_with_question_and_second(
    client: TestClient, here: Board
) -> None:
    """The moment leads to the video's second; a question is marked as one."""
    address = _known(client, here)
    sent = client.post(address, data={**_SWEET, "kind": "question", "moment": "1:02"})
    assert "It is shown." in client.get(sent.headers["location"]).text
    page = client.get(address).text
    assert f'<a href="/v/{here.page.slug}/#t=62">1:02</a>' in page
    assert ">question<" in page
    (told,) = client.get(f"{address}.json").json()["comments"]
    assert (told["kind"], told["moment"], told["clock"]) == ("question", 62.0, "1:02")
    assert told["marks"] == ["question"]
    wrong = client.post(address, data={**_SWEET, "text": "Other", "moment": "soon"})
    assert (wrong.status_code, "no such second" in wrong.text) == (422, True)


def test_replies_stand_below_their_comment(
    client: TestClient, other: TestClient, here: Board
) -> None:
    """By a link, a form and no script; where the comment goes, its replies are told so."""
    address = _known(client, here)
    top = client.post(address, data=_SWEET).headers["location"]
    parent = _row(here, "Very sweet!").id
    assert "Your reply" in client.get(f"{address}?of={parent}").text
    other.post(address, data={"name": "Li", "text": "Hm"})
    _trust(here)
    reply = {"name": "Li", "text": "Ours too", "reply_to": parent}
    mine = other.post(address, data=reply).headers["location"]
    (thread,) = client.get(f"{address}.json").json()["comments"]
    assert [one["text"] for one in thread["replies"]] == ["Ours too"]
    client.post(f"{top}/delete")
    assert "nobody sees this one either" in other.get(mine).text
    late = other.post(address, data={**reply, "text": "And more"})
    assert (late.status_code, "is gone" in late.text, "And more" in late.text) == (409, True, True)


def test_a_writer_changes_and_deletes(client: TestClient, here: Board) -> None:
    """What the rules don't take stays in the form; what is deleted is gone for everybody."""
    address = _known(client, here)
    mine = client.post(address, data=_SWEET).headers["location"]
    assert client.post(f"{mine}/edit", data={"text": "Very, very sweet"}).status_code == 303
    assert "Very, very sweet" in client.get(address).text
    refused = client.post(f"{mine}/edit", data={"text": "x" * 1001})
    assert (refused.status_code, "x" * 1001 in refused.text) == (422, True)
    client.post(f"{mine}/edit", data={"text": RUDE})
    assert "A program keeps it back" in client.get(mine).text
    assert client.post(f"{mine}/delete").status_code == 303
    assert "You have deleted it." in client.get(mine).text
    assert client.post(f"{mine}/delete").status_code == 303
    assert client.post(f"{mine}/edit", data={"text": "Back"}).status_code == 409


def test_only_the_writer_can(client: TestClient, other: TestClient, here: Board) -> None:
    """By the cookie or the receipt; another browser finds nothing under the comment's id."""
    _known(client, here)
    mine = f"/v/{here.page.slug}/comments/{_row(here, 'First words').id}"
    assert "First words" in client.get(mine).text
    for answer in (
        other.get(mine), other.get(f"{mine}.json"), other.post(f"{mine}/delete"),
        other.post(f"{mine}/edit", data={"text": "Mine"}), other.post(f"{mine}/appeal"),
    ):  # fmt: skip
        assert answer.status_code == 404


def test_what_others_do_not_see_its_writer_sees_in_the_page(
    client: TestClient, other: TestClient, here: Board
) -> None:
    """Held or withheld, with why; nobody else is told of it."""
    address = f"/v/{here.page.slug}/comments.json"
    client.post(address, data=_SWEET)
    client.post(address, data={**_SWEET, "text": RUDE})
    held, withheld = client.get(address).json()["own"]
    assert (held["state"], withheld["state"]) == ("held", "withheld")
    assert "It insults or threatens somebody." in withheld["status"]
    assert (other.get(address).json()["own"], other.get(address).json()["comments"]) == ([], [])


def test_a_reader_reports_once(client: TestClient, other: TestClient, here: Board) -> None:
    """With a reason; what speaks of the video becomes evidence about it as well."""
    address = _known(client, here)
    client.post(address, data=_SWEET)
    form = f"{address}/{_row(here, 'Very sweet!').id}/report"
    assert "What is wrong?" in other.get(form).text
    sent = {"reason": "not_as_shown", "words": "Mine was sour"}
    done = other.post(form, data=sent)
    assert "Thank you" in other.get(done.headers["location"]).text
    other.post(form, data=sent)
    with here.village.service.database.reading() as work:
        (report,) = work.scalars(select(CommentReportRow))
        assert (report.reason, report.words) == ("not_as_shown", "Mine was sour")
        (about_video,) = work.scalars(select(ReportRow))
        assert about_video.reason == "not_as_shown"
    long = other.post(form, data={"reason": "spam", "words": "y" * 501})
    assert (long.status_code, "y" * 501 in long.text) == (422, True)
    assert other.post(f"{address}/{'0' * 32}/report", data=sent).status_code == 404


def test_reports_of_people_who_are_known_have_it_read_first(
    client: TestClient, app: FastAPI, here: Board
) -> None:
    """Three do; three of whom nothing is known hide nothing."""
    address = _known(client, here)
    client.post(address, data=_SWEET)
    row = _row(here, "Very sweet!")
    for known, state in ((False, "shown"), (True, "held")):
        for _ in range(3):
            reader = TestClient(app, "http://localhost:8000", follow_redirects=False)
            if known:
                reader.post(address, data={"name": "Li", "text": f"By {reader!r}"})
                _trust(here)
            reader.post(f"{address}/{row.id}/report", data={"reason": "spam"})
        assert _row(here, "Very sweet!").state == state
        with here.village.service.database.writing() as work:
            work.execute(update(WriterRow).where(WriterRow.name == "").values(approved=0))
    assert "Several people reported it" in client.get(f"{address}/{row.id}").text


def test_a_reader_hides_somebody(client: TestClient, other: TestClient, here: Board) -> None:
    """For them alone, until they want to see everybody again."""
    address = _known(client, here)
    client.post(address, data=_SWEET)
    other.post(f"{address}/{_row(here, 'Very sweet!').id}/block")
    assert "Very sweet!" not in other.get(address).text
    assert "Very sweet!" in client.get(address).text
    assert "You have hidden 1 people." in other.get("/comments/you").text
    other.post("/comments/you/unhide")
    assert "Very sweet!" in other.get(address).text


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """The code that was sent last."""
    sent: list[str] = []
    monkeypatch.setattr(ConsoleSender, "send", lambda _self, _phone, text: sent.append(text))

    def last() -> str:
        found = re.search(r"\d{6}", sent[-1])
        assert found
        return found[0]

    return last


def test_a_number_proved_once_is_the_same_writer_elsewhere(
    client: TestClient, other: TestClient, here: Board, codes: Callable[[], str]
) -> None:
    """Of the number nothing is kept in the clear; a wrong code proves nothing."""
    _known(client, here)
    number = "+8613800138000"
    for place, browser in enumerate((client, other)):
        with here.village.service.database.writing() as work:
            work.connection().exec_driver_sql("DELETE FROM tries")  # a minute passes
        asked = browser.post("/comments/you/code", data={"phone": number})
        assert "Code of 6 digits" in asked.text
        wrong = browser.post("/comments/you/phone", data={"phone": number, "code": "0"})
        assert wrong.status_code == 422
        given = {"phone": number, "code": codes()}
        assert browser.post("/comments/you/phone", data=given).status_code == 303
        page = browser.get("/comments/you").text
        assert ("You have proved your phone number." in page, "First words" in page) == (True, True)
        assert place < 2
    with here.village.service.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM comment_writers").all())
    assert "13800138000" not in kept


def test_a_link_leads_on_in_another_browser(
    client: TestClient, other: TestClient, here: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked first, for an hour; one that was changed opens nothing."""
    _known(client, here)
    page = client.post("/comments/you/link").text
    found = re.search(r"/comments/as/[\w.]+", page)
    assert found
    link = found[0]
    assert "Go on as Mei" in other.get(link).text
    assert "First words" not in other.get("/comments/you").text
    assert other.post(f"{link[:-1]}{'0' if link[-1] != '0' else '1'}").status_code == 410
    assert other.post(link).status_code == 303
    assert "First words" in other.get("/comments/you").text
    later = now_ms() + 61 * 60 * 1000
    monkeypatch.setattr("api.pages.writer.now_ms", lambda: later)
    assert other.get(link).status_code == 410


def test_long_lists_go_on(client: TestClient, here: Board) -> None:
    """Twenty on a page, then the next by a link; a cursor of somebody's making is none."""
    address = f"/v/{here.page.slug}/comments"
    with here.village.service.database.writing() as work:
        for at in range(25):
            here.write(work, f"Number {at} came", now=now_ms() + at)
        work.execute(update(CommentRow).values(state="shown"))
    first = client.get(address).text
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link
    rest = client.get(link[1]).text
    assert (first.count("Number "), rest.count("Number ")) == (20, 5)
    script = client.get(f"{address}.json").json()
    more = client.get(f"{address}.json", params={"after": script["next"]}).json()
    assert (len(script["comments"]), len(more["comments"]), more["next"]) == (20, 5, "")
    assert client.get(f"{address}?after=aaaa").status_code == 422


def test_station_and_shop_choose_on_their_pages(people: People, village: Village) -> None:
    """Each by its own form; the choice stands there when one comes again."""
    lead = people(Role.LEAD, village.station_id).client
    chosen = {"influence_days": "7", "moderation": "before"}
    assert lead.post("/station", data=chosen).status_code == 303
    assert '<option value="before" selected>' in lead.get("/station").text
    assert lead.post("/station", data={**chosen, "moderation": "never"}).status_code == 422
    with village.service.database.reading() as work:
        shop = work.scalars(select(ShopRow)).one()
    lead.post(f"/shops/{shop.id}/moderation", data={"mode": "after"})
    assert '<option value="after" selected>' in lead.get(f"/shops/{shop.id}").text
    wrong = lead.post(f"/shops/{shop.id}/moderation", data={"mode": "never"})
    assert wrong.status_code == 422
