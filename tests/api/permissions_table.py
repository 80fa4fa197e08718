"""Who may ask for which route: every route of the application, written down once more by hand.

A route that is not here fails tests/api/test_permissions.py, and so does one that is here and not
in the application. To add yours: one line, "METHOD /path/{as_in_the_route}", and

- an ``Action``: only roles that have it (accounts/roles.py, GRANTS) get in. Others must get 403 and
  who is not signed in 401 (or, on pages, be led to /sign-in), for any ids and any body. So name the
  action in the route: ``dependencies=[allowed(Action.X)]`` for JSON, ``allowed_page`` for pages
  (api/sessions.py); ids of other stations and people are for your own tests.
- ``SIGNED_IN``: every role.
- ``PUBLIC``: everybody, also without signing in.
- ``HALF_IN``: only between the password and the second factor; nobody of this test.

For path parameters the test sends ids that nobody has, and an empty body: whoever gets in must
be answered without a 5xx.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias

from vidcommerce.accounts.roles import Action


class Anyone(Enum):
    """Who gets in where no action is needed."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    HALF_IN = "half_in"


PUBLIC: Final = Anyone.PUBLIC
SIGNED_IN: Final = Anyone.SIGNED_IN
HALF_IN: Final = Anyone.HALF_IN

Needs: TypeAlias = Anyone | Action

ROUTES: Final[dict[str, Needs]] = {
    # the service itself
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /metrics": PUBLIC,
    "GET /api/v1/openapi.json": PUBLIC,
    # signing in, one's account, people
    "GET /": PUBLIC,
    "POST /language": PUBLIC,
    "GET /sign-in": PUBLIC,
    "POST /sign-in/phone": PUBLIC,
    "POST /sign-in/code": PUBLIC,
    "GET /sign-in/staff": PUBLIC,
    "POST /sign-in/staff": PUBLIC,
    "POST /sign-in/passkey/options": PUBLIC,
    "POST /sign-in/passkey": PUBLIC,
    "POST /sign-out": PUBLIC,
    "GET /join/{secret}": PUBLIC,
    "POST /join/{secret}": PUBLIC,
    "GET /sign-in/next": HALF_IN,
    "GET /sign-in/password": HALF_IN,
    "POST /sign-in/password": HALF_IN,
    "GET /sign-in/factor": HALF_IN,
    "POST /sign-in/factor": HALF_IN,
    "POST /sign-in/factor/passkey/options": HALF_IN,
    "POST /sign-in/factor/passkey": HALF_IN,
    "GET /sign-in/second": HALF_IN,
    "POST /sign-in/second": HALF_IN,
    "POST /sign-in/second/passkey/options": HALF_IN,
    "POST /sign-in/second/passkey": HALF_IN,
    "GET /me": SIGNED_IN,
    "POST /me/sessions/end": SIGNED_IN,
    "POST /me/sessions/{session_id}/end": SIGNED_IN,
    "POST /me/tokens": SIGNED_IN,
    "POST /me/tokens/{token_id}/end": SIGNED_IN,
    "POST /me/passkeys/options": SIGNED_IN,
    "POST /me/passkeys": SIGNED_IN,
    "POST /me/passkeys/{passkey_id}/remove": SIGNED_IN,
    "GET /people": Action.SEE_PEOPLE,
    "GET /people/invite": Action.INVITE_FARMERS,
    "POST /people/invite": Action.INVITE_FARMERS,
    "POST /people/invitations/{invitation_id}/end": Action.INVITE_FARMERS,
    "GET /people/{person_id}": Action.SEE_PEOPLE,
    "POST /people/{person_id}/link": Action.INVITE_FARMERS,
    "POST /people/{person_id}/phone": Action.INVITE_FARMERS,
    "POST /people/{person_id}/disable": Action.EDIT_PEOPLE,
    "POST /people/{person_id}/enable": Action.EDIT_PEOPLE,
    "POST /people/{person_id}/sessions/end": Action.EDIT_PEOPLE,
    "POST /people/stations": Action.ADD_STATIONS,
    # uploads
    "OPTIONS /api/uploads": PUBLIC,
    "OPTIONS /api/uploads/{upload_id}": PUBLIC,
    "POST /api/uploads": Action.SEND_CLIPS,
    "HEAD /api/uploads/{upload_id}": Action.SEND_CLIPS,
    "PATCH /api/uploads/{upload_id}": Action.SEND_CLIPS,
    "POST /api/uploads/{upload_id}": Action.SEND_CLIPS,
    "DELETE /api/uploads/{upload_id}": Action.SEND_CLIPS,
    "GET /api/uploads/{upload_id}": Action.SEND_CLIPS,
    # the farmer's pages
    "GET /farm": Action.SEND_CLIPS,
    "GET /farm/new": Action.SEND_CLIPS,
    "POST /farm/new": Action.SEND_CLIPS,
    "GET /farm/me.json": Action.SEND_CLIPS,
    "POST /farm/consent": Action.SEND_CLIPS,
    "GET /farm/progress": Action.SEE_CLIPS,
    "GET /farm/videos/{clip_id}": Action.SEE_CLIPS,
    "GET /farm/videos/{clip_id}/{name}": Action.SEE_CLIPS,
    "POST /farm/videos/{clip_id}/stop": Action.CANCEL_CLIPS,
    "POST /farm/videos/{clip_id}/stock": Action.EDIT_PRODUCTS,
    "POST /farm/videos/{clip_id}/price": Action.EDIT_PRODUCTS,
    "GET /farm/products/{product_id}/picture": Action.SEE_PRODUCTS,
    "GET /farm/app.webmanifest": PUBLIC,
    "GET /farm/sw.js": PUBLIC,
    "POST /farm/share": PUBLIC,
    # review, moderation, publication
    "GET /review": Action.REVIEW,
    "GET /review/news.json": Action.REVIEW,
    "GET /review/{clip_id}": Action.REVIEW,
    "GET /review/{clip_id}/state.json": Action.REVIEW,
    "GET /review/{clip_id}/files/{number:int}/{name:path}": Action.REVIEW,
    "GET /glossary": Action.REVIEW,
    "POST /glossary": Action.REVIEW,
    "POST /glossary/{term_id}/remove": Action.REVIEW,
    "GET /studio/{clip_id}": Action.REVIEW,
    "GET /studio/{clip_id}/document.json": Action.REVIEW,
    "PUT /studio/{clip_id}/plan": Action.REVIEW,
    "POST /studio/{clip_id}/back": Action.REVIEW,
    "PUT /studio/{clip_id}/working": Action.REVIEW,
    "DELETE /studio/{clip_id}/working": Action.REVIEW,
    "GET /studio/{clip_id}/versions/{number:int}.json": Action.REVIEW,
    "GET /studio/{clip_id}/compare.json": Action.REVIEW,
    "GET /studio/music/{sha256}": Action.REVIEW,
    "GET /studio/font/{name}": Action.REVIEW,
    "GET /studio/{clip_id}/news.json": Action.REVIEW,
    "POST /studio/{clip_id}/media": Action.REVIEW,
    "GET /studio/{clip_id}/media/{version}/{name}": Action.REVIEW,
    "GET /studio/{clip_id}/card/{name}": Action.REVIEW,
    "POST /review/{clip_id}/save": Action.REVIEW,
    "POST /review/{clip_id}/approve": Action.REVIEW,
    "POST /review/{clip_id}/refuse": Action.REVIEW,
    "POST /review/{clip_id}/redraw": Action.REVIEW,
    "POST /review/{clip_id}/terms": Action.REVIEW,
    "POST /review/{clip_id}/withdraw": Action.REVIEW,
    "GET /insights": Action.SEE_INSIGHTS,
    "GET /insights/table.csv": Action.SEE_INSIGHTS,
    "GET /insights/videos/{publication_id}": Action.SEE_INSIGHTS,
    "GET /insights/videos/{publication_id}/seconds.csv": Action.SEE_INSIGHTS,
    "GET /insights/videos/{publication_id}/strip.jpg": Action.SEE_INSIGHTS,
    "GET /insights/changes": Action.SEE_INSIGHTS,
    "GET /insights/changes/table.csv": Action.SEE_INSIGHTS,
    "GET /station": Action.EDIT_STATION,
    "POST /station": Action.EDIT_STATION,
    "GET /shops": Action.EDIT_STATION,
    "GET /shops/new": Action.EDIT_STATION,
    "POST /shops/new": Action.EDIT_STATION,
    "GET /shops/{shop_id}": Action.EDIT_STATION,
    "POST /shops/{shop_id}": Action.EDIT_STATION,
    "POST /shops/{shop_id}/ask": Action.EDIT_STATION,
    "POST /shops/{shop_id}/end": Action.EDIT_STATION,
    "GET /shops/{shop_id}/goods": Action.EDIT_STATION,
    "POST /shops/{shop_id}/goods": Action.EDIT_STATION,
    "GET /moderate": Action.MODERATE,
    "POST /moderate/{comment_id}": Action.MODERATE,
    "GET /v/{slug}": PUBLIC,
    "GET /v/{slug}/": PUBLIC,
    "GET /v/{slug}/{folder}/{name:path}": PUBLIC,
    "GET /v/{slug}/live.json": PUBLIC,
    "GET /v/{slug}/comments": PUBLIC,
    "POST /v/{slug}/comments": PUBLIC,
    "GET /v/{slug}/comments.json": PUBLIC,
    "POST /v/{slug}/comments.json": PUBLIC,
    "GET /v/{slug}/comments/{receipt}": PUBLIC,
    "GET /v/{slug}/comments/{receipt}.json": PUBLIC,
    "GET /oembed": PUBLIC,
    "POST /shops/{shop_id}/orders": PUBLIC,
    # JSON, version 1
    "GET /api/v1/me": SIGNED_IN,
    "GET /api/v1/me/tokens": SIGNED_IN,
    "POST /api/v1/me/tokens": SIGNED_IN,
    "DELETE /api/v1/me/tokens/{token_id}": SIGNED_IN,
    "GET /api/v1/products": Action.SEE_PRODUCTS,
    "POST /api/v1/products": Action.EDIT_PRODUCTS,
    "GET /api/v1/products/{product_id}": Action.SEE_PRODUCTS,
    "PUT /api/v1/products/{product_id}": Action.EDIT_PRODUCTS,
    "DELETE /api/v1/products/{product_id}": Action.EDIT_PRODUCTS,
    "POST /api/v1/pictures": Action.EDIT_PRODUCTS,
    "GET /api/v1/pictures/{picture}": Action.SEE_PRODUCTS,
    "GET /api/v1/clips": Action.SEE_CLIPS,
    "GET /api/v1/clips/{clip_id}": Action.SEE_CLIPS,
    "GET /api/v1/clips/{clip_id}/events": Action.SEE_CLIPS,
    "POST /api/v1/clips/{clip_id}/cancel": Action.CANCEL_CLIPS,
    "GET /api/v1/clips/{clip_id}/plans": Action.SEE_CLIPS,
    "GET /api/v1/clips/{clip_id}/plans/{number}": Action.SEE_CLIPS,
    "GET /api/v1/clips/{clip_id}/plans/{number}/files/{name:path}": Action.SEE_CLIPS,
    "GET /api/v1/reviews": Action.REVIEW,
    "GET /api/v1/reviews/{clip_id}": Action.REVIEW,
    "PUT /api/v1/reviews/{clip_id}": Action.REVIEW,
    "POST /api/v1/reviews/{clip_id}/approve": Action.REVIEW,
    "POST /api/v1/reviews/{clip_id}/redraw": Action.REVIEW,
    "POST /api/v1/reviews/{clip_id}/send-back": Action.REVIEW,
    "POST /api/v1/reviews/{clip_id}/reject": Action.REVIEW,
    "GET /api/v1/publications": Action.SEE_CLIPS,
    "GET /api/v1/publications/{publication_id}": Action.SEE_CLIPS,
    "POST /api/v1/publications/{publication_id}/withdraw": Action.WITHDRAW,
    "GET /api/v1/insights": Action.SEE_INSIGHTS,
    "GET /api/v1/insights/publications/{publication_id}": Action.SEE_INSIGHTS,
    "GET /api/v1/comments": Action.MODERATE,
    "GET /api/v1/comments/{comment_id}": Action.MODERATE,
    "POST /api/v1/comments/{comment_id}/show": Action.MODERATE,
    "POST /api/v1/comments/{comment_id}/reject": Action.MODERATE,
    "GET /api/v1/people": Action.SEE_PEOPLE,
    "GET /api/v1/people/{person_id}": Action.SEE_PEOPLE,
    "POST /api/v1/people/{person_id}/disable": Action.EDIT_PEOPLE,
    "POST /api/v1/people/{person_id}/enable": Action.EDIT_PEOPLE,
    "GET /api/v1/invitations": Action.INVITE_FARMERS,
    "POST /api/v1/invitations": Action.INVITE_FARMERS,
    "DELETE /api/v1/invitations/{invitation_id}": Action.INVITE_FARMERS,
    "GET /api/v1/stations": Action.SEE_PEOPLE,
    "POST /api/v1/stations": Action.ADD_STATIONS,
    "GET /api/v1/shops": Action.SEE_PRODUCTS,
    "POST /api/v1/shops": Action.EDIT_STATION,
    "GET /api/v1/shops/{shop_id}": Action.SEE_PRODUCTS,
    "PUT /api/v1/shops/{shop_id}": Action.EDIT_STATION,
    "DELETE /api/v1/shops/{shop_id}": Action.EDIT_STATION,
    "POST /api/v1/shops/{shop_id}/ask": Action.EDIT_STATION,
    "GET /api/v1/webhooks": Action.EDIT_WEBHOOKS,
    "POST /api/v1/webhooks": Action.EDIT_WEBHOOKS,
    "GET /api/v1/webhooks/{endpoint_id}": Action.EDIT_WEBHOOKS,
    "PUT /api/v1/webhooks/{endpoint_id}": Action.EDIT_WEBHOOKS,
    "DELETE /api/v1/webhooks/{endpoint_id}": Action.EDIT_WEBHOOKS,
    "POST /api/v1/webhooks/{endpoint_id}/secrets": Action.EDIT_WEBHOOKS,
    "GET /api/v1/webhooks/{endpoint_id}/deliveries": Action.EDIT_WEBHOOKS,
    "GET /api/v1/jobs/aside": Action.SEE_FAILURES,
    "POST /api/v1/jobs/{job_id}/run-again": Action.RUN_AGAIN,
}
