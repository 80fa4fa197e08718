"""Who asks: from the session's cookie or an API token; and that no other site made them ask.

Routes name one of these as a parameter's type:

- ``ActorHere``: JSON routes. By cookie or ``Authorization: Bearer``; else 401.
- ``PageActor``: pages. By cookie only; else to /sign-in and back.
- ``SignedInHere``: as ActorHere, with the person's name and language.
- ``SessionHere``: the session's row, proved; only by cookie.
- ``MaybeSignedIn``: None for who is not signed in.

``allowed(Action.X)`` and ``allowed_page(Action.X)`` stand in a route's ``dependencies`` and refuse
a role that may not do X at all, before anything else is looked at.

With a cookie, whatever changes something must bring the session's token in the form field
``csrf`` or the header ``X-CSRF-Token``; templates have it as ``csrf``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import SAFE, ServiceHere
from vidcommerce.accounts import sessions, tokens
from vidcommerce.accounts.roles import Action, Actor, Role, reach
from vidcommerce.accounts.secrets import same
from vidcommerce.accounts.sessions import NotSignedIn
from vidcommerce.accounts.tables import ApiTokenRow, PersonRow, SessionRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.service import Service

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_BEARER: Final = "bearer "


@dataclass(eq=False)
class FormExpired(InputRejected):
    """A change came without the token of the session that it should belong to."""

    sentence = N_("This page was open too long. Please load it again and repeat what you did.")


class SignInFirst(Exception):
    """A page is only for people who are signed in; they are led there and back."""

    def __init__(self, address: str) -> None:
        """Lead to ``address``."""
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who is signed in; ``session_id`` and ``csrf`` are empty by API token.

    ``proved`` is false between the password and the second factor. ``stale`` is true where it is
    time to take down that they were here.
    """

    actor: Actor
    name: str
    language: str
    session_id: str
    csrf: str
    proved: bool
    stale: bool
    token_id: str = ""


def cookie_name(service: Service) -> str:
    """Return the name of the session's cookie; the prefix has browsers insist on its safety."""
    return "__Host-vidcommerce" if is_secure(service) else "vidcommerce"


def is_secure(service: Service) -> bool:
    """Tell whether people reach the service by https."""
    return service.settings.public_url.startswith("https:")


def give_cookie(response: Response, service: Service, begun: sessions.Begun) -> None:
    """Have the browser keep the secret of a session that has begun, as long as it can last."""
    seconds = (begun.row.expires_at - begun.row.created_at) // 1000
    response.set_cookie(
        cookie_name(service), begun.secret, max_age=seconds, path="/",
        secure=is_secure(service), httponly=True, samesite="lax",
    )  # fmt: skip


def take_cookie(response: Response, service: Service) -> None:
    """Have the browser forget the session's secret."""
    response.delete_cookie(cookie_name(service), path="/", secure=is_secure(service))


def _visitor(request: Request, service: ServiceHere) -> Iterator[SignedIn | None]:
    """Find out who asks, in a unit of work of its own; take down later that they were here.

    Later, because the request's own unit of work may hold SQLite's one lock for writing.
    """
    found = _find(request, service)
    request.state.signed_in = found
    yield found
    if found is not None and found.stale:
        with service.database.writing() as work:
            if found.token_id:
                tokens.used(work, found.token_id, now_ms())
            else:
                sessions.seen(work, found.session_id, now_ms())


def _find(request: Request, service: Service) -> SignedIn | None:
    header = request.headers.get("authorization", "")
    secret = request.cookies.get(cookie_name(service))
    if not header and not secret:
        return None
    now = now_ms()
    with service.database.reading() as work:
        if header.lower().startswith(_BEARER):
            return _by_token(*tokens.find(work, header[len(_BEARER) :].strip(), now), now)
        try:
            row, person = sessions.find(work, secret or "", now)
        except NotSignedIn:  # an old cookie makes nobody less than a visitor
            return None
        return _signed_in(row, person, now)


def _by_token(row: ApiTokenRow, person: PersonRow, now: int) -> SignedIn:
    return SignedIn(
        actor=tokens.actor_of(row, person),
        name=person.name,
        language=person.language,
        session_id="",
        csrf="",
        proved=True,
        stale=now - (row.used_at or 0) > sessions.SEEN_EVERY,
        token_id=row.id,
    )


def _signed_in(row: SessionRow, person: PersonRow, now: int) -> SignedIn:
    return SignedIn(
        actor=Actor(person.id, Role(person.role), person.station_id),
        name=person.name,
        language=person.language,
        session_id=row.id,
        csrf=row.csrf,
        proved=row.proved,
        stale=now - row.seen_at > sessions.SEEN_EVERY,
    )


async def _own_form(
    request: Request, found: Annotated[SignedIn | None, Depends(_visitor)]
) -> AsyncIterator[SignedIn | None]:
    """Let a change by cookie pass only with the session's token. Raises FormExpired."""
    try:
        if found is not None and found.session_id and request.method not in SAFE:
            given = request.headers.get("x-csrf-token") or await form_field(request, "csrf")
            if not same(given, found.csrf):
                raise FormExpired
        yield found
    finally:
        await request.close()  # the files of a form that was read for its token


async def form_field(request: Request, name: str) -> str:
    """Return a field of the request's form, or nothing; a body that is no form is left unread."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return str((await request.form()).get(name, "")) if kind in _FORMS else ""


VisitorHere: TypeAlias = Annotated[SignedIn | None, Depends(_visitor)]
"""Whoever asks, also where a form brings no token: only for what does no harm."""

AnySignedIn: TypeAlias = Annotated[SignedIn | None, Depends(_own_form)]
"""Also who has given the password, but not yet the second factor."""


def _maybe(found: AnySignedIn) -> SignedIn | None:
    return found if found is not None and found.proved else None


MaybeSignedIn: TypeAlias = Annotated[SignedIn | None, Depends(_maybe)]


def _signed_in_here(found: MaybeSignedIn) -> SignedIn:
    if found is None:
        raise NotSignedIn
    return found


SignedInHere: TypeAlias = Annotated[SignedIn, Depends(_signed_in_here)]


def _actor(found: SignedInHere) -> Actor:
    return found.actor


ActorHere: TypeAlias = Annotated[Actor, Depends(_actor)]


def _page_person(request: Request, found: MaybeSignedIn) -> SignedIn:
    if found is None or not found.session_id:
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        there = back if request.method in SAFE else "/"
        raise SignInFirst(f"/sign-in?next={quote(there)}")
    return found


PagePerson: TypeAlias = Annotated[SignedIn, Depends(_page_person)]
"""As PageActor, with the person's name, language and session."""


def _page_actor(found: PagePerson) -> Actor:
    return found.actor


PageActor: TypeAlias = Annotated[Actor, Depends(_page_actor)]


def allowed(action: Action) -> Any:  # noqa: ANN401 - as FastAPI types Depends
    """Return what a route's ``dependencies`` need so that only roles with ``action`` get in.

    ``@router.get("/x", dependencies=[allowed(Action.REVIEW)])``. It speaks of nobody's things yet:
    the route still asks accounts.roles.require, with the station and owner of what it touches.
    """

    def _let_in(actor: ActorHere) -> None:
        reach(actor, action)

    return Depends(_let_in)


def allowed_page(action: Action) -> Any:  # noqa: ANN401 - as FastAPI types Depends
    """Return the same for a page, which leads to the sign-in instead of refusing with 401."""

    def _let_in(actor: PageActor) -> None:
        reach(actor, action)

    return Depends(_let_in)


def _session_here(found: SignedInHere, service: ServiceHere) -> SessionRow:
    with service.database.reading() as work:
        row = work.get(SessionRow, found.session_id)
    if row is None:
        raise NotSignedIn
    return row


SessionHere: TypeAlias = Annotated[SessionRow, Depends(_session_here)]


def install(app: FastAPI) -> None:
    """Have ``app`` lead people to where they sign in."""
    app.add_exception_handler(SignInFirst, _lead)


def _lead(_request: Request, error: Exception) -> Response:
    if not isinstance(error, SignInFirst):
        raise error
    return RedirectResponse(error.address, 303)
