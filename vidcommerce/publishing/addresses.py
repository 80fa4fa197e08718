"""Which addresses the public pages have, and which blobs of the store lie behind them. Pure.

A site is plain files: the blobs below ``site/`` mirror the addresses, so that any file server
whose root is that folder serves all of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

SITE: Final = "site"
"""The folder of the store that is public."""

INDEX: Final = "index.html"
EMBED: Final = "embed.html"
POSTER: Final = "poster.html"
ORDER: Final = "order.html"
FEED: Final = "feed.xml"
VIDEOS: Final = "videos.json"
KEYS: Final = "keys.json"
OEMBED: Final = "oembed.json"
DATA: Final = "data.json"
SIGNATURE: Final = "signature.json"
QR: Final = "qr.svg"
SITEMAP_PATH: Final = "/sitemap.xml"
ROBOTS_PATH: Final = "/robots.txt"

KINDS: Final = {
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "m3u8": "application/vnd.apple.mpegurl",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
}
"""The types of the files of a page; no other kind of file is ever served."""

NAMED: Final = {
    OEMBED: "application/json",
    DATA: "application/json",
    SIGNATURE: "application/json",
    QR: "image/svg+xml",
}
"""The types of the files that are served by their whole name only: drafts keep JSON too."""

_PART = r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_NAME = re.compile(rf"(?:{_PART}/){{0,3}}{_PART}\.(?P<kind>{'|'.join(KINDS)})", re.ASCII)
"""Words parted by single slashes, none of which begins with a dot: no name leads upwards."""

FOLDER: Final = re.compile(r"[1-9]\d{0,5}-[0-9a-f]{8}", re.ASCII)
"""What :func:`folder_of` returns."""

_SLUG_WORDS: Final = 36
_CHANCE: Final = 10
_FOLDER_DIGEST: Final = 8
_LONGEST_NAME: Final = 200


@dataclass(eq=False)
class FileUnknown(InputRejected):
    """There is no such file here, and no telling what else there is."""

    name: str
    sentence = N_("There is no such file.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is: ``site`` is the public address without a slash at its end."""

    site: str
    slug: str

    @property
    def path(self) -> str:
        """The page's path, with its slash."""
        return f"/v/{self.slug}/"

    @property
    def page(self) -> str:
        """The page's whole address: the canonical one."""
        return self.site + self.path

    def file(self, folder: str, name: str) -> str:
        """Return the path of a file of the version whose files lie in ``folder``."""
        return f"{self.path}{folder}/{name}"


def blob_at(path: str) -> str:
    """Return the blob behind a path of the site: ``/v/x/`` is ``site/v/x/index.html``."""
    return f"{SITE}{path}{INDEX}" if path.endswith("/") else f"{SITE}{path}"


def folder_of(version: int, digest: str) -> str:
    """Return the name of the folder of a version's files: no two plans share one."""
    return f"{version}-{digest[:_FOLDER_DIGEST]}"


def village_path(key: str) -> str:
    """Return the path of a village's shop page; ``feed.xml`` and others lie beside it."""
    return f"/s/{key}/"


def sitemap_path(key: str) -> str:
    """Return the path of a village's sitemap: beside the one that names it, as its rules want."""
    return f"/sitemap-{key}.xml"


def farmer_path(key: str) -> str:
    """Return the path of a farmer's page."""
    return f"/f/{key}/"


def product_path(key: str) -> str:
    """Return the path of a product's page; ``order.html`` lies beside it."""
    return f"/p/{key}/"


def key_of(row_id: str, secret: bytes) -> str:
    """Return what stands for a row in public addresses: 50 bits of a keyed hash, base32."""
    return _chance(f"key:{row_id}", secret)


def check_name(name: str) -> str:
    """Return the content type of a file of a bundle. Raises FileUnknown for any other name."""
    if name in NAMED:
        return NAMED[name]
    found = _NAME.fullmatch(name) if len(name) <= _LONGEST_NAME else None
    if found is None:
        raise FileUnknown(name[:_LONGEST_NAME])
    return KINDS[found["kind"]]


def published(names: Iterable[str]) -> list[str]:
    """Return those of a draft's files that become public: what plays, and nothing that tells."""
    return [
        name
        for name in names
        if name in {"video.mp4", "video-small.mp4", "poster.jpg", SIGNATURE}
        or re.fullmatch(r"captions\.[A-Za-z0-9-]+\.vtt", name)
        or (name.startswith("hls/") and _NAME.fullmatch(name))
    ]


def slug_of(title: str, clip_id: str, secret: bytes) -> str:
    """Return the slug of a clip's page: Latin words of its title, and 50 bits of a keyed hash.

    The same clip always gets the same end, so that work done twice makes one page; without the
    secret nobody guesses it.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    head = "-".join(words)[:_SLUG_WORDS].strip("-")
    tail = _chance(f"slug:{clip_id}", secret)
    return f"{head}-{tail}" if head else tail


def _chance(of: str, secret: bytes) -> str:
    """Return 10 base32 digits that nobody guesses without the secret."""
    hashed = hmac.new(secret, of.encode(), hashlib.sha256).digest()
    return base64.b32encode(hashed).decode().lower()[:_CHANCE]
