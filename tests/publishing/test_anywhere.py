"""The end of the loop on one machine, and on PostgreSQL with S3: the same rows and answers."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.stations import CUES, NOW, settle
from vidcommerce.comments import repository
from vidcommerce.comments import service as comments
from vidcommerce.comments.policy import Written
from vidcommerce.comments.states import State
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing import sweeping
from vidcommerce.publishing.addresses import key_of, village_path
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import Correction, card_of
from vidcommerce.reviews.policy import PlanMoved
from vidcommerce.reviews.service import Seen
from vidcommerce.service import Service

_SEEN = Seen(1, 1)


def test_corrected_approved_published_and_served(
    anywhere: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line, a yes, a page with parts of its video, in the village's list, a comment, and gone."""
    monkeypatch.setattr("api.site._FRESH", 0.0)
    village = settle(anywhere)
    lines = ("Better words", *(text for _, _, text in CUES[1:]))
    with anywhere.database.writing() as work:
        found = reviews.draft(work, village.actor, village.clip_id)
        correction = Correction(lines, card_of(found.plan.cards[0].product))
        reviews.correct(work, village.actor, village.clip_id, _SEEN, correction, NOW)
    village.rendered()
    with anywhere.database.writing() as work:
        reviews.approve(work, village.actor, village.clip_id, 2, NOW)
    row = publishing.publish(anywhere, village.clip_id, NOW)
    with TestClient(create_app(anywhere), follow_redirects=False) as shopper:
        assert "Better words" in shopper.get(f"/v/{row.slug}/").text
        sweeping.rebuild(anywhere, NOW)
        village_page = village_path(key_of(village.station_id, anywhere.secret))
        assert row.slug in shopper.get(village_page).text
        files = row.bundle.removeprefix("site")
        video = f"{files}/video.mp4"
        signed = b"".join(anywhere.store.read(f"{row.bundle}/video.mp4", 0, 1 << 20))
        assert shopper.get(video).content == signed
        part = shopper.get(video, headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, signed[100:200])
        assert shopper.get(f"{files}/no.mp4").status_code == 404
        with anywhere.database.writing() as work:
            comments.write(work, row, Written("小梅", "很甜！"), NOW)
            (held,) = repository.page(work, village.moderator, State.HELD, None, 10).rows
            comments.let_through(work, village.moderator, held.id, 1, NOW)
        told = shopper.get(f"/v/{row.slug}/comments.json").json()
        assert [c["text"] for c in told["comments"]] == ["很甜！"]
        with anywhere.database.writing() as work:
            publishing.withdraw(work, village.actor, village.clip_id, NOW)
        assert shopper.get(f"/v/{row.slug}/").status_code == 410
        assert (sweeping.rebuild(anywhere, NOW), sweeping.clear_old(anywhere, NOW)) == (1, 1)
        assert row.slug not in shopper.get(village_page).text
    left = [name.rpartition("/")[2] for name in anywhere.store.names(f"site/v/{row.slug}/")]
    assert left == ["embed.html", "index.html"]


def test_two_at_once_are_one_after_the_other(anywhere: Service) -> None:
    """Two helpers who save, two workers who publish: one version, one page, and a word of it."""
    village = settle(anywhere)
    outcomes: list[str] = []

    def save(text: str) -> None:
        texts = (text, *(text for _, _, text in CUES[1:]))
        try:
            with anywhere.database.writing() as work:
                found = reviews.draft(work, village.actor, village.clip_id)
                correction = Correction(texts, card_of(found.plan.cards[0].product))
                reviews.correct(work, village.actor, village.clip_id, _SEEN, correction, NOW)
            outcomes.append("saved")
        except PlanMoved:
            outcomes.append("moved")

    _together(lambda: save("One"), lambda: save("Other"))
    assert sorted(outcomes) == ["moved", "saved"]
    village.rendered()
    with anywhere.database.writing() as work:
        reviews.approve(work, village.actor, village.clip_id, 2, NOW)
    rows: list[PublicationRow] = []

    def publish() -> None:
        rows.append(publishing.publish(anywhere, village.clip_id, NOW))

    _together(publish, publish)
    assert [row.version for row in rows] == [1, 1]
    assert rows[0].id == rows[1].id


def _together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
