"""Answers the public pages from memory, before anything else of the application is asked.

The pages are files of the store; what is kept here is a copy that is looked at again once a
second. Where database or store don't answer, the copy is shown as it was. These requests are not
logged: what a page's visitors did is counted by the page's own events.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from vidcommerce.logs import logger
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import EMBED, FEED, blob_at
from vidcommerce.service import Service
from vidcommerce.storage import BlobMissing, BlobStore, StoreFailed

_FRESH: Final = 1.0
"""Seconds for which a page is shown without looking whether it is still what it was."""

_MOST: Final = 32 << 20
"""Bytes of pages that are kept; the one that was looked at longest ago makes room."""

_PAGE: Final = re.compile(
    r"/v/(?P<slug>[a-z0-9-]{1,60})/(?:embed\.html|poster\.html|attestation\.json)?"
    r"|/[sfp]/[a-z2-7]{10}/(?:feed\.xml|videos\.json|keys\.json|order\.html)?"
    r"|/sitemap(?:-[a-z2-7]{10})?\.xml|/robots\.txt",
    re.ASCII,
)

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
}

_HEADERS: Final = (
    ("Cache-Control", "no-cache"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Vary", "Accept-Encoding"),
    ("X-Content-Type-Options", "nosniff"),
)
_UNFRAMED: Final = ("Content-Security-Policy", "frame-ancestors 'none'")
"""Pages bring their own policy for scripts; this part of it browsers take from a header alone."""

_log = logger(__name__)

_Headers: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Form:
    """A page's bytes in one encoding, and what they are sent with; ``known`` goes without them."""

    etag: bytes
    headers: _Headers
    known: _Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was found, ready to be sent: as it is, or packed where that is shorter."""

    status: int
    plain: _Form
    packed: _Form
    looked: float

    @property
    def size(self) -> int:
        """Bytes in memory."""
        packed = 0 if self.packed is self.plain else len(self.packed.body)
        return len(self.plain.body) + packed


class Memory:
    """Pages by their path, up to a number of bytes; what was kept longest ago makes room."""

    def __init__(self, most: int = _MOST) -> None:
        """Keep ``most`` bytes."""
        self._most = most
        self._size = 0
        self._pages: dict[str, Page] = {}

    def __iter__(self) -> Iterator[str]:
        """Yield the paths, the oldest first."""
        return iter(self._pages)

    def get(self, path: str) -> Page | None:
        """Return the page at a path, if it is kept."""
        return self._pages.get(path)

    def keep(self, path: str, page: Page | None) -> None:
        """Keep a page in the place of the one before; None forgets that one."""
        before = self._pages.pop(path, None)
        self._size -= before.size if before else 0
        if page is not None:
            self._pages[path] = page
            self._size += page.size
        while self._size > self._most:
            self._size -= self._pages.pop(next(iter(self._pages))).size


class Site:
    """Middleware: GET and HEAD of a public page end here; all else goes on."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        """Stand before ``app``."""
        self._app = app
        self._service = service
        self._memory = Memory()
        self._looking: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on what is no public page."""
        page = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            page = await self._page(scope["path"])
        if page is None:
            await self._app(scope, receive, send)
            return
        form, known = _choose(page, scope["headers"])
        status, headers, body = page.status, form.headers, form.body
        if known and status == 200:  # noqa: PLR2004 - HTTP's
            status, headers, body = 304, form.known, b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        shown = body if scope["method"] == "GET" else b""
        await send({"type": "http.response.body", "body": shown})

    async def _page(self, path: str) -> Page | None:
        """Return what is at a path; one request looks, the others meanwhile get what was there."""
        kept = self._memory.get(path)
        if kept is not None and (time.monotonic() - kept.looked < _FRESH or path in self._looking):
            return kept
        match = _PAGE.fullmatch(path)
        if match is None:
            return None
        self._looking.add(path)
        try:
            found = await run_in_threadpool(_find, self._service, path, match["slug"])
        except (SQLAlchemyError, StoreFailed) as away:
            if kept is None:
                return None
            _log.warning("page shown as it was", path=path, why=type(away).__name__)
            return kept
        finally:
            self._looking.discard(path)
        self._memory.keep(path, found)
        return found


def _find(service: Service, path: str, slug: str | None) -> Page | None:
    """Look in the database whether a page is withdrawn, and read it; None where there is none."""
    if slug is not None:
        with service.database.reading() as session:
            try:
                publishing.at_slug(session, slug)
            except publishing.PublicationUnknown:
                return None
            except publishing.PublicationGone:
                html = publishing.gone_page(session, service.secret, slug)
                return made(path, html.encode(), 410)
    try:
        return made(path, _read(service.store, blob_at(path)), 200)
    except BlobMissing:
        return None


def _read(store: BlobStore, name: str) -> bytes:
    """Read a page whole; it may be replaced by a longer one just now, so not up to its size."""
    return b"".join(store.read(name, 0, _MOST))


def made(path: str, body: bytes, status: int) -> Page:
    """Return a page ready to be sent, with the headers that its path asks for."""
    digest = sha256(body).hexdigest()[:32]
    headers = [*_HEADERS, ("Content-Type", _type(path))]
    if not path.endswith(f"/{EMBED}"):
        headers.append(_UNFRAMED)
    plain = _form(body, digest, headers)
    packed = _form(gzip.compress(body, mtime=0), f"{digest}-gz", headers, "gzip")
    shorter = packed if len(packed.body) < len(body) else plain
    return Page(status, plain, shorter, time.monotonic())


def _type(path: str) -> str:
    if path.endswith(f"/{FEED}"):
        return "application/rss+xml; charset=utf-8"
    return _TYPES["html" if path.endswith("/") else path.rpartition(".")[2]]


def _form(
    body: bytes, digest: str, headers: Iterable[tuple[str, str]], encoding: str = ""
) -> _Form:
    """Return bytes with their headers; each encoding has an ETag of its own (RFC 9110 8.8.3)."""
    etag = f'"{digest}"'
    known = _raw([*headers, ("ETag", etag)])
    length = [("Content-Length", str(len(body)))]
    encoded = [("Content-Encoding", encoding)] if encoding else []
    return _Form(etag.encode(), [*known, *_raw([*length, *encoded])], known, body)


def _raw(headers: Iterable[tuple[str, str]]) -> _Headers:
    return [(name.lower().encode(), value.encode()) for name, value in headers]


def _choose(page: Page, headers: _Headers) -> tuple[_Form, bool]:
    """Return the form that a browser takes, and whether it has that page already."""
    form, asked = page.plain, b""
    for name, value in headers:
        if name == b"accept-encoding" and _takes_gzip(value):
            form = page.packed
        elif name == b"if-none-match":
            asked = value
    return form, bool(asked) and (
        asked.strip() == b"*" or page.plain.etag in asked or page.packed.etag in asked
    )


def _takes_gzip(accepted: bytes) -> bool:
    """Tell whether Accept-Encoding (RFC 9110 12.5.3) takes gzip; a weight of 0 refuses it."""
    for part in accepted.lower().split(b","):
        name, _, weight = part.partition(b";")
        if name.strip() == b"gzip":
            return not re.fullmatch(rb"\s*q=0(?:\.0*)?\s*", weight)
    return False
