"""Passkeys (WebAuthn): made once, then signed with; each ceremony has a challenge of its own.

A passkey asks for a finger, a face or a PIN on the device (user verification), so it is two
factors in one. The library checks the signatures; here is what is kept, and for how long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vidcommerce.accounts.secrets import hashed
from vidcommerce.accounts.tables import ChallengeRow, PasskeyRow, PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_LASTS: Final = 5 * 60_000
_REQUIRED: Final = UserVerificationRequirement.REQUIRED


@dataclass(eq=False)
class PasskeyRefused(InputRejected):
    """What a device signed is not what was asked for, or nobody here has this passkey."""

    reason: str
    sentence = N_("This passkey was not accepted. Please try again, or sign in another way.")


@dataclass(eq=False)
class LastFactor(InputRejected):
    """Without this passkey the password alone would open the account."""

    sentence = N_("This is your only second lock. Add another passkey first.")


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Where and when a passkey is made or used.

    ``origin`` is our site's; a passkey belongs to its host name and works nowhere else.
    ``browser`` is a secret of the one browser to which the challenge is given.
    """

    origin: str
    browser: str
    now: int

    @property
    def host(self) -> str:
        """Return the host name, WebAuthn's relying party id."""
        return urlsplit(self.origin).hostname or ""


def registration_options(session: Session, at: Ceremony, person: PersonRow) -> dict[str, Any]:
    """Return what the browser needs to make a passkey for ``person``."""
    options = webauthn.generate_registration_options(
        rp_id=at.host,
        rp_name="vidcommerce",
        user_id=person.id.encode(),
        user_name=person.login or person.name,
        user_display_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
        ),
        exclude_credentials=_descriptors(of(session, person.id)),
    )
    _put(session, at, "make", options.challenge)
    return options_to_json_dict(options)


def register(
    session: Session, at: Ceremony, person: PersonRow, answer: dict[str, Any], name: str
) -> PasskeyRow:
    """Keep the passkey that a device has made, under a ``name``. Raises PasskeyRefused."""
    challenge = _take(session, at, "make")
    with _checking():
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            require_user_verification=True,
        )
    if _by_credential(session, verified.credential_id) is not None:
        raise PasskeyRefused("known already")
    row = PasskeyRow(
        id=new_id(),
        person_id=person.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[:200],
        created_at=at.now,
    )
    session.add(row)
    session.flush()
    return row


def sign_in_options(session: Session, at: Ceremony, person_id: str | None) -> dict[str, Any]:
    """Return what the browser needs to sign; with ``person_id``'s passkeys, or with anybody's."""
    known = of(session, person_id) if person_id else []
    options = webauthn.generate_authentication_options(
        rp_id=at.host, allow_credentials=_descriptors(known), user_verification=_REQUIRED
    )
    _put(session, at, "sign", options.challenge)
    return options_to_json_dict(options)


def sign_in(session: Session, at: Ceremony, answer: dict[str, Any]) -> PasskeyRow:
    """Return the passkey with which a device has signed. Raises PasskeyRefused."""
    challenge = _take(session, at, "sign")
    with _checking():
        credential = webauthn.base64url_to_bytes(str(answer.get("rawId", "")))
    row = _by_credential(session, credential)
    if row is None:
        raise PasskeyRefused("nobody's")
    with _checking():
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    row.sign_count = verified.new_sign_count
    return row


def of(session: Session, person_id: str) -> list[PasskeyRow]:
    """Return the passkeys of a person, the oldest first."""
    wanted = select(PasskeyRow).where(PasskeyRow.person_id == person_id)
    return list(session.scalars(wanted.order_by(PasskeyRow.created_at)))


def remove(session: Session, person: PersonRow, passkey_id: str) -> None:
    """Forget a passkey of a person; somebody else's stays. Raises LastFactor."""
    mine = of(session, person.id)
    if person.totp_secret is None and [row.id for row in mine] == [passkey_id]:
        raise LastFactor
    owned = (PasskeyRow.person_id == person.id, PasskeyRow.id == passkey_id)
    session.execute(delete(PasskeyRow).where(*owned))


def forget_old(session: Session, now: int) -> None:
    """Delete challenges that nobody answered in time."""
    session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at <= now))


def _put(session: Session, at: Ceremony, purpose: str, challenge: bytes) -> None:
    key = hashed(f"{purpose}\0{at.browser}")
    session.merge(ChallengeRow(id=key, challenge=challenge, expires_at=at.now + _LASTS))


def _take(session: Session, at: Ceremony, purpose: str) -> bytes:
    """Return the challenge that this browser was given, which is then gone."""
    row = session.get(ChallengeRow, hashed(f"{purpose}\0{at.browser}"), with_for_update=True)
    if row is None or at.now >= row.expires_at:
        raise PasskeyRefused("too late")
    session.delete(row)
    session.flush()
    return row.challenge


@contextmanager
def _checking() -> Iterator[None]:
    """Say in our words what the library refuses, also where the answer isn't even well formed."""
    try:
        yield
    except (WebAuthnException, ValueError, LookupError, TypeError, AttributeError) as refused:
        raise PasskeyRefused(str(refused)) from refused


def _by_credential(session: Session, credential: bytes) -> PasskeyRow | None:
    return session.scalar(select(PasskeyRow).where(PasskeyRow.credential_id == credential))


def _descriptors(rows: Sequence[PasskeyRow]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=row.credential_id) for row in rows]
