"""Between the password and being in: setting the password and a second factor, or giving it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.errors import status_of
from api.html import page
from api.pages.sign_in import Wanted, passkey_words
from api.qr import qr
from api.visits import (
    HalfIn,
    HalfInHere,
    OnlyHalfIn,
    WantedHere,
    after_sign_in,
    exchange,
    further,
    role_of,
)
from vidcommerce.accounts import passkeys, signing_in, totp
from vidcommerce.accounts.repository import person as person_of
from vidcommerce.accounts.signing_in import Step
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

router = APIRouter(include_in_schema=False)

PASSWORD: Final = {
    "title": N_("Choose a login and a password"),
    "hello": N_("Welcome, {name}!"),
    "login": N_("Login"),
    "login_hint": N_("A short name without spaces, or your mail address."),
    "password": N_("Password"),
    "password_hint": N_("10 characters at least. Three or four words are good and easy to keep."),
    "go": N_("Go on"),
}
FACTOR: Final = {
    "title": N_("One more lock"),
    "why": N_("So that a password alone opens nothing, choose one of these."),
    "passkey": N_("A passkey"),
    "passkey_why": N_("Your finger, your face or the PIN of this device. The easiest."),
    "make": N_("Make a passkey"),
    "app": N_("An authenticator app"),
    "app_how": N_("Scan this with the app, or type the key. Then enter the 6 digits it shows."),
    "key": N_("Key"),
    "code": N_("Code of 6 digits"),
    "go": N_("Done"),
    "qr": N_("QR code for the app"),
}
SECOND: Final = {
    "title": N_("One more step"),
    "code": N_("Code from your app"),
    "go": N_("Sign in"),
    "or": N_("or"),
    "passkey": N_("Sign in with a passkey"),
    "other": N_("Sign in as somebody else"),
}
_PAGES: Final = {
    Step.SET_PASSWORD: "/sign-in/password",
    Step.SET_FACTOR: "/sign-in/factor",
    Step.GIVE_FACTOR: "/sign-in/second",
}


class PasswordForm(Wanted):
    """A new login and password."""

    login: str = ""
    password: str = ""


class FactorForm(Wanted):
    """The six digits of an app."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A person who is not in yet, and what they have to do."""

    person: PersonRow
    step: Step
    has_passkey: bool


def _waiting(half: HalfIn) -> _Waiting:
    """Return who waits. Raises NotSignedIn."""
    with half.service.database.reading() as work:
        row = person_of(work, half.person_id)
        has_passkey = bool(passkeys.of(work, row.id))
        step = signing_in.step_of(work, row)
    return _Waiting(row, step, has_passkey)


@router.get("/sign-in/next")
def onward(half: HalfInHere, wanted: WantedHere = "/") -> Response:
    """Lead to the page of the step that is next."""
    if half.person is None:
        return RedirectResponse("/sign-in/staff", 303)
    return RedirectResponse(further(wanted, _PAGES[_waiting(half).step]), 303)


@router.get("/sign-in/password")
def password_page(half: HalfInHere, wanted: WantedHere = "/") -> Response:
    """Ask for a new login and password."""
    if half.person is None or _waiting(half).step is not Step.SET_PASSWORD:
        return RedirectResponse(further(wanted), 303)
    return _password(half, 200, PasswordForm(next=wanted, login=_waiting(half).person.login or ""))


def _password(half: HalfIn, status: int, form: PasswordForm, fault: str = "") -> Response:
    name = half.person.name if half.person else ""
    facts = {"next": form.next, "login": form.login, "name": name, "fault": fault}
    return page(half.request, "sign_in/password.html", status, say=PASSWORD, **facts)


@router.post("/sign-in/password")
def set_password(half: HalfInHere, form: Annotated[PasswordForm, Form()]) -> Response:
    """Set login and password; the second factor comes next."""
    if half.person is None:
        return RedirectResponse("/sign-in/staff", 303)
    try:
        signing_in.set_password(half.service, half.session_id, form.login, form.password)
    except InputRejected as wrong:
        return _password(half, status_of(wrong), form, half.say(wrong))
    return RedirectResponse(further(form.next), 303)


@router.get("/sign-in/factor")
def factor_page(half: HalfInHere, wanted: WantedHere = "/") -> Response:
    """Offer a passkey or an app."""
    if half.person is None or _waiting(half).step is not Step.SET_FACTOR:
        return RedirectResponse(further(wanted), 303)
    return _factor(half, 200, wanted)


def _factor(half: HalfIn, status: int, wanted: str, fault: str = "") -> Response:
    secret = totp.secret_of(half.service.secret, half.session_id)
    login = _waiting(half).person.login or ""
    facts = {"next": wanted, "fault": fault, "key": totp.in_fours(secret)}
    return page(
        half.request, "sign_in/factor.html", status, say=FACTOR,
        code=qr(totp.address(secret, login)), passkey_words=passkey_words(half.request), **facts,
    )  # fmt: skip


@router.post("/sign-in/factor")
def set_factor(half: HalfInHere, form: Annotated[FactorForm, Form()]) -> Response:
    """Take the first code of an app as the second factor."""
    if half.person is None:
        return RedirectResponse("/sign-in/staff", 303)
    secret = totp.secret_of(half.service.secret, half.session_id)
    try:
        begun = signing_in.by_new_totp(half.service, half.session_id, secret, form.code, half.visit)
    except InputRejected as wrong:
        return _factor(half, status_of(wrong), form.next, half.say(wrong))
    return half.let_in(begun, after_sign_in(role_of(half.service, begun), form.next))


@router.post("/sign-in/factor/passkey/options")
def new_passkey_options(half: OnlyHalfIn) -> dict[str, Any]:
    """Return what the browser needs to make a passkey."""
    with half.service.database.writing() as work:
        row = person_of(work, half.person_id)
        return passkeys.registration_options(work, half.ceremony(), row)


@router.post("/sign-in/factor/passkey")
def set_passkey(half: OnlyHalfIn, answer: dict[str, Any], wanted: WantedHere = "/") -> Response:
    """Take a new passkey as the second factor."""
    begun = signing_in.by_new_passkey(
        half.service, half.ceremony(), half.session_id, answer, half.visit
    )
    there = after_sign_in(role_of(half.service, begun), wanted)
    return exchange(half.request, half.service, begun, JSONResponse({"next": there}))


@router.get("/sign-in/second")
def second_page(half: HalfInHere, wanted: WantedHere = "/") -> Response:
    """Ask for the second factor."""
    if half.person is None or _waiting(half).step is not Step.GIVE_FACTOR:
        return RedirectResponse(further(wanted), 303)
    return _second(half, 200, wanted)


def _second(half: HalfIn, status: int, wanted: str, fault: str = "") -> Response:
    waiting = _waiting(half)
    return page(
        half.request, "sign_in/second.html", status, say=SECOND, next=wanted, fault=fault,
        has_app=waiting.person.totp_secret is not None, has_passkey=waiting.has_passkey,
        passkey_words=passkey_words(half.request),
    )  # fmt: skip


@router.post("/sign-in/second")
def give_factor(half: HalfInHere, form: Annotated[FactorForm, Form()]) -> Response:
    """Take the code of an app."""
    if half.person is None:
        return RedirectResponse("/sign-in/staff", 303)
    try:
        begun = signing_in.by_totp(half.service, half.session_id, form.code, half.visit)
    except InputRejected as wrong:
        return _second(half, status_of(wrong), form.next, half.say(wrong))
    return half.let_in(begun, after_sign_in(role_of(half.service, begun), form.next))


@router.post("/sign-in/second/passkey/options")
def passkey_options(half: OnlyHalfIn) -> dict[str, Any]:
    """Return the challenge for a passkey of who has given the password."""
    with half.service.database.writing() as work:
        return passkeys.sign_in_options(work, half.ceremony(), half.person_id)


@router.post("/sign-in/second/passkey")
def give_passkey(half: OnlyHalfIn, answer: dict[str, Any], wanted: WantedHere = "/") -> Response:
    """Sign in with what a passkey has signed."""
    begun = signing_in.by_passkey(half.service, half.ceremony(), answer, half.visit)
    there = after_sign_in(role_of(half.service, begun), wanted)
    return exchange(half.request, half.service, begun, JSONResponse({"next": there}))
