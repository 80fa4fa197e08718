"""What pages for signing in need to know of a browser before anybody is signed in there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import SAFE, ServiceHere
from api.html import home_of, language_of, page
from api.sessions import (
    AnySignedIn,
    FormExpired,
    SignedIn,
    cookie_name,
    form_field,
    give_cookie,
    is_secure,
)
from vidcommerce.accounts import sessions
from vidcommerce.accounts.devices import device_name
from vidcommerce.accounts.limits import place_of
from vidcommerce.accounts.passkeys import Ceremony
from vidcommerce.accounts.repository import person
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.secrets import new_secret, same, sealed
from vidcommerce.accounts.sessions import Begun
from vidcommerce.accounts.signing_in import Visit
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.service import Service

_COOKIE: Final = "before"
_LASTS: Final = 24 * 60 * 60
_ELSEWHERE: Final = ("//", "/\\")


def _visit(request: Request) -> Visit:
    host = request.client.host if request.client else ""
    return Visit(place_of(host), device_name(request.headers.get("user-agent", "")), now_ms())


VisitHere: TypeAlias = Annotated[Visit, Depends(_visit)]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser in which nobody need be signed in, known again by a cookie of its own."""

    secret: str
    is_new: bool


async def _browser(request: Request, service: ServiceHere) -> AsyncIterator[Browser]:
    """Know a browser again; a form that it sends must be one that it was given."""
    kept = request.cookies.get(_COOKIE, "")
    browser = Browser(kept or new_secret(), is_new=not kept)
    token = sealed(service.secret, "form", browser.secret)
    request.state.csrf = token
    try:
        if request.method not in SAFE:
            given = request.headers.get("x-csrf-token") or await form_field(request, "csrf")
            if not same(given, token):
                raise FormExpired
        yield browser
    finally:
        await request.close()


BrowserHere: TypeAlias = Annotated[Browser, Depends(_browser)]


@dataclass(frozen=True, slots=True)
class Door:
    """What a page before the sign-in is about: who knocks, from where, with which browser."""

    request: Request
    service: Service
    browser: Browser
    visit: Visit

    def ceremony(self) -> Ceremony:
        """Return where and when a passkey is used here."""
        return ceremony(self.request, self.service, self.browser.secret, self.visit.now)

    def show(self, template: str, status: int = 200, **facts: Any) -> Response:  # noqa: ANN401
        """Return a page (see api.html.page), and have the browser keep the cookie of its form."""
        shown = page(self.request, template, status, **facts)
        if self.browser.is_new:
            shown.set_cookie(
                _COOKIE, self.browser.secret, max_age=_LASTS, path="/",
                secure=is_secure(self.service), httponly=True, samesite="lax",
            )  # fmt: skip
        return shown

    def let_in(self, begun: Begun, address: str) -> Response:
        """Send a browser on, signed in."""
        return exchange(self.request, self.service, begun, RedirectResponse(address, 303))

    def say(self, wrong: InputRejected) -> str:
        """Return what is wrong in the reader's words."""
        return language_of(self.request).explain(wrong)


def _door(request: Request, service: ServiceHere, browser: BrowserHere, visit: VisitHere) -> Door:
    return Door(request, service, browser, visit)


DoorHere: TypeAlias = Annotated[Door, Depends(_door)]


@dataclass(frozen=True, slots=True)
class HalfIn:
    """Who has to set or give a second factor still; ``person`` is None for anybody else."""

    request: Request
    service: Service
    visit: Visit
    person: SignedIn | None

    @property
    def session_id(self) -> str:
        """Return the session that waits. Raises NotSignedIn."""
        if self.person is None:
            raise sessions.NotSignedIn
        return self.person.session_id

    @property
    def person_id(self) -> str:
        """Return who waits. Raises NotSignedIn."""
        if self.person is None:
            raise sessions.NotSignedIn
        return self.person.actor.person_id

    def ceremony(self) -> Ceremony:
        """Return where and when a passkey is made or used here."""
        return ceremony(self.request, self.service, self.session_id, self.visit.now)

    def let_in(self, begun: Begun, address: str) -> Response:
        """Send a browser on, signed in."""
        return exchange(self.request, self.service, begun, RedirectResponse(address, 303))

    def say(self, wrong: InputRejected) -> str:
        """Return what is wrong in the reader's words."""
        return language_of(self.request).explain(wrong)


def _half_in(
    request: Request, service: ServiceHere, visit: VisitHere, found: AnySignedIn
) -> HalfIn:
    waits = found is not None and not found.proved
    if found is not None and waits:
        request.state.csrf = found.csrf
    return HalfIn(request, service, visit, found if waits else None)


HalfInHere: TypeAlias = Annotated[HalfIn, Depends(_half_in)]


def _only_half_in(half: HalfInHere) -> HalfIn:
    if half.person is None:
        raise sessions.NotSignedIn
    return half


OnlyHalfIn: TypeAlias = Annotated[HalfIn, Depends(_only_half_in)]
"""As HalfInHere for scripts: nobody else gets as far as the route."""


def ceremony(request: Request, service: Service, browser: str, now: int) -> Ceremony:
    """Return where a passkey is made or used: at our public address, or on this machine itself."""
    own = urlsplit(str(request.base_url))
    is_local = own.hostname == "localhost"
    origin = f"{own.scheme}://{own.netloc}" if is_local else service.settings.public_url
    return Ceremony(origin, browser, now)


WantedHere: TypeAlias = Annotated[str, Query(alias="next")]
"""The address to which one wanted to go before the sign-in."""


def ours(wanted: str) -> str:
    """Return an address if it is one of ours, else "/": nobody is led to another site."""
    is_ours = wanted.startswith("/") and not wanted.startswith(_ELSEWHERE) and wanted.isprintable()
    return wanted if is_ours else "/"


def after_sign_in(role: Role, wanted: str) -> str:
    """Return the address to go to: the page that was wanted, or the home of the role."""
    address = ours(wanted)
    return home_of(role) if address == "/" else address


def further(wanted: str, page: str = "/sign-in/next") -> str:
    """Return the address that leads to whatever factor is missing, and then to ``wanted``."""
    return f"{page}?{urlencode({'next': wanted})}"


def role_of(service: Service, begun: Begun) -> Role:
    """Return the role of whose session has begun."""
    with service.database.reading() as work:
        return Role(person(work, begun.row.person_id).role)


def exchange(request: Request, service: Service, begun: Begun, answer: Response) -> Response:
    """Return ``answer`` with the cookie of the session that has begun; an older one ends."""
    older = request.cookies.get(cookie_name(service))
    if older is not None:
        with service.database.writing() as work:
            sessions.end_secret(work, older, now_ms())
    give_cookie(answer, service, begun)
    return answer
