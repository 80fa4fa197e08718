"""What writers do, on a real database: new and trusted, edited, deleted, answered, in a flood."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.comments.boards import RUDE, Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.accounts.tables import StationRow
from vidcommerce.comments import service, writers, writing
from vidcommerce.comments.actions import Act
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.policy import (
    BURST,
    BURST_LASTS,
    EDIT_FOR,
    CommentRefused,
    EditOver,
    MomentWrong,
    Reason,
    ReplyGone,
    WriterBanned,
    Written,
)
from vidcommerce.comments.scoring import Scores
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.comments.tables import CommentActionRow, CommentRow, WriterRow
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow

KEY = b"k" * 32


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def test_a_writer_is_trusted_after_two_were_approved(here: Board) -> None:
    """The first ones wait; once people let two through, the next is shown at once."""
    with here.village.service.database.writing() as work:
        by, _ = writers.begin(work, KEY, NOW)
        for text in ("Sweet!", "Came on time."):
            row = here.write(work, text, by)
            assert (row.state, row.reason, row.score) == ("held", "writer_new", 1)
            service.let_through(work, here.moderator, row.id, row.version, NOW)
        assert here.write(work, "Ordered again.", by).state == "shown"
        assert (by.approved, by.rejected) == (2, 0)


def test_a_rule_says_why_and_the_log_keeps_it(here: Board) -> None:
    """What is withheld has the rule as its reason, and a statement without a word of the text."""
    with here.village.service.database.writing() as work:
        row = here.write(work, RUDE, trusted(work))
        assert (row.state, row.reason, row.automatic) == ("withheld", "abuse", True)
        (noted,) = work.scalars(select(CommentActionRow))
        assert (noted.action, noted.reason, noted.person_id) == (Act.WITHHELD, "abuse", None)
        assert noted.statement["automatic_decision"] is True
        assert noted.statement["redress"] == "appeal"
        assert "fuck" not in str(noted.statement)


def test_an_advert_in_the_name_is_found_too(here: Board) -> None:
    """A name is read as a text is."""
    with here.village.service.database.writing() as work:
        row = here.write(work, "Nice", trusted(work), name="加微信 vx13912345678")
        assert (row.state, row.reason) == ("withheld", "contact")


def test_what_is_rejected_is_not_kept_and_says_why(here: Board) -> None:
    """The seventh time the same is refused, with the rule's words."""
    with here.village.service.database.writing() as work:
        by = trusted(work)
        for _ in range(6):
            here.write(work, "Very sweet oranges!", by)
        with pytest.raises(CommentRefused) as refused:
            here.write(work, "Very sweet oranges!", by)
        assert "same was written" in str(refused.value)
        assert len(work.scalars(select(CommentRow)).all()) == 6


def test_who_is_banned_is_told_until_when(here: Board) -> None:
    """No shadow: they know, and the day."""
    with here.village.service.database.writing() as work:
        by = trusted(work)
        writers.ban(by, 86_400_000 * 400, "insult")
        with pytest.raises(WriterBanned, match="1971-02-05"):
            writing.write(work, here.page, Written("Mei", "Hello"), 0, by)


def test_a_burst_has_all_read_first_for_an_hour(here: Board) -> None:
    """Many comments on one video, by whomever; an hour later all is as before."""
    with here.village.service.database.writing() as work:
        states = [
            here.write(work, f"Number {at} was sweet", trusted(work)).state for at in range(BURST)
        ]
        assert states == ["shown"] * (BURST - 1) + ["held"]
        assert here.write(work, "One more of them", trusted(work)).reason == "place"
        later = NOW + BURST_LASTS
        assert here.write(work, "Quiet again", trusted(work), later).state == "shown"


@pytest.mark.parametrize("where", ["video", "shop", "station"])
def test_each_place_can_choose_to_read_first(here: Board, where: str) -> None:
    """The video's own choice beats the shop's, and that beats the station's."""
    with here.village.service.database.writing() as work:
        page = work.get_one(PublicationRow, here.page.id)
        station = work.get_one(StationRow, page.station_id)
        if where == "station":
            station.moderation = "before"
        elif where == "shop":
            station.moderation = "after"
            shop = work.scalars(select(ShopRow)).first()
            assert shop is not None
            shop.moderation = "before"
            work.scalars(select(ProductRow)).one().shop_id = shop.id
        else:
            station.moderation, page.moderation = "after", "before"
        work.flush()
        row = writing.write(work, page, Written("Mei", "Sweet"), NOW, trusted(work)).row
        assert (row.state, row.reason) == ("held", "place")


def test_an_edit_is_judged_anew(here: Board) -> None:
    """For five minutes; what was approved was another text, so it no longer counts as such."""
    with here.village.service.database.writing() as work:
        by = trusted(work)
        row = here.write(work, "Sweet", by)
        service.let_through(work, here.moderator, row.id, row.version, NOW)
        approved = by.approved
        writing.edit(work, row, "Very sweet", NOW + 1, by)
        assert (row.text, row.state, row.edited_at) == ("Very sweet", "shown", NOW + 1)
        assert (row.decided_by, by.approved) == (None, approved - 1)
        writing.edit(work, row, RUDE, NOW + 2, by)
        assert (row.state, row.version) == ("withheld", 4)
        with pytest.raises(EditOver):
            writing.edit(work, row, "Too late", NOW + EDIT_FOR, by)


def test_who_was_rejected_by_a_person_can_not_edit(here: Board) -> None:
    """That would ask the rule again about what a person has decided."""
    with here.village.service.database.writing() as work:
        row = here.write(work, "Sweet", trusted(work))
        service.reject(work, here.moderator, row.id, row.version, Reason.OFF_TOPIC, NOW)
        with pytest.raises(EditOver):
            writing.edit(work, row, "Sour", NOW + 1)


def test_deleted_is_gone_for_ever(here: Board) -> None:
    """Name, text, and what was made of them; what was done about it stays, without a word of it."""
    with here.village.service.database.writing() as work:
        row = here.write(work, "My secret is 42", trusted(work), name="Zhang San")
        writing.delete(work, row, NOW + 1)
    with here.village.service.database.engine.connect() as connection:
        for table in ("comments", "comment_actions"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
            assert "secret" not in kept
            assert "Zhang" not in kept
        assert "deleted" in kept


def test_replies_have_one_level_and_end_with_their_comment(here: Board) -> None:
    """A reply to a reply stands below the same comment; to what is gone nobody replies."""
    with here.village.service.database.writing() as work:
        by = trusted(work)
        top = here.write(work, "How sweet?", by, kind=Kind.QUESTION)

        def reply(to: str) -> CommentRow:
            return writing.write(work, here.page, Written("Li", "Very", reply_to=to), NOW, by).row

        first = reply(top.id)
        assert (first.reply_to, reply(first.id).reply_to) == (top.id, top.id)
        writing.delete(work, top, NOW)
        for gone in (top.id, "0" * 32):
            with pytest.raises(ReplyGone):
                reply(gone)


@pytest.mark.parametrize("moment", [-1, 10**9])
def test_a_moment_is_within_a_video(here: Board, moment: int) -> None:
    """Nothing before the start, nothing longer than a day."""
    with here.village.service.database.writing() as work, pytest.raises(MomentWrong):
        writing.write(work, here.page, Written("Mei", "There", moment=moment), NOW)


def test_only_the_writer_finds_what_is_theirs(here: Board) -> None:
    """By receipt, or by id with the writer's secret; another writer and another page do not."""
    with here.village.service.database.writing() as work:
        by, secret = writers.begin(work, KEY, NOW)
        sent = writing.write(work, here.page, Written("Mei", "Sweet"), NOW, by)
        found = writers.find(work, secret)
        assert service.own(work, here.page, sent.receipt, None) is sent.row
        assert service.own(work, here.page, sent.row.id, found) is sent.row
        for other in (None, trusted(work)):
            with pytest.raises(CommentUnknown):
                service.own(work, here.page, sent.row.id, other)


def test_a_model_is_asked_before_and_believed_within(here: Board) -> None:
    """What it said outside of the unit of work counts within; a silent one leaves the lists."""

    class _Sure:
        def score(self, texts: object) -> list[Scores]:
            return [Scores(950, 0)] * len(list(texts))  # type: ignore[call-overload]

    with here.village.service.database.writing() as work:
        known = writing.ahead("Plain words", _Sure())
        sent = writing.write(
            work, here.page, Written("Mei", "Plain words"), NOW, trusted(work), known
        )
        assert (sent.row.state, sent.row.reason, sent.row.score) == ("held", "model_abuse", 950)
        silent = writing.write(
            work, here.page, Written("Mei", RUDE), NOW, trusted(work), writing.Known(None)
        )
        assert silent.row.state == "withheld"


def test_two_browsers_of_one_person_become_one_writer(here: Board) -> None:
    """Comments and record go along, a ban as well; the other's secret opens nothing any more."""
    with here.village.service.database.writing() as work:
        first, second = trusted(work), trusted(work)
        second.banned_until, second.rejected = NOW + 5, 1
        row = here.write(work, "Sweet", first)
        service.reject(work, here.moderator, row.id, row.version, Reason.UNTRUE, NOW)
        writers.join(work, second, first, NOW)
        assert (first.rejected, first.banned_until) == (2, NOW + 5)
        assert writers.find(work, writers.secret_of(KEY, second.id)) is None
        assert isinstance(writers.find(work, writers.secret_of(KEY, first.id)), WriterRow)
