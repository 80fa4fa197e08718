"""Integrity records from what really happened in the database."""

from __future__ import annotations

from tests.flags.test_attesting import confirmed, read
from tests.flags.test_reports import published, sent
from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import records, reports
from vidcommerce.flags import repository as flags
from vidcommerce.flags.history import Record, Standing
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.publishing import sweeping
from vidcommerce.publishing.addresses import key_of, village_path
from vidcommerce.reviews import answers, appeals
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.answers import Answer
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal

AHEAD = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"})
SHORT = Flag(Kind.TRUNCATED, Severity.QUESTION, "test")


def record(village: Village) -> Record:
    """Return the farmer's record."""
    with village.service.database.reading() as work:
        return records.of_farmer(work, village.farmer.id, NOW)


def say(village: Village, flag: Flag, answer: Answer, now: int) -> None:
    """Have a flag seen and answered."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        flags.replace(work, clip.id, flag.source, [flag], now)
        answers.answer(work, village.actor, clip, flag.name(), (answer, "because"), now)


def test_a_new_farmer_has_a_good_record(village: Village) -> None:
    """Nothing is known, and nothing is held against anybody."""
    assert record(village).standing is Standing.GOOD
    published(village)
    found = record(village)
    assert (found.counts.videos, found.counts.clean, found.burden) == (1, 1, 0)


def test_only_what_a_person_found_to_be_so_counts(village: Village) -> None:
    """A flag that nobody answered does not; accepted it does; put aside later it does not."""
    with village.service.database.writing() as work:
        flags.replace(work, village.clip_id, AHEAD.source, [AHEAD], NOW)
    assert record(village).burden == 0
    say(village, AHEAD, Answer.ACCEPTED, NOW)
    assert record(village).burden == 1000
    say(village, AHEAD, Answer.DISMISSED, NOW + 1)
    assert record(village).burden == 0


def test_what_was_mended_and_what_phones_do_does_not_count(village: Village) -> None:
    """A flag that is gone was mended; a file that was cut off is nobody's dishonesty."""
    say(village, AHEAD, Answer.ACCEPTED, NOW)
    say(village, SHORT, Answer.ACCEPTED, NOW + 1)
    assert record(village).burden == 0


def test_reports_count_when_they_are_right(village: Village) -> None:
    """Answered ones are told; the video with one that was right is no clean one."""
    row = published(village)
    first, second = sent(village, row), sent(village, row)
    sent(village, row)
    with village.service.database.writing() as work:
        reports.answer(work, village.actor, first.id, (True, "sorry"), NOW)
        reports.answer(work, village.actor, second.id, (False, "no"), NOW)
    found = record(village)
    counts = found.counts
    assert (counts.reports, counts.answered, counts.right, counts.clean) == (3, 2, 1, 0)
    assert (found.burden, found.standing) == (2000, Standing.MIXED)


def test_an_appeal_that_is_won_takes_the_refusal_away(village: Village) -> None:
    """Refused as untrue it weighs most; reopened by another person it weighs nothing."""
    with village.service.database.writing() as work:
        reviews.reject(work, village.actor, village.clip_id, 1, Refusal(Reason.NOT_TRUE), NOW)
    assert (record(village).burden, record(village).standing) == (4000, Standing.POOR)
    farmer = Actor(village.farmer.id, Role.FARMER, village.station_id)
    other = colleague(village)
    with village.service.database.writing() as work:
        appeals.appeal(work, farmer, village.clip_id, "it is true", NOW)
    assert record(village).burden == 4000
    with village.service.database.writing() as work:
        found = reviews.draft(work, other, village.clip_id)
        appeals.answer(work, other, found, (True, "yes"), NOW)
    assert record(village).burden == 0
    assert (record(village).counts.appeals, record(village).counts.won) == (1, 1)


def test_a_refusal_for_a_dark_picture_is_no_matter(village: Village) -> None:
    """Only untruth counts."""
    with village.service.database.writing() as work:
        reviews.reject(work, village.actor, village.clip_id, 1, Refusal(Reason.TOO_DARK), NOW)
    assert record(village).burden == 0


def test_a_station_is_the_mean_of_its_farmers(village: Village) -> None:
    """One farmer was refused, another published and was confirmed: half of the burden."""
    other = settle(village.service, village.station_id)
    published(other)
    confirmed(other)
    with village.service.database.writing() as work:
        reviews.reject(work, village.actor, village.clip_id, 1, Refusal(Reason.NOT_OURS), NOW)
    with village.service.database.reading() as work:
        found = records.of_station(work, village.station_id, NOW)
    assert (found.burden, found.counts.videos, found.counts.attested) == (2000, 1, 1)
    assert record(other).burden == 0


def test_the_villages_page_tells_its_record(village: Village) -> None:
    """In numbers, with how they are counted; renewed when a report is answered."""
    row = published(village)
    first = sent(village, row)
    sweeping.rebuild(village.service, NOW)
    page = f"site{village_path(key_of(village.station_id, village.service.secret))}index.html"
    told = read(village, page)
    assert "已发布视频：1" in told
    assert "举报：1，已回复 0" in told
    with village.service.database.writing() as work:
        reports.answer(work, village.actor, first.id, (True, "sorry"), NOW)
    sweeping.rebuild(village.service, NOW)
    assert "举报：1，已回复 1，属实 1" in read(village, page)
