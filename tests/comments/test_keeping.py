"""Erasing and keeping: the person gone, the log whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.comments.boards import KEY, RUDE, Board, board, trusted
from tests.stations import NOW, Village
from vidcommerce.comments import appeals, keeping, reports, service, writers, writing
from vidcommerce.comments.policy import Written
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.comments.tables import (
    BlockRow,
    CommentActionRow,
    CommentAppealRow,
    CommentReportRow,
    CommentRow,
    WriterRow,
)
from vidcommerce.db import new_id
from vidcommerce.flags.tables import ReportRow

_DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def _everything(work: Session) -> str:
    """Return all that the tables of comments hold, as one text."""
    tables = (CommentRow, WriterRow, CommentActionRow, CommentAppealRow, CommentReportRow, BlockRow)
    return str([
        {column.name: getattr(row, column.key) for column in table.__table__.columns}
        for table in tables
        for row in work.scalars(select(table))
    ])  # fmt: skip


def _log(work: Session) -> list[tuple[object, ...]]:
    rows = work.scalars(select(CommentActionRow).order_by(CommentActionRow.number))
    return [(one.number, one.action, one.reason, str(one.statement), one.at) for one in rows]


def test_the_person_is_gone_and_the_log_is_whole(here: Board) -> None:
    """No word, name, number or secret of theirs is left anywhere; every entry is as it was."""
    with here.village.service.database.writing() as work:
        ann, _ = writers.begin(work, KEY, NOW, "Annabel")
        ann.phone_hash = "p" * 64
        secret = writers.secret_of(KEY, ann.id)
        sent = writing.write(work, here.page, Written("Annabel", "Sweetest oranges"), NOW, ann)
        rude = here.write(work, f"{RUDE} xyzzy", ann, name="Annabel")
        appeals.appeal(work, rude, "But xyzzy", NOW)
        bob = trusted(work, "Bob")
        kept = here.write(work, "From Bob", bob, name="Bob")
        writers.block(work, bob, rude, NOW)
        work.add(
            CommentReportRow(
                id=new_id(), comment_id=kept.id, writer_id=ann.id, reason="spam", words="xyzzy",
                at=NOW,
            )
        )  # fmt: skip
        work.flush()
        before = _log(work)
        assert keeping.erase_writer(work, ann, NOW + 1) == 2
        left = _everything(work)
        for gone in ("Annabel", "Sweetest", "xyzzy", "p" * 64, ann.id + "x"):
            assert gone not in left
        assert "From Bob" in left
        assert _log(work)[: len(before)] == before
        assert [one[1] for one in _log(work)[len(before) :]] == ["erased", "erased"]
        assert writers.find(work, secret) is None
        with pytest.raises(CommentUnknown):
            service.own(work, here.page, sent.receipt, None)


def test_one_without_a_writer_is_erased_alone(here: Board) -> None:
    """By the comment that somebody names; one that its writer deleted loses its receipt, too."""
    with here.village.service.database.writing() as work:
        first, second = here.write(work), here.write(work, "Another")
        assert keeping.erase_by_comment(work, first, NOW) == 1
        assert (first.state, first.text, second.text) == ("deleted", "", "Another")
        writing.delete(work, second, NOW)
        keeping.erase_comment(work, second, NOW)
        many = len(_log(work))
        keeping.erase_comment(work, second, NOW)
        assert (second.receipt_hash, len(_log(work))) == ("", many)


def test_what_was_kept_long_enough_goes(here: Board) -> None:
    """Shown ones by one term, those kept back by the other; an open appeal is waited for."""
    service_here = replace(
        here.village.service,
        settings=replace(here.village.service.settings, comment_days=100, hidden_comment_days=10),
    )
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        shown, fresh = here.write(work, by=mei), here.write(work, "New", mei, NOW + 95 * _DAY)
        rude, asked = here.write(work, RUDE), here.write(work, RUDE)
        appeals.appeal(work, asked, "Please", NOW)
        ids = [row.id for row in (shown, fresh, rude, asked)]
    assert keeping.clear_old(service_here, NOW + 9 * _DAY) == 0
    assert keeping.clear_old(service_here, NOW + 11 * _DAY) == 1
    assert keeping.clear_old(service_here, NOW + 101 * _DAY) == 1
    with here.village.service.database.reading() as work:
        states = [work.get_one(CommentRow, one).state for one in ids]
        assert states == ["deleted", "shown", "deleted", "withheld"]
    assert keeping.clear_old(service_here, NOW + 300 * _DAY) == 2  # the last comment, its writer


def test_what_they_reported_of_the_video_goes_too(here: Board) -> None:
    """A report of a comment may speak of the video: those words are theirs as well."""
    with here.village.service.database.writing() as work:
        ann, bob = trusted(work, "Ann"), trusted(work, "Bob")
        kept = here.write(work, "From Bob", bob)
        for by, words in ((ann, "I am Ann"), (bob, "I am Bob")):
            told = reports.Told(reports.Reason.NOT_AS_SHOWN, words)
            reports.report(work, here.page, kept.id, told, by, NOW)
        keeping.erase_writer(work, ann, NOW + 1)
        left = {row.words for row in work.scalars(select(ReportRow))}
        assert left == {"", "I am Bob"}


def test_what_was_said_in_an_appeal_is_deleted_with_the_comment(here: Board) -> None:
    """By its writer, for ever: nobody reads in the appeal what the comment said."""
    with here.village.service.database.writing() as work:
        rude = here.write(work, f"{RUDE} xyzzy", trusted(work))
        appeals.appeal(work, rude, "But xyzzy", NOW)
        writing.delete(work, rude, NOW + 1)
        assert "xyzzy" not in _everything(work)


def test_who_was_two_browsers_is_erased_as_both(here: Board) -> None:
    """What was known of the other one went over, or is gone: a number, words about the video."""
    with here.village.service.database.writing() as work:
        there, ann, bob = trusted(work), trusted(work), trusted(work)
        there.phone_hash = "q" * 64
        kept = here.write(work, "From Bob", bob)
        told = reports.Told(reports.Reason.NOT_AS_SHOWN, "I am Ann")
        reports.report(work, here.page, kept.id, told, there, NOW)
        writers.block(work, bob, here.write(work, "Loud", there), NOW)
        writers.block(work, there, kept, NOW)
        writers.join(work, there, ann, NOW)
        assert writers.blocked_by(work, bob) == {ann.id}
        assert writers.blocked_by(work, ann) == {bob.id}
        assert "q" * 64 not in _everything(work)
        keeping.erase_writer(work, ann, NOW + 1)
        assert [row.words for row in work.scalars(select(ReportRow))] == [""]
