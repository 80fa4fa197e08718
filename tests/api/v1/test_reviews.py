"""Review, pages and comments over JSON: the version that was watched is the one decided about."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.v1.conftest import Place
from tests.stations import CUES, NOW
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.tables import CommentRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.service import publish
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow

TEXTS = [text for _, _, text in CUES]
CARD = {"name": "Gannan oranges", "unit": "5 kg", "origin": "Ganzhou"}


def _review(place: Place) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Return the draft's address, the draft, and the headers that name what was seen."""
    address = f"/api/v1/reviews/{place.village.clip_id}"
    answer = place.helper.client.get(address)
    assert answer.status_code == 200, answer.text
    return address, answer.json(), {"If-Match": answer.headers["etag"]}


def test_a_draft_is_corrected_drawn_and_approved(place: Place) -> None:
    """The ETag changes with each step, and the old one decides nothing."""
    address, draft, seen = _review(place)
    assert draft["cues"] == TEXTS
    assert draft["drawn"]
    wanted = {"cues": ["Sweet!", *TEXTS[1:]], "card": CARD}
    corrected = place.helper.client.put(address, json=wanted, headers=seen)
    assert corrected.status_code == 200, corrected.text
    now = corrected.json()
    assert (now["plan"], now["state"], now["drawn"]) == (2, "rendering", False)
    assert now["card"]["name"] == "Gannan oranges"
    early = {"If-Match": corrected.headers["etag"]}
    refused = place.helper.client.post(f"{address}/approve", headers=early)
    assert (refused.status_code, refused.json()["title"]) == (409, "DraftNotDrawn")
    place.village.rendered()
    lost = place.helper.client.post(f"{address}/approve", headers=seen)
    assert (lost.status_code, lost.json()["title"]) == (409, "PlanMoved")
    assert lost.json()["theirs"]["plan"] == 2
    approved = place.helper.client.post(
        f"{address}/approve", headers={"If-Match": lost.headers["etag"]}
    )
    assert (approved.status_code, approved.json()["state"]) == (200, "publishing")
    assert approved.json()["decisions"][0]["decision"] == "approved"


def test_two_corrections_of_one_version_show_each_other(place: Place) -> None:
    """The second one is a 409 with both texts."""
    address, _, seen = _review(place)
    first = {"cues": ["First", *TEXTS[1:]], "card": CARD}
    second = {"cues": ["Second", *TEXTS[1:]], "card": CARD}
    assert place.helper.client.put(address, json=first, headers=seen).status_code == 200
    lost = place.lead.client.put(address, json=second, headers=seen)
    assert lost.status_code == 409
    assert (lost.json()["yours"]["cues"][0], lost.json()["theirs"]["cues"][0]) == (
        "Second",
        "First",
    )


@pytest.mark.parametrize(("way", "state"), [("send-back", "sent_back"), ("reject", "rejected")])
def test_a_draft_is_refused_with_a_reason(place: Place, way: str, state: str) -> None:
    """The reason "other" needs words; without the version it is a 428."""
    address, _, seen = _review(place)
    why = {"reason": "too_dark", "words": "Film by day, please."}
    assert place.helper.client.post(f"{address}/{way}", json=why).status_code == 428
    wordless = place.helper.client.post(f"{address}/{way}", json={"reason": "other"}, headers=seen)
    assert (wordless.status_code, wordless.json()["title"]) == (422, "WordsMissing")
    done = place.helper.client.post(f"{address}/{way}", json=why, headers=seen)
    assert (done.status_code, done.json()["state"]) == (200, state)
    assert done.json()["decisions"][0]["words"] == "Film by day, please."


def test_the_queue_is_the_stations(place: Place) -> None:
    """Strangers see theirs, which is empty; farmers review nothing."""
    waiting = place.helper.client.get("/api/v1/reviews").json()["waiting"]
    assert [draft["clip_id"] for draft in waiting] == [place.village.clip_id]
    assert place.stranger.client.get("/api/v1/reviews").json()["waiting"] == []
    assert place.stranger.client.get(_review(place)[0]).status_code == 404
    assert place.farmer.get("/api/v1/reviews").status_code == 403


def _published(place: Place) -> str:
    address, _, seen = _review(place)
    place.helper.client.post(f"{address}/approve", headers=seen)
    return publish(place.village.service, place.village.clip_id, NOW).id


def test_a_page_is_listed_read_and_taken_back(place: Place) -> None:
    """By its farmer or the station; it stays in the list, with the time."""
    address = f"/api/v1/publications/{_published(place)}"
    page = place.farmer.get(address).json()
    assert page["url"].startswith("http://localhost:8000/v/")
    assert place.farmer.get("/api/v1/publications").json()["items"] == [page]
    assert place.stranger.client.get(address).status_code == 404
    refused = place.stranger.client.post(f"{address}/withdraw", json={})
    assert refused.status_code == 404
    gone = place.farmer.post(f"{address}/withdraw", json={"why": "sold out"})
    assert (gone.status_code, gone.json()["withdrawn_at"] is None) == (200, False)
    assert place.helper.client.get(address).json() == gone.json()


@pytest.fixture
def comment(place: Place) -> str:
    """A comment that is held."""
    with place.village.service.database.writing() as work:
        clip = work.get_one(ClipRow, place.village.clip_id)
        work.add(
            PublicationRow(
                id="b" * 32, slug="s", clip_id=clip.id, station_id=clip.station_id,
                plan_id=clip.plan_id, bundle="b", cart_url="https://x.example/",
                published_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
        work.flush()
        row = CommentRow(
            id="c" * 32, publication_id="b" * 32, station_id=clip.station_id, name="Mei",
            text="Sweet?", state="held", receipt_hash="h", created_at=NOW,
        )  # fmt: skip
        work.add(row)
    return row.id


def test_comments_are_let_through_and_rejected(place: Place, comment: str) -> None:
    """By the version that was read; the second of two moderators sees what the first did."""
    address = f"/api/v1/comments/{comment}"
    client = place.helper.client
    (held,) = client.get("/api/v1/comments?state=held").json()["items"]
    assert (held["id"], held["text"]) == (comment, "Sweet?")
    seen = {"If-Match": client.get(address).headers["etag"]}
    assert client.post(f"{address}/show").status_code == 428
    let = client.post(f"{address}/show", headers=seen)
    assert (let.status_code, let.json()["state"]) == (200, "shown")
    lost = place.lead.client.post(f"{address}/reject", json={"reason": "insult"}, headers=seen)
    assert (lost.status_code, lost.json()["theirs"]["state"]) == (409, "shown")
    named = {"If-Match": lost.headers["etag"]}
    done = place.lead.client.post(f"{address}/reject", json={"reason": "insult"}, headers=named)
    assert (done.json()["state"], done.json()["reason"]) == ("rejected", "insult")
    assert client.get("/api/v1/comments?state=held").json()["items"] == []
    assert place.stranger.client.get(address).status_code == 404
    assert place.farmer.get(address).status_code == 403


def test_a_price_that_moved_is_drawn_and_published_by_one_request(place: Place) -> None:
    """Under the ETag of what was seen; a draft that is not public has no such way."""
    there = f"/api/v1/reviews/{place.village.clip_id}"
    seen = {"If-Match": place.helper.client.get(there).headers["etag"]}
    assert place.helper.client.post(f"{there}/redraw", headers=seen).status_code == 409
    place.village.set_state(State.PUBLISHING)
    publish(place.village.service, place.village.clip_id, NOW)
    with place.village.service.database.writing() as work:
        product = work.get_one(ProductRow, place.village.product_id)
        product.price, product.version = "42.50", product.version + 1
    lost = place.helper.client.post(f"{there}/redraw", headers=seen)
    assert (lost.status_code, lost.json()["title"]) == (409, "ChangedMeanwhile")
    seen = {"If-Match": place.helper.client.get(there).headers["etag"]}
    asked = place.helper.client.post(f"{there}/redraw", headers=seen)
    assert (asked.status_code, asked.json()["plan"], asked.json()["state"]) == (200, 2, "rendering")
    assert asked.json()["decisions"][0]["decision"] == "promised"
