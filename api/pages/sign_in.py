"""Signing in: a farmer by a code on the phone, staff by password or passkey."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.dependencies import ServiceHere
from api.errors import status_of
from api.html import LANGUAGE_COOKIE, home_of, language_of
from api.sessions import AnySignedIn, MaybeSignedIn, VisitorHere, is_secure, take_cookie
from api.visits import (
    Door,
    DoorHere,
    WantedHere,
    after_sign_in,
    exchange,
    further,
    ours,
    role_of,
)
from vidcommerce.accounts import passkeys, sessions, signing_in
from vidcommerce.accounts import service as accounts
from vidcommerce.accounts.phones import readable
from vidcommerce.accounts.senders import Sender, SendingFailed, open_sender
from vidcommerce.accounts.signing_in import Letter
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import LANGUAGES, N_, words
from vidcommerce.logs import logger

router = APIRouter(include_in_schema=False)

_YEAR: Final = 365 * 24 * 60 * 60

PHONE: Final = {
    "title": N_("Sign in"),
    "phone": N_("Your phone number"),
    "send": N_("Send me a code"),
    "no_phone": N_("No phone number here yet? Ask your helper for a link."),
    "staff": N_("I work at the station"),
}
CODE: Final = {
    "title": N_("Enter the code"),
    "sent": N_("If we know the number {phone}, a code is on its way to it."),
    "code": N_("Code of 6 digits"),
    "go": N_("Sign in"),
    "again": N_("No code? Try again"),
    "help": N_("The code works for 10 minutes. If none comes, ask your helper for a link."),
}
STAFF: Final = {
    "title": N_("Sign in as staff"),
    "login": N_("Login"),
    "password": N_("Password"),
    "go": N_("Go on"),
    "or": N_("or"),
    "passkey": N_("Sign in with a passkey"),
    "farmer": N_("I am a farmer"),
    "forgotten": N_(
        "Forgotten the password or lost the phone? Your station lead makes a new link."
    ),
}
PASSKEY: Final = {
    "cancelled": N_("The passkey was not used. Try again, or sign in another way."),
    "failed": N_("That did not work. Please try again."),
    "unable": N_("This browser can't use passkeys here."),
}
_LETTER: Final = N_("{code} is your code for Village video. It works for 10 minutes.")


class Wanted(BaseModel):
    """What every form before the sign-in has: where one wanted to go."""

    next: str = "/"


class PhoneForm(Wanted):
    """A phone number, as people write it."""

    phone: str = ""


class CodeForm(PhoneForm):
    """A phone number and the code that was sent to it."""

    code: str = ""


class StaffForm(Wanted):
    """What staff sign in with."""

    login: str = ""
    password: str = ""


class LanguageForm(Wanted):
    """Which language, by its tag."""

    to: str = ""


@router.get("/")
def home(person: MaybeSignedIn) -> Response:
    """Lead to the page on which one begins."""
    return RedirectResponse(home_of(person.actor.role) if person else "/sign-in", 303)


@router.post("/language")
def language(
    service: ServiceHere, person: VisitorHere, form: Annotated[LanguageForm, Form()]
) -> Response:
    """Have all pages speak a language from now on."""
    answer = RedirectResponse(ours(form.next), 303)
    if form.to in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, form.to, max_age=_YEAR, samesite="lax", secure=is_secure(service)
        )
        if person is not None and person.session_id:
            with service.database.writing() as work:
                accounts.set_language(work, person.actor.person_id, form.to)
    return answer


@router.get("/sign-in")
def phone_page(door: DoorHere, person: MaybeSignedIn, wanted: WantedHere = "/") -> Response:
    """Ask for a phone number."""
    if person is not None:
        return RedirectResponse(after_sign_in(person.actor.role, wanted), 303)
    return door.show("sign_in/phone.html", say=PHONE, next=wanted, phone="", fault="")


@router.post("/sign-in/phone")
def send_code(
    door: DoorHere, form: Annotated[PhoneForm, Form()], later: BackgroundTasks
) -> Response:
    """Send a code, after the answer: how long it takes must not tell whose numbers we know."""
    facts = form.model_dump()
    try:
        number, letter = signing_in.ask_for_code(door.service, form.phone, door.visit)
    except InputRejected as wrong:
        said = {**facts, "fault": door.say(wrong)}
        return door.show("sign_in/phone.html", status_of(wrong), say=PHONE, **said)
    if letter is not None:
        later.add_task(send, open_sender(door.service.settings.sender), letter)
    facts |= {"phone": number, "readable": readable(number), "fault": ""}
    return door.show("sign_in/code.html", say=CODE, **facts)


def send(sender: Sender, letter: Letter) -> None:
    """Send a code; where that fails, whoever waits for it asks again."""
    text = words(letter.language).say(_LETTER, code=letter.digits)
    try:
        sender.send(letter.phone, text)
    except SendingFailed as failed:
        logger(__name__).error("a code was not sent", reason=failed.reason)


@router.post("/sign-in/code")
def give_code(door: DoorHere, form: Annotated[CodeForm, Form()]) -> Response:
    """Sign in with the code that was sent."""
    try:
        begun = signing_in.by_code(door.service, form.phone, form.code, door.visit)
    except InputRejected as wrong:
        facts = {"phone": form.phone, "next": form.next, "readable": form.phone}
        fault = door.say(wrong)
        return door.show("sign_in/code.html", status_of(wrong), say=CODE, fault=fault, **facts)
    return door.let_in(begun, after_sign_in(role_of(door.service, begun), form.next))


@router.get("/sign-in/staff")
def staff_page(door: DoorHere, wanted: WantedHere = "/") -> Response:
    """Ask for login and password, or a passkey."""
    return _staff(door, 200, StaffForm(next=wanted), "")


def _staff(door: Door, status: int, form: StaffForm, fault: str) -> Response:
    facts = {"next": form.next, "login": form.login, "fault": fault}
    said = passkey_words(door.request)
    return door.show("sign_in/staff.html", status, say=STAFF, passkey_words=said, **facts)


def passkey_words(request: Request) -> dict[str, str]:
    """Return the sentences that the script for passkeys may have to say."""
    speech = language_of(request)
    return {name: speech.say(sentence) for name, sentence in PASSKEY.items()}


@router.post("/sign-in/staff")
def give_password(door: DoorHere, form: Annotated[StaffForm, Form()]) -> Response:
    """Take login and password; the second factor comes next."""
    try:
        begun = signing_in.by_password(door.service, form.login, form.password, door.visit)
    except InputRejected as wrong:
        return _staff(door, status_of(wrong), form, door.say(wrong))
    return door.let_in(begun, further(form.next))


@router.post("/sign-in/passkey/options")
def passkey_options(door: DoorHere) -> dict[str, Any]:
    """Return the challenge for a passkey."""
    with door.service.database.writing() as work:
        return passkeys.sign_in_options(work, door.ceremony(), None)


@router.post("/sign-in/passkey")
def give_passkey(door: DoorHere, answer: dict[str, Any], wanted: WantedHere = "/") -> Response:
    """Sign in with what a passkey has signed; the script goes to the address in the answer."""
    begun = signing_in.by_passkey(door.service, door.ceremony(), answer, door.visit)
    there = after_sign_in(role_of(door.service, begun), wanted)
    return exchange(door.request, door.service, begun, JSONResponse({"next": there}))


@router.post("/sign-out")
def sign_out(service: ServiceHere, person: AnySignedIn) -> Response:
    """End this session."""
    if person is not None and person.session_id:
        with service.database.writing() as work:
            sessions.end(work, person.actor.person_id, person.session_id, now_ms())
    answer = RedirectResponse("/sign-in", 303)
    take_cookie(answer, service)
    return answer
