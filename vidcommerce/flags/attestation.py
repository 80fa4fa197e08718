"""What a person at the station confirms with their own signature, and how anybody checks it. Pure.

A statement is one canonical JSON text (sorted keys, no spaces, UTF-8) whose values are texts, but
for ``version``. It is signed as it stands, by Ed25519 (RFC 8032) without any hash before; keys and
signatures are base64url without padding. The statement names its key, so that no other can be put
in its place. ``attestation.json`` beside a video's page holds all that was ever confirmed of it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import with_config

from vidcommerce.documents import STRICT, DocumentUnreadable, canonical_json, read_json
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

FILE: Final = "attestation.json"
"""What the file beside a page is called."""

TYPE: Final = "vidcommerce.attestation"
ALGORITHM: Final = "Ed25519"

CLOCK: Final = 15 * 60 * 1000
"""Milliseconds by which the clock of a browser may differ from ours."""

LONGEST_PLOT: Final = 80
LONGEST_STATEMENT: Final = 4000

_DAY_OFF: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


@dataclass(eq=False)
class SignatureWrong(InputRejected):
    """A signature does not belong to the statement and the key beside it."""

    sentence = N_("The signature does not belong to what was confirmed.")


@dataclass(eq=False)
class StatementOutdated(InputRejected):
    """What was confirmed is not, or no longer, what is known here."""

    sentence = N_("Something has changed since this page was loaded. Load it again, then confirm.")


@dataclass(eq=False)
class PlotMissing(InputRejected):
    """A statement without the plot, or one that is too long."""

    most: int
    sentence = N_("Please write where it grew, in {most} characters at most.")


@dataclass(eq=False)
class HarvestWrong(InputRejected):
    """The day of the harvest is no day, or has not come yet."""

    sentence = N_("Please write the day of the harvest. It can't be a day to come.")


@dataclass(eq=False)
class ClockWrong(InputRejected):
    """The browser's clock and ours are far apart."""

    sentence = N_("The clock of this device is wrong. Set it right, then confirm.")


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Statement:
    """What is confirmed: the keys and values that are signed.

    ``clip`` is the sha256 of the raw clip's bytes, ``harvest`` a day, ``at`` a time in UTC (both
    ISO 8601), ``key`` the public key. ``helper`` is a name as its owner lets it be shown, or empty.
    """

    at: str
    clip: str
    farmer: str
    harvest: str
    helper: str
    key: str
    plot: str
    product: str
    station: str
    type: Literal["vidcommerce.attestation"] = TYPE
    version: Literal[1] = 1

    @property
    def moment(self) -> int:
        """When it was signed, by the signer's clock, in ms since 1970 UTC. Raises ClockWrong."""
        if not _TIME.fullmatch(self.at):
            raise ClockWrong
        try:
            return round(datetime.fromisoformat(self.at).timestamp() * 1000)
        except ValueError as error:
            raise ClockWrong from error


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Signed:
    """A statement as it was signed, letter by letter, with what it is checked by.

    ``withdrawn`` and ``key_revoked`` are times (ISO 8601, UTC), None where that was not done;
    ``why`` is the reason of the withdrawal.
    """

    statement: str
    signature: str
    key: str
    algorithm: Literal["Ed25519"] = "Ed25519"
    withdrawn: str | None = None
    why: str = ""
    key_revoked: str | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Attestations:
    """The file beside a page: all that was confirmed of its clip, also what was taken back."""

    page: str
    clip: str
    attestations: tuple[Signed, ...]
    version: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here of a clip, which a statement must say too."""

    clip: str
    farmer: str
    product: str
    station: str
    helper: str


def said(signed: Signed) -> Statement:
    """Return what a signed text states, once its signature is found to be right.

    Raises SignatureWrong, or DocumentUnreadable for what is no canonical statement.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(unpacked(signed.key, 32))
        key.verify(unpacked(signed.signature, 64), signed.statement.encode())
    except (InvalidSignature, ValueError) as wrong:
        raise SignatureWrong from wrong
    statement = read_json(Statement, signed.statement[:LONGEST_STATEMENT])
    if canonical_json(statement) != signed.statement:
        raise DocumentUnreadable(Statement.__name__, "/", "not canonical")
    if statement.key != signed.key:
        raise SignatureWrong
    return statement


def check(statement: Statement, known: Known, now: int) -> None:
    """Let a statement be confirmed only of what is known here, now (ms since 1970 UTC).

    Raises StatementOutdated, PlotMissing, HarvestWrong or ClockWrong.
    """
    same = all(getattr(statement, name) == value for name, value in asdict(known).items()
               if name != "helper")  # fmt: skip
    if not same or statement.helper not in ("", known.helper):
        raise StatementOutdated
    plot = statement.plot
    if not plot or plot != " ".join(plot.split()) or len(plot) > LONGEST_PLOT:
        raise PlotMissing(LONGEST_PLOT)
    if not plot.isprintable():
        raise PlotMissing(LONGEST_PLOT)
    if _harvest(statement) > datetime.fromtimestamp(now / 1000, UTC).date() + _DAY_OFF:
        raise HarvestWrong
    if abs(statement.moment - now) > CLOCK:
        raise ClockWrong


def packed(raw: bytes) -> str:
    """Return bytes as base64url (RFC 4648) without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str, size: int) -> bytes:
    """Return the ``size`` bytes that base64url stands for. Raises ValueError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text[:100]) from error
    if len(raw) != size or packed(raw) != text:
        raise ValueError(text[:100])
    return raw


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of checking one signed text; ``statement`` is None where it is not right."""

    signed: Signed
    statement: Statement | None

    @property
    def holds(self) -> bool:
        """Tell whether it is signed rightly and was not taken back."""
        return self.statement is not None and self.signed.withdrawn is None


def check_file(text: str | bytes) -> tuple[Attestations, Sequence[Checked]]:
    """Return what a file ``attestation.json`` holds, and what of it is right.

    A statement about another clip than the file's is not right there. Raises DocumentUnreadable.
    """
    file = read_json(Attestations, text)
    return file, [_checked(file, signed) for signed in file.attestations]


def _checked(file: Attestations, signed: Signed) -> Checked:
    try:
        statement = said(signed)
    except (SignatureWrong, DocumentUnreadable):
        return Checked(signed, None)
    return Checked(signed, statement if statement.clip == file.clip else None)


def _harvest(statement: Statement) -> date:
    if not _DAY.fullmatch(statement.harvest):
        raise HarvestWrong
    try:
        return date.fromisoformat(statement.harvest)
    except ValueError as error:
        raise HarvestWrong from error
