"""One's own account: where one is signed in, passkeys, API tokens."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of, waiting
from api.html import language_of, page
from api.pages.sign_in import passkey_words
from api.sessions import PagePerson, SignedIn, SignedInHere
from api.visits import VisitHere, ceremony
from vidcommerce.accounts import passkeys, sessions, signing_in, tokens
from vidcommerce.accounts.phones import readable
from vidcommerce.accounts.repository import person as person_of
from vidcommerce.accounts.roles import GRANTS, Action, Role
from vidcommerce.accounts.words import ACTIONS, ROLES
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags import attesting
from vidcommerce.language import N_
from vidcommerce.moments import day, moment

router = APIRouter(include_in_schema=False)

ME: Final = {
    "title": N_("My account"),
    "sign_out": N_("Sign out"),
    "sessions": N_("Where you are signed in"),
    "this": N_("this browser"),
    "last": N_("last used {when}"),
    "end": N_("End"),
    "end_all": N_("Sign out everywhere else"),
    "passkeys": N_("Passkeys"),
    "passkey_since": N_("since {when}"),
    "make": N_("Add a passkey"),
    "remove": N_("Remove"),
    "keys": N_("Keys with which you sign"),
    "keys_why": N_("Each is in one browser. Give up the key of a browser that you lost."),
    "key_over": N_("given up {when}"),
    "key_end": N_("Give up"),
    "tokens": N_("Access for programs"),
    "tokens_why": N_("A token lets a program do some of what you may do, for a time."),
    "token_until": N_("until {when}"),
    "token_name": N_("What is it for?"),
    "token_days": N_("Works for how many days?"),
    "token_may": N_("It may"),
    "token_make": N_("Make a token"),
    "token_made": N_("Copy this token now. It is not shown again."),
    "none": N_("None yet."),
    "phone": N_("Phone number"),
    "login": N_("Login"),
    "password_title": N_("Password"),
    "password": N_("Change the password"),
    "password_now": N_("The password that you have now"),
    "password_new": N_("New password"),
    "password_hint": N_("10 characters at least. Several words are easy to remember."),
    "password_go": N_("Change it"),
    "password_ends": N_("You are then signed out everywhere else."),
    "password_done": N_("The password is changed. You are signed out everywhere else."),
}


class TokenForm(BaseModel):
    """A token that is asked for; ``may`` are actions."""

    name: str = ""
    days: str = "90"
    may: list[str] = []


class PasswordForm(BaseModel):
    """The password of now and the one that is wanted."""

    now: str = ""
    new: str = ""


@router.get("/me")
def me(request: Request, person: PagePerson, work: UnitOfWork) -> Response:
    """Show one's account; with ``?changed=password`` it says that this was done."""
    return _me(request, person, work)


def _me(
    request: Request, person: SignedIn, work: Session, *,
    status: int = 200, fault: str = "", made: str = "",
) -> Response:  # fmt: skip
    row, now, speech = person_of(work, person.actor.person_id), now_ms(), language_of(request)
    return page(
        request,
        "people/me.html",
        status,
        say=ME,
        row=row,
        role=speech.say(ROLES[person.actor.role]),
        phone=readable(row.phone) if row.phone else "",
        sessions=sessions.list_open(work, row, now),
        session_id=person.session_id,
        is_staff=person.actor.role is not Role.FARMER,
        passkeys=passkeys.of(work, row.id),
        keys=attesting.keys_of(work, row.id),
        tokens=tokens.list_open(work, row.id, now),
        scopes=[
            (action.value, speech.say(sentence))
            for action, sentence in ACTIONS.items()
            if person.actor.role in GRANTS[action]
        ],
        when=lambda ms: moment(ms, now, speech),
        day=lambda ms: day(ms, speech),
        passkey_words=passkey_words(request),
        fault=fault,
        made=made,
        done=request.query_params.get("changed") == "password",
    )


@router.post("/me/password")
def change_password(
    request: Request, service: ServiceHere, person: PagePerson, visit: VisitHere,
    form: Annotated[PasswordForm, Form()],
) -> Response:  # fmt: skip
    """Change one's password; whoever is signed in elsewhere with the old one no longer is."""
    at = (person.actor.person_id, person.session_id)
    try:
        signing_in.change_password(service, at, (form.now, form.new), visit)
    except InputRejected as wrong:
        fault = language_of(request).explain(wrong)
        with service.database.reading() as work:
            shown = _me(request, person, work, status=status_of(wrong), fault=fault)
        shown.headers.update(waiting(wrong))
        return shown
    return RedirectResponse("/me?changed=password", 303)


@router.post("/me/sessions/end")
def end_others(person: PagePerson, work: UnitOfWork) -> Response:
    """Sign out everywhere but here."""
    sessions.end_all(work, person.actor.person_id, now_ms(), but=person.session_id)
    return RedirectResponse("/me", 303)


@router.post("/me/sessions/{session_id}/end")
def end_one(person: PagePerson, work: UnitOfWork, session_id: str) -> Response:
    """End one session; after one's own the way leads to the sign-in."""
    sessions.end(work, person.actor.person_id, session_id, now_ms())
    return RedirectResponse("/me", 303)


@router.post("/me/keys/{key_id}/end")
def end_key(person: PagePerson, work: UnitOfWork, key_id: str) -> Response:
    """Give up a key with which one signed; what was signed before stays."""
    attesting.revoke(work, person.actor.person_id, key_id, now_ms())
    return RedirectResponse("/me", 303)


@router.post("/me/tokens")
def make_token(
    request: Request, person: PagePerson, work: UnitOfWork, form: Annotated[TokenForm, Form()]
) -> Response:
    """Make an API token and show it, once."""
    known = {action.value for action in Action}
    scopes = {Action(name) for name in form.may if name in known}
    days = int(form.days) if form.days.isascii() and form.days.isdecimal() else 0
    try:
        made = tokens.make(work, person.actor, form.name, scopes, days, now_ms())
    except InputRejected as wrong:
        fault = language_of(request).explain(wrong)
        return _me(request, person, work, status=status_of(wrong), fault=fault)
    return _me(request, person, work, made=made.secret)


@router.post("/me/tokens/{token_id}/end")
def end_token(person: PagePerson, work: UnitOfWork, token_id: str) -> Response:
    """End an API token."""
    tokens.revoke(work, person.actor.person_id, token_id, now_ms())
    return RedirectResponse("/me", 303)


@router.post("/me/passkeys/options")
def new_passkey_options(
    request: Request, service: ServiceHere, person: SignedInHere, work: UnitOfWork
) -> dict[str, Any]:
    """Return what the browser needs to make one more passkey."""
    row = person_of(work, person.actor.person_id)
    at = ceremony(request, service, person.session_id, now_ms())
    return passkeys.registration_options(work, at, row)


@router.post("/me/passkeys")
def add_passkey(
    request: Request, service: ServiceHere, person: PagePerson, visit: VisitHere,
    work: UnitOfWork, answer: dict[str, Any],
) -> Response:  # fmt: skip
    """Keep one more passkey."""
    row = person_of(work, person.actor.person_id)
    at = ceremony(request, service, person.session_id, visit.now)
    passkeys.register(work, at, row, answer, visit.device)
    return JSONResponse({"next": "/me"})


@router.post("/me/passkeys/{passkey_id}/remove")
def remove_passkey(person: PagePerson, work: UnitOfWork, passkey_id: str) -> Response:
    """Forget a passkey; the last factor can't be removed."""
    passkeys.remove(work, person_of(work, person.actor.person_id), passkey_id)
    return RedirectResponse("/me", 303)
