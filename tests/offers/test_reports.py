"""What shops report: is it theirs, and what is read of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from vidcommerce.offers.reports import (
    Report,
    ReportNotSigned,
    ReportUnreadable,
    is_ping,
    read_report,
)

SECRET = "whsec_" + base64.b64encode(b"a secret of the shop's").decode()
SHOPIFY: dict[str, Any] = {
    "id": 820982911946154508,
    "email": "jon@example.com",
    "total_price": "403.00",
    "currency": "USD",
    "test": False,
    "cancelled_at": None,
    "landing_site": "/cart/1:1?vc=oranges&vcv=" + "a" * 24,
    "note_attributes": [{"name": "vc", "value": "oranges"}, {"name": "vcv", "value": "b" * 24}],
}
WOOCOMMERCE: dict[str, Any] = {
    "id": 727,
    "status": "processing",
    "currency": "CNY",
    "total": "29.35",
    "billing": {"first_name": "John"},
    "meta_data": [
        {"id": 1, "key": "_wc_order_attribution_utm_source", "value": "vidcommerce"},
        {
            "id": 2,
            "key": "_wc_order_attribution_session_entry",
            "value": "https://shop.example/?add-to-cart=5&vc=oranges&vcv=" + "a" * 24,
        },
    ],
}
PLAIN: dict[str, Any] = {
    "reference": "A-17",
    "amount": 39.8,
    "currency": "cny",
    "vc": "oranges",
    "vcv": "a" * 24,
}


def digest(body: bytes, secret: str = SECRET) -> str:
    """Return the signature of Shopify and WooCommerce."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _standard(body: bytes) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("msg_1", now, body.decode()),
    }


def _signed(kind: str, body: bytes) -> dict[str, str]:
    if kind == "standard":
        return _standard(body)
    if kind == "bearer":
        return {"authorization": f"Bearer {SECRET}"}
    header = {"shopify": "x-shopify-hmac-sha256", "woocommerce": "x-wc-webhook-signature"}
    return {header[kind]: digest(body)}


_KINDS = {
    "shopify": (SHOPIFY, Report("820982911946154508", Decimal("403.00"), "USD", {})),
    "woocommerce": (WOOCOMMERCE, Report("727", Decimal("29.35"), "CNY", {})),
    "standard": ({"type": "order.paid", "data": PLAIN}, Report("A-17", Decimal("39.8"), "CNY", {})),
    "bearer": (PLAIN, Report("A-17", Decimal("39.8"), "CNY", {})),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_what_each_shop_reports(kind: str) -> None:
    """The order's number, amount and currency, and what its link said; nothing of the buyer."""
    document, expected = _KINDS[kind]
    body = json.dumps(document).encode()
    found = read_report(_signed(kind, body), body, SECRET)
    assert (found.reference, found.amount, found.currency, found.stands) == (
        expected.reference,
        expected.amount,
        expected.currency,
        True,
    )
    visitor = "b" * 24 if kind == "shopify" else "a" * 24
    assert (found.said["vc"], found.said["vcv"]) == ("oranges", visitor)
    assert "jon@example.com" not in repr(found)
    assert "John" not in repr(found)


@pytest.mark.parametrize("kind", _KINDS)
def test_what_somebody_else_sends_is_refused(kind: str) -> None:
    """Another body under the same signature, another secret, no secret at all."""
    document, _ = _KINDS[kind]
    body = json.dumps(document).encode()
    headers = _signed(kind, body)
    if kind != "bearer":
        with pytest.raises(ReportNotSigned):
            read_report(headers, body + b" ", SECRET)
    for secret in ("whsec_AAAA", "other", ""):
        with pytest.raises(ReportNotSigned):
            read_report(headers, body, secret)
    with pytest.raises(ReportNotSigned):
        read_report({}, body, SECRET)
    with pytest.raises(ReportNotSigned):
        read_report({}, body, "")


def test_a_form_is_read_as_well() -> None:
    """Postbacks of shops that send forms, the secret in a field."""
    body = f"reference=A-17&amount=39.80&currency=CNY&vc=oranges&secret={SECRET}".encode()
    found = read_report({}, body, SECRET)
    assert (found.reference, found.amount, found.said["vc"]) == (
        "A-17",
        Decimal("39.80"),
        "oranges",
    )


def test_ucp_links_say_where_they_came_from_as_attribution() -> None:
    """Shopify's /buy keeps attribution/vc of the link; it is read as vc."""
    attributes = [{"name": "attribution/vc", "value": "pears"}]
    body = json.dumps({**SHOPIFY, "landing_site": None, "note_attributes": attributes}).encode()
    assert read_report(_signed("shopify", body), body, SECRET).said == {"vc": "pears"}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("shopify", {"test": True}),
        ("shopify", {"cancelled_at": "2026-11-21T10:00:00Z"}),
        ("woocommerce", {"status": "pending"}),
        ("woocommerce", {"status": "checkout-draft"}),
        ("woocommerce", {"status": "cancelled"}),
    ],
)
def test_tests_drafts_and_cancelled_orders_do_not_stand(kind: str, change: dict[str, Any]) -> None:
    """They are read without an error, so that the shop does not send them again and again."""
    body = json.dumps({**_KINDS[kind][0], **change}).encode()
    assert read_report(_signed(kind, body), body, SECRET).stands is False


_WRONG: list[tuple[str, object]] = [
    ("reference", ""),
    ("reference", "x" * 101),
    ("reference", "a\u0000b"),
    ("reference", True),
    ("amount", "-1"),
    ("amount", "1e99"),
    ("amount", "NaN"),
    ("amount", "0.1234567"),
    ("amount", None),
    ("currency", "XXX"),
    ("currency", 7),
]


@pytest.mark.parametrize(("key", "value"), _WRONG)
def test_what_is_no_order_is_refused_by_what_is_wrong(key: str, value: object) -> None:
    """The error names the key."""
    body = json.dumps({**PLAIN, key: value}).encode()
    with pytest.raises(ReportUnreadable) as refused:
        read_report(_signed("bearer", body), body, SECRET)
    assert refused.value.key == key


@given(
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*SHOPIFY, *WOOCOMMERCE, *PLAIN, "data", "secret"]), inner
            )
        ),
        max_leaves=12,
    ).map(lambda document: json.dumps(document).encode()),
    st.sampled_from(list(_KINDS)),
)
@example(b'{"status": []}', "woocommerce")
@example(b'{"id": {}, "total": [], "currency": {}, "meta_data": [{"key": []}]}', "woocommerce")
@example(b'{"id": 1, "total_price": 1e999999999, "currency": "USD"}', "shopify")
@example(b'{"reference": 1, "currency": "USD", "amount": %s}' % (b"9" * 5000), "bearer")
@example(b'{"reference": 1, "currency": "USD", "amount": -Infinity}', "bearer")
@example(b'{"reference": "\\ud800", "currency": "\\ud800", "amount": "\\ud800"}', "bearer")
@example(b'{"data": ' + b"[" * 100_000, "bearer")
def test_noise_is_refused(body: bytes, kind: str) -> None:
    """Whatever is sent, signed or not, ends in a report or in one of two errors."""
    headers = {} if kind == "standard" else _signed(kind, body)
    try:
        report = read_report(headers, body, SECRET)
    except (ReportNotSigned, ReportUnreadable):
        return
    assert report.reference
    assert report.amount.is_finite()


def test_woocommerces_ping_is_known() -> None:
    """It is not signed and no order; anything longer is no ping."""
    assert is_ping(b"webhook_id=5")
    assert not is_ping(b"webhook_id=5&reference=1")
