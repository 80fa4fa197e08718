"""Pages: templates, the reader's language, static files, and what browsers may do with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.sessions import SignedIn
from vidcommerce.accounts.roles import GRANTS, Action, Role
from vidcommerce.language import LANGUAGES, N_, Words, words

LANGUAGE_COOKIE: Final = "language"

_HERE: Final = Path(__file__).parent
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every page of people who sign in is sent with."""

_FRAME: Final = {
    "name": N_("Village video"),
    "skip": N_("Skip to the content"),
    "menu": N_("Menu"),
    "me": N_("My account"),
    "sign_out": N_("Sign out"),
    "sign_in": N_("Sign in"),
    "language": N_("Language"),
    "back": N_("Back"),
    "home": N_("Home"),
    "trouble": N_("That did not work"),
}

_ROOMS: Final = (
    (Action.SEND_CLIPS, Role.FARMER, "/farm", N_("My videos")),
    (Action.REVIEW, None, "/review", N_("Review")),
    (Action.REVIEW, None, "/glossary", N_("Names")),
    (Action.MODERATE, None, "/moderate", N_("Comments")),
    (Action.SEE_PEOPLE, None, "/people", N_("People")),
    (Action.EDIT_STATION, None, "/shops", N_("Shops")),
    (Action.SEE_INSIGHTS, None, "/insights", N_("Numbers")),
    (Action.EDIT_STATION, None, "/station", N_("Station")),
)
"""The menu: what one must be allowed, the only role that it is for, where it leads, its name."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A page's sentences in the reader's language: ``say.title``, or ``say("left", n=3)``."""

    words: Words
    sentences: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return a sentence that has no fields; what ``say.name`` means in templates."""
        return self.words.say(self.sentences[name])

    def __call__(self, name: str, /, **facts: object) -> str:
        """Return a sentence with its fields filled."""
        return self.words.say(self.sentences[name], **facts)


def page(
    request: Request,
    template: str,
    status: int = 200,
    say: Mapping[str, str] | None = None,
    **facts: Any,  # noqa: ANN401 - whatever the template shows
) -> HTMLResponse:
    """Return a page made from a template of api/templates.

    ``say`` are the page's sentences, marked with N_, by a short name: the template writes
    ``say.title``, or ``say("left", n=3)`` for one with fields. Beside ``facts`` a template always
    has ``words`` (Words), ``lang``, ``actor`` (None before sign-in), ``person`` (SignedIn or
    None), ``csrf`` (for the form field of this name), ``static`` (turns "app.css" into its
    address), ``rooms`` and ``frame`` for the base template.
    """
    speech = language_of(request)
    person = signed_in(request)
    html = _environment().get_template(template).render(
        facts,
        say=Saying(speech, say or {}),
        frame=Saying(speech, _FRAME),
        words=speech,
        lang=speech.language,
        languages=[(tag, str(Locale.parse(tag).display_name)) for tag in LANGUAGES],
        person=person,
        actor=person.actor if person else None,
        csrf=getattr(request.state, "csrf", person.csrf if person else ""),
        rooms=_rooms(request, speech, person),
        here=request.url.path,
        static=lambda name: static_address(request.app, name),
    )  # fmt: skip
    return HTMLResponse(html, status, HEADERS)


def trouble(request: Request, status: int, sentence: str) -> HTMLResponse:
    """Return a page that says one sentence about what went wrong."""
    return page(request, "trouble.html", status, sentence=sentence)


def wants_page(request: Request) -> bool:
    """Tell whether a browser asked to show something, rather than a program for data."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and not request.url.path.startswith("/api/")


def signed_in(request: Request) -> SignedIn | None:
    """Return who asks for this page, if a dependency of api/sessions.py has found them proved."""
    found: SignedIn | None = getattr(request.state, "signed_in", None)
    return found if found is not None and found.proved else None


def language_of(request: Request) -> Words:
    """Return the words for whoever asks: as they chose, else as their browser prefers."""
    found: SignedIn | None = getattr(request.state, "signed_in", None)
    if found is not None and found.session_id:
        return words(found.language)
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return words(chosen)
    return words(preferred(request.headers.get("accept-language", "")))


def preferred(header: str) -> str:
    """Return the first of our languages by the weights of an Accept-Language header, or "en"."""
    weighted = []
    for place, part in enumerate(header.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        name = tag.split("-")[0].lower()
        if name in LANGUAGES and _weight(quality) > 0:
            weighted.append((-_weight(quality), place, name))
    return min(weighted)[2] if weighted else "en"


def _weight(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0


def home_of(role: Role) -> str:
    """Return the address of the page on which a person in ``role`` begins."""
    rooms = (path for _, only, path, _ in _rooms_of(role) if only in (None, role))
    return next(rooms, "/me")


def _rooms_of(role: Role) -> list[tuple[Action, Role | None, str, str]]:
    return [room for room in _ROOMS if role in GRANTS[room[0]] and room[1] in (None, role)]


def _rooms(request: Request, speech: Words, person: SignedIn | None) -> list[tuple[str, str, bool]]:
    """Return the menu: address, name, and whether one is there already."""
    if person is None:
        return []
    here = request.url.path
    return [
        (path, speech.say(name), here == path or here.startswith(f"{path}/"))
        for _, _, path, name in _rooms_of(person.actor.role)
    ]


class _Static(StaticFiles):
    """Files whose address changes with their content, so that browsers may keep them for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - the base's
        """Answer with a file, to be kept."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def install(app: FastAPI) -> None:
    """Serve api/static from ``app``, below an address that changes when any file of it does.

    One digest for the whole folder, so that scripts import each other by relative addresses.
    """
    folder = _HERE / "static"
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    app.state.static = f"/static/{digest.hexdigest()[:12]}"
    app.mount(app.state.static, _Static(directory=folder), name="static")


def static_address(app: FastAPI, name: str) -> str:
    """Return the address of a file of api/static, such as "app.css"."""
    return f"{app.state.static}/{name}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
