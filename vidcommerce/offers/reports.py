"""What shops report of an order: whether it is theirs, and the little that we keep of it. Pure.

- Shopify signs the body with HMAC-SHA256 in ``X-Shopify-Hmac-Sha256``, base64
  (https://shopify.dev/docs/apps/build/webhooks/subscribe/https, "Verify"); the order is that of its
  REST Admin API (https://shopify.dev/docs/api/admin-rest/latest/resources/order).
- WooCommerce signs it so in ``X-WC-Webhook-Signature``
  (https://developer.woocommerce.com/docs/apis/rest-api/v3/webhooks/); the landing page is in the
  order's attribution (https://woocommerce.com/document/order-attribution-tracking/).
- Whoever speaks Standard Webhooks (https://www.standardwebhooks.com) signs by those rules, and
  whoever does not sends the shop's secret along: ``Authorization: Bearer ...`` or a field
  ``secret``. Both send ``reference``, ``amount``, ``currency``, and the parameters of the link
  (``vc``, ``vcv``) as they got them; as JSON, or as a form.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.money import currencies
from vidcommerce.offers.attribution import said_by

_LONGEST: Final = 100
"""Signs of a reference."""

_PLACES: Final = 6
"""Decimals of an amount, more than any currency has."""

_NO_ORDERS: Final = frozenset({
    "auto-draft", "cancelled", "checkout-draft", "draft", "failed", "new", "pending", "trash",
})  # fmt: skip
"""WooCommerce's states of orders that nobody has to deliver, as yet or any more
(https://woocommerce.com/document/managing-orders/order-statuses/)."""

_PING: Final = re.compile(rb"webhook_id=\d+")

_Said: TypeAlias = Mapping[str, Any]


@dataclass(eq=False)
class ReportNotSigned(InputRejected):
    """A report does not prove that it comes from the shop."""

    sentence = N_("This does not come from the shop: its signature is missing or wrong.")


@dataclass(eq=False)
class ReportUnreadable(InputRejected):
    """A report has no order in it that can be read; ``key`` is what is missing or wrong."""

    key: str
    sentence = N_("No order can be read from this: look at {key}.")


@dataclass(eq=False)
class ReportTooLong(InputRejected):
    """A report is longer than any order."""

    sentence = N_("This report is too long for one order.")


@dataclass(frozen=True, slots=True)
class Report:
    """An order as a shop reports it; nothing of who bought.

    ``said`` are the parameters of the link with which the shopper came. ``stands`` is false for
    tests, and for what is not paid for yet or was cancelled.
    """

    reference: str
    amount: Decimal
    currency: str
    said: Mapping[str, str]
    stands: bool = True


def is_ping(body: bytes) -> bool:
    """Tell whether WooCommerce only asks whether somebody is there; it does not sign that."""
    return _PING.fullmatch(body) is not None


def read_report(headers: Mapping[str, str], body: bytes, secret: str) -> Report:
    """Return the order that a shop with this secret reports; header names in lower case.

    Raises ReportNotSigned, also where there is no secret, or ReportUnreadable.
    """
    for header, signed, read in _SENDERS:
        if header in headers:
            if not secret or not signed(headers, body, secret):
                raise ReportNotSigned
            return read(_document(body))
    said = _fields(body)
    given = headers.get("authorization", "").removeprefix("Bearer ") or str(said.get("secret", ""))
    if not secret or not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
        raise ReportNotSigned
    return _plain(said)


def _is_digest(mark: str, body: bytes, secret: str) -> bool:
    digest = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256))
    return hmac.compare_digest(mark.encode(), digest)


def _by_shopify(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    return _is_digest(headers["x-shopify-hmac-sha256"], body, secret)


def _by_woocommerce(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    return _is_digest(headers["x-wc-webhook-signature"], body, secret)


def _by_standard(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    try:
        Webhook(secret).verify(body, dict(headers))
    except (WebhookVerificationError, ValueError, RuntimeError):  # the last two: no such secret
        return False
    return True


def _shopify(order: _Said) -> Report:
    """Read an order of ``orders/create`` or ``orders/paid``.

    What the link gave the cart is in ``note_attributes``; the page on which the shopper came
    first, with its parameters, in ``landing_site``.
    """
    attributes = _pairs(order.get("note_attributes"), "name")
    said = said_by(_text(order.get("landing_site"))) | {
        name.removeprefix("attribution/"): value for name, value in attributes.items()
    }
    stands = not order.get("test") and order.get("cancelled_at") is None
    return _report(
        order.get("id"), order.get("total_price"), order.get("currency"), said, stands=stands
    )


def _woocommerce(order: _Said) -> Report:
    """Read an order of ``order.created`` or ``order.updated``."""
    notes = _pairs(order.get("meta_data"), "key")
    said = said_by(notes.get("_wc_order_attribution_session_entry", ""))
    stands = _text(order.get("status")) not in _NO_ORDERS
    return _report(order.get("id"), order.get("total"), order.get("currency"), said, stands=stands)


def _plain(told: _Said) -> Report:
    """Read an order of anybody else; Standard Webhooks put it into ``data``."""
    data = told.get("data", told)
    if not isinstance(data, dict):
        raise ReportUnreadable("data")
    said = {name: value for name, value in data.items() if isinstance(value, str)}
    return _report(
        data.get("reference"), data.get("amount"), data.get("currency"), said, stands=True
    )


_SENDERS: Final[
    tuple[
        tuple[str, Callable[[Mapping[str, str], bytes, str], bool], Callable[[_Said], Report]], ...
    ]
] = (
    ("x-shopify-hmac-sha256", _by_shopify, _shopify),
    ("x-wc-webhook-signature", _by_woocommerce, _woocommerce),
    ("webhook-signature", _by_standard, _plain),
)
"""By the header that has the signature: is it good, and what does the body say."""


def _report(
    reference: object, amount: object, currency: object, said: Mapping[str, str], *, stands: bool
) -> Report:
    named = _text(reference)
    if not named.isprintable() or not 0 < len(named) <= _LONGEST:
        raise ReportUnreadable("reference")
    code = _text(currency).upper()
    if code not in currencies():
        raise ReportUnreadable("currency")
    return Report(named, _amount(amount), code, said, stands)


def _amount(given: object) -> Decimal:
    try:
        amount = Decimal(_text(given))
    except InvalidOperation as wrong:
        raise ReportUnreadable("amount") from wrong
    if (
        not amount.is_finite()
        or not 0 <= amount < 10**12
        or -int(amount.as_tuple().exponent) > _PLACES
    ):
        raise ReportUnreadable("amount")
    return amount


def _text(value: object) -> str:
    """Return a text or a whole number as text, anything else as none."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _pairs(found: object, name: str) -> dict[str, str]:
    """Return a list of records with a name and a value as a mapping; what is none of them not."""
    records = found if isinstance(found, list) else []
    return {
        _text(record.get(name)): _text(record.get("value"))
        for record in records
        if isinstance(record, dict)
    }


def _fields(body: bytes) -> _Said:
    """Return what JSON or a form says."""
    if body.lstrip().startswith(b"{"):
        return _document(body)
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=50))
    except ValueError as wrong:  # no UTF-8, or too many fields
        raise ReportUnreadable("body") from wrong


def _document(body: bytes) -> _Said:
    try:
        found = json.loads(body, parse_float=str)
    except (ValueError, RecursionError) as wrong:
        raise ReportUnreadable("body") from wrong
    if not isinstance(found, dict):
        raise ReportUnreadable("body")
    return found
