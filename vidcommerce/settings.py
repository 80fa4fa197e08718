"""What an operator may set, from the environment; each with a default that works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import imageio_ffmpeg

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_GIB: Final = 1 << 30


@dataclass(eq=False)
class SettingWrong(InputRejected):
    """An environment variable holds what it can't mean."""

    name: str
    value: str
    sentence = N_("{name} is set to “{value}”; it must be a whole number, 1 at least.")


_SECRET_BYTES: Final = 32
"""As many as the keys of HMAC-SHA256 should have at least (RFC 2104, 3)."""


@dataclass(eq=False)
class SecretShort(InputRejected):
    """The secret that was set could be guessed; it is not repeated here."""

    name: str
    bytes: int
    least: int
    sentence = N_(
        "{name} is {bytes} bytes long; it must be {least} at least. Make one: openssl rand -hex 32"
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; docs/settings.md says what each is for.

    ``ffmpeg`` is an executable; by default the pinned one inside imageio-ffmpeg's wheel.
    ``model`` names a Whisper model or a folder with one. ``cache`` holds fetched models.
    ``workers`` is how many chunks are rendered at once. ``data`` is the folder of a service on
    one machine; ``database``, ``broker`` and ``files`` are URLs, by default in that folder.
    ``public_url`` is where people reach the service, without a slash at its end. ``lease`` is for
    how many seconds a worker that went silent is waited for.
    ``clip_bytes`` is the largest clip; ``farmer_bytes`` and ``station_bytes`` are what may be sent
    in 24 hours; ``farmer_uploads`` and ``station_uploads`` how many clips may be on their way at
    once; ``upload_hours`` how long a clip on its way is kept without progress. ``sender`` sends
    texts to phones: "console" or a gateway's URL. ``phone_region`` is the country (ISO 3166) of
    phone numbers that are written without one. ``webhooks_private`` lets webhooks go to private
    networks and by plain http. ``secret`` signs what comes back; empty, each data folder has its
    own. ``metrics_token`` is who may see /metrics; empty, nobody. ``trusted_signers`` is a PEM file
    of the certificates whose signatures on clips are trusted; ``signing_certificate`` and
    ``signing_key`` are what published videos are signed with: two PEM files, or a command in place
    of the second; None and empty, what is made in the data folder. ``flag_policy`` is a file of
    rules that is laid over flags/policy.toml. ``comment_model`` reads comments: "own", "none", or
    the URL of another model. ``comment_days`` is for how long comments are kept, and who wrote
    them; ``hidden_comment_days`` for how long those that are not shown.
    """

    ffmpeg: str
    model: str
    cache: Path
    workers: int
    data: Path
    database: str
    broker: str
    files: str
    public_url: str
    lease: int
    clip_bytes: int
    farmer_bytes: int
    farmer_uploads: int
    station_bytes: int
    station_uploads: int
    upload_hours: int
    sender: str
    phone_region: str
    webhooks_private: bool
    secret: str = field(repr=False)
    metrics_token: str = field(repr=False)
    trusted_signers: Path | None = None
    signing_certificate: Path | None = None
    signing_key: str = ""
    flag_policy: Path | None = None
    comment_model: str = "own"
    comment_days: int = 5 * 365
    hidden_comment_days: int = 183


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``VIDCOMMERCE_*`` variables (this process's by default).

    Raises SettingWrong or SecretShort.
    """
    given = os.environ if environment is None else environment
    home = Path.home()
    cache = given.get("XDG_CACHE_HOME") or home / ".cache"
    share = given.get("XDG_DATA_HOME") or home / ".local" / "share"
    data = Path(given.get("VIDCOMMERCE_DATA") or Path(share) / "vidcommerce").absolute()
    return Settings(
        ffmpeg=given.get("VIDCOMMERCE_FFMPEG") or imageio_ffmpeg.get_ffmpeg_exe(),
        model=given.get("VIDCOMMERCE_MODEL") or "small",
        cache=Path(given.get("VIDCOMMERCE_CACHE") or Path(cache) / "vidcommerce"),
        workers=_number(given, "VIDCOMMERCE_WORKERS", os.cpu_count() or 1),
        data=data,
        database=given.get("VIDCOMMERCE_DATABASE") or f"sqlite:///{data}/vidcommerce.sqlite",
        broker=given.get("VIDCOMMERCE_BROKER") or f"sqla+sqlite:///{data}/queue.sqlite",
        files=given.get("VIDCOMMERCE_FILES") or f"file://{data}/files",
        public_url=(given.get("VIDCOMMERCE_PUBLIC_URL") or "http://localhost:8000").rstrip("/"),
        lease=_number(given, "VIDCOMMERCE_LEASE", 60),
        clip_bytes=_number(given, "VIDCOMMERCE_CLIP_BYTES", 4 * _GIB),
        farmer_bytes=_number(given, "VIDCOMMERCE_FARMER_BYTES", 20 * _GIB),
        farmer_uploads=_number(given, "VIDCOMMERCE_FARMER_UPLOADS", 20),
        station_bytes=_number(given, "VIDCOMMERCE_STATION_BYTES", 200 * _GIB),
        station_uploads=_number(given, "VIDCOMMERCE_STATION_UPLOADS", 500),
        upload_hours=_number(given, "VIDCOMMERCE_UPLOAD_HOURS", 7 * 24),
        sender=given.get("VIDCOMMERCE_SENDER") or "console",
        phone_region=given.get("VIDCOMMERCE_PHONE_REGION") or "CN",
        webhooks_private=given.get("VIDCOMMERCE_WEBHOOKS_PRIVATE") == "yes",
        secret=_secret(given, "VIDCOMMERCE_SECRET"),
        metrics_token=given.get("VIDCOMMERCE_METRICS_TOKEN") or "",
        trusted_signers=_file(given, "VIDCOMMERCE_TRUSTED_SIGNERS"),
        signing_certificate=_file(given, "VIDCOMMERCE_SIGNING_CERTIFICATE"),
        signing_key=given.get("VIDCOMMERCE_SIGNING_KEY") or "",
        flag_policy=_file(given, "VIDCOMMERCE_FLAG_POLICY"),
        comment_days=_number(given, "VIDCOMMERCE_COMMENT_DAYS", 5 * 365),
        hidden_comment_days=_number(given, "VIDCOMMERCE_HIDDEN_COMMENT_DAYS", 183),
        comment_model=given.get("VIDCOMMERCE_COMMENT_MODEL") or "own",
    )


def _file(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]).absolute() if given.get(name) else None


def _secret(given: Mapping[str, str], name: str) -> str:
    value = given.get(name) or ""
    if value and len(value.encode()) < _SECRET_BYTES:
        raise SecretShort(name, len(value.encode()), _SECRET_BYTES)
    return value


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise SettingWrong(name, value)
    return int(value)
