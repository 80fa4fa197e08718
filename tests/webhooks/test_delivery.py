"""Messages over real HTTP: proven to the reference library, tried again, ended, never doubled."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.webhooks.conftest import ALL, Post
from tests.webhooks.receiver import Receiver, receiving
from vidcommerce.accounts.repository import StationUnknown
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.db import now_ms
from vidcommerce.service import Service
from vidcommerce.webhooks import sending
from vidcommerce.webhooks.addresses import AddressRefused
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.policy import PAUSES
from vidcommerce.webhooks.service import (
    EndpointsTooMany,
    EndpointUnknown,
    EventsWrong,
    MessageTooLarge,
    Wanted,
    change,
    deliver_due,
    end,
    get,
    register,
    rotate,
    tell,
)
from vidcommerce.webhooks.tables import DeliveryRow

pytestmark = pytest.mark.slow


def test_the_reference_library_accepts_what_we_send(post: Post, receiver: Receiver) -> None:
    """Id, time and signature are right; the body says type, time and data; it comes once."""
    post.tell(clip_id="c1", state="ready")
    assert post.deliver() == 1
    assert post.deliver() == 0
    ((headers, body),) = receiver.got
    message = Webhook(post.secret).verify(body, headers)
    assert message["type"] == "clip.ready"
    assert message["data"] == {"clip_id": "c1", "state": "ready"}
    assert message["timestamp"].endswith("Z")
    assert headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Webhook(post.secret).verify(body + b" ", headers)
    (delivery,) = post.deliveries()
    assert (delivery.outcome, delivery.attempts) == ("delivered", 1)
    assert delivery.ended_at is not None


def test_while_a_secret_is_replaced_both_sign(post: Post, receiver: Receiver) -> None:
    """A receiver may know either one for a day; after it the old one signs no more."""
    with post.service.database.writing() as work:
        _, new = rotate(work, post.lead, post.endpoint_id, now_ms())
    post.tell()
    post.deliver()
    ((headers, body),) = receiver.got
    for secret in (new, post.secret):
        assert Webhook(secret).verify(body, headers)
    with post.service.database.writing() as work:
        _, newest = rotate(work, post.lead, post.endpoint_id, now_ms() - 25 * 3_600_000)
    post.tell()
    post.deliver()
    headers, body = receiver.got[-1]
    assert len(headers["webhook-signature"].split()) == 1
    assert Webhook(newest).verify(body, headers)


def test_a_failure_is_tried_again_with_the_same_id(post: Post, receiver: Receiver) -> None:
    """Not before its pause; the receiver can tell that it is the same message."""
    receiver.statuses = [500, 404, 200]
    post.tell()
    assert post.deliver() == 1
    assert post.deliver() == 0
    assert post.deliver(PAUSES[0] + 1000) == 1
    assert post.deliver(PAUSES[0] + PAUSES[1] + 2000) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert [d.outcome for d in post.deliveries()] == ["delivered"]


def test_after_the_last_try_it_ends_with_the_reason(post: Post, receiver: Receiver) -> None:
    """Ten tries; the endpoint itself goes on."""
    receiver.statuses = [503] * 10
    post.tell()
    later = 0
    for pause in (*PAUSES, 0):
        assert post.deliver(later) == 1
        later += pause + 1000
    (delivery,) = post.deliveries()
    assert (delivery.outcome, delivery.attempts) == ("HTTP 503", 10)
    assert delivery.ended_at is not None
    assert post.endpoint().ended_at is None


def test_410_ends_the_endpoint_and_all_that_is_on_its_way(post: Post, receiver: Receiver) -> None:
    """Nothing is sent to it any more, and nobody finds it."""
    receiver.statuses = [500, 410]
    post.tell()
    post.tell()
    post.deliver()
    post.tell()
    assert (post.endpoint().ended_at is not None, post.endpoint().why_ended) == (True, "gone")
    assert post.deliver(PAUSES[-1]) == 0
    assert sorted(d.outcome for d in post.deliveries()) == ["HTTP 410", "endpoint ended"]
    with post.service.database.reading() as work, pytest.raises(EndpointUnknown):
        get(work, post.lead, post.endpoint_id)


def test_no_redirect_is_followed(post: Post, receiver: Receiver) -> None:
    """A public address could lead us inside with one."""
    with receiving() as inside:
        receiver.statuses, receiver.headers = [307], {"Location": inside.url}
        post.tell()
        post.deliver()
        assert inside.got == []
    assert [d.outcome for d in post.deliveries()] == ["HTTP 307"]


def test_private_addresses_are_refused_at_the_moment_of_sending(
    post: Post, receiver: Receiver
) -> None:
    """An endpoint from before the setting was changed is not sent to, and it says why."""
    careful = replace(post.service.settings, webhooks_private=False)
    post.tell()
    deliver_due(replace(post.service, settings=careful), now_ms())
    assert receiver.got == []
    assert "refused" in post.deliveries()[0].outcome


def test_who_drips_or_does_not_answer_is_cut_off(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is for the whole exchange; another endpoint gets its message all the same."""
    monkeypatch.setattr(sending, "SECONDS", 0.4)
    receiver.drip = 0.05
    with socket.socket() as closed, receiving() as good:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with post.service.database.writing() as work:
            for url in (nowhere, good.url):
                register(work, post.lead, "s1", Wanted(url, ALL), 2, private=True)
        post.tell()
        assert post.deliver() == 3
        assert len(good.got) == 1
    outcomes = sorted(d.outcome for d in post.deliveries())
    assert outcomes == ["delivered", "no answer in time", "no connection"]


def test_a_pile_for_one_endpoint_holds_up_no_other(post: Post) -> None:
    """However much waits for one that is down, another gets its message at the next sweep."""
    for _ in range(30):
        post.tell()
    with receiving() as late:
        with post.service.database.writing() as work:
            register(work, post.lead, "s1", Wanted(late.url, ALL), 2, private=True)
        post.tell()
        assert post.deliver() == 3
        assert len(late.got) == 1


def test_two_that_deliver_at_once_send_each_message_once(post: Post, receiver: Receiver) -> None:
    """The lease keeps the second one's hands off."""
    for _ in range(2):
        post.tell()
    threads = [threading.Thread(target=post.deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.got) == 2


def test_a_message_whose_sender_died_is_sent_again(post: Post, receiver: Receiver) -> None:
    """After its lease has run out."""
    post.tell()
    with post.service.database.writing() as work:
        row = work.query(DeliveryRow).one()
        row.lease_until, row.attempts = now_ms() + 60_000, 1
    assert post.deliver() == 0
    assert post.deliver(61_000) == 1
    assert len(receiver.got) == 1


def test_only_what_was_asked_for_at_this_station_is_told(stationed: Service) -> None:
    """Other events and other stations make no message; an undone unit of work neither."""
    with stationed.database.writing() as work:
        for station, events in (("s1", ("clip.ready",)), ("s2", ALL)):
            wanted = Wanted(f"https://{station}.example/", events)
            register(work, Actor("l", Role.LEAD, station), station, wanted, 1, private=False)
        tell(work, "s1", Kind.COMMENT_HELD, {}, 2)
        assert work.query(DeliveryRow).count() == 0
        tell(work, "s1", Kind.CLIP_READY, {}, 2)
        assert work.query(DeliveryRow).count() == 1
        with pytest.raises(MessageTooLarge):
            tell(work, "s1", Kind.CLIP_READY, {"name": "字" * 7000}, 2)


def test_who_may_have_endpoints(stationed: Service) -> None:
    """Leads at their own station, operators at every one; up to ten, with events that exist."""
    lead, operator = Actor("l", Role.LEAD, "s1"), Actor("o", Role.OPERATOR, None)
    good = Wanted("https://shop.example/", ALL)
    with stationed.database.writing() as work:
        with pytest.raises(NotAllowed):
            register(work, Actor("h", Role.HELPER, "s1"), "s1", good, 1, private=False)
        for station in ("s2", "s3"):
            with pytest.raises(StationUnknown):
                register(work, lead, station, good, 1, private=False)
        for events in ((), ("clip.eaten",)):
            with pytest.raises(EventsWrong):
                register(work, lead, "s1", Wanted(good.url, events), 1, private=False)
        with pytest.raises(AddressRefused):
            register(work, lead, "s1", Wanted("https://10.0.0.1/", ALL), 1, private=False)
        row, _ = register(work, operator, "s1", good, 1, private=False)
        assert change(work, lead, row.id, good, 1, private=False).version == 2
        end(work, lead, row.id, 2, 5)
        with pytest.raises(EndpointUnknown):
            end(work, lead, row.id, 3, 5)
        for _ in range(10):
            register(work, lead, "s1", good, 1, private=False)
        with pytest.raises(EndpointsTooMany):
            register(work, lead, "s1", good, 1, private=False)
