"""Which addresses a publication has, and which files of the store they may reach. Pure."""

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

KINDS: Final = {
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "m3u8": "application/vnd.apple.mpegurl",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
    "html": "text/html; charset=utf-8",
}
"""The types of the files of a page; no other kind of file is ever served."""

_PART = r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_NAME = re.compile(rf"(?:{_PART}/){{0,3}}{_PART}\.(?P<kind>{'|'.join(KINDS)})", re.ASCII)
"""Words parted by single slashes, none of which begins with a dot: no name leads upwards."""

_SLUG_WORDS: Final = 36
_SLUG_CHANCE: Final = 10
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

    @property
    def cart(self) -> str:
        """The path that counts a tap and leads on to the cart."""
        return f"/go/{self.slug}"


def check_name(name: str) -> str:
    """Return the content type of a file of a bundle. Raises FileUnknown for any other name."""
    found = _NAME.fullmatch(name) if len(name) <= _LONGEST_NAME else None
    if found is None:
        raise FileUnknown(name[:_LONGEST_NAME])
    return KINDS[found["kind"]]


def published(names: Iterable[str]) -> list[str]:
    """Return those of a draft's files that become public: what plays, and nothing that tells."""
    return [
        name
        for name in names
        if name in {"video.mp4", "poster.jpg"}
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
    chance = hmac.new(secret, f"slug:{clip_id}".encode(), hashlib.sha256).digest()
    tail = base64.b32encode(chance).decode().lower()[:_SLUG_CHANCE]
    return f"{head}-{tail}" if head else tail
