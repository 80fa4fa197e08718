"""Rows of stations, people, and the ways in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class StationRow(Base):
    """A village service station: the unit to which farmers and staff belong.

    ``shop_url`` is the cart link of farmers who have no shop of their own; it may be empty.
    ``region`` is the country (ISO 3166) whose rules for labels hold, empty for the service's own.
    ``influence_days`` is for how long an order is led back to a video: 1, 7 or 30.
    ``second_eyes`` lists the cases in which another person than the one who edited must approve.
    ``latitude`` and ``longitude`` are where the village lies, in millionths of a degree, None where
    nobody said. ``moderation`` is a comments.reading.Mode: whether comments are read before or
    after they are shown, empty for the service's own rule, which is after.
    """

    __tablename__ = "stations"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    village: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35), default="zh")
    shop_url: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(String(2), default="")
    influence_days: Mapped[int] = mapped_column(default=7)
    second_eyes: Mapped[list[Any]] = mapped_column(default=list)
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    moderation: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[int] = mapped_column(Millis)


class PersonRow(Base):
    """A person with an account; farmers sign in by phone or invitation, staff by password.

    ``role`` is a :class:`vidcommerce.accounts.roles.Role`. ``phone`` is E.164. ``totp_secret`` is
    set once the person proved that their app has it.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str | None] = mapped_column(ForeignKey("stations.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(200), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(35), default="zh")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_used_step: Mapped[int] = mapped_column(Millis, default=0)
    disabled_at: Mapped[int | None] = mapped_column(Millis)
    created_at: Mapped[int] = mapped_column(Millis)


class PasskeyRow(Base):
    """A WebAuthn credential of a person."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Millis, default=0)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[int] = mapped_column(Millis)


class InvitationRow(Base):
    """A way in that somebody gave to somebody: a link or QR code, good once and for a time.

    ``person_id`` is set where the person has an account already and needs a new way in. Operators
    and auditors have no station; what the command line made has no maker. ``login`` and ``phone``
    are what the new person will have.
    """

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    station_id: Mapped[str | None] = mapped_column(ForeignKey("stations.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis)
    used_at: Mapped[int | None] = mapped_column(Millis)
    used_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class OneTimeCodeRow(Base):
    """A code that was sent to a phone; hashed, good for a few tries and minutes."""

    __tablename__ = "one_time_codes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis)
    used_at: Mapped[int | None] = mapped_column(Millis)


class SessionRow(Base):
    """A browser that is signed in; ``id`` is the sha256 of the cookie's secret.

    ``state`` holds what a ceremony under way needs (a passkey challenge, a pending second
    factor). ``proved`` is false until every factor that the role needs was given.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(100), default="")
    proved: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[int] = mapped_column(Millis)
    seen_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis)
    revoked_at: Mapped[int | None] = mapped_column(Millis)


class ChallengeRow(Base):
    """What a passkey is asked to sign; good once, for one browser and purpose, for minutes.

    ``id`` is a hash of the browser's cookie and the purpose.
    """

    __tablename__ = "challenges"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64))
    expires_at: Mapped[int] = mapped_column(Millis)


class TriesRow(Base):
    """How often something was tried in a span of time; ``id`` is a hash of what and by whom."""

    __tablename__ = "tries"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    since: Mapped[int] = mapped_column(Millis)
    forget_at: Mapped[int] = mapped_column(Millis, index=True)


class ApiTokenRow(Base):
    """A secret with which a program acts for a person; hashed, scoped, and it ends."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(400))
    used_at: Mapped[int | None] = mapped_column(Millis)
    created_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis)
    revoked_at: Mapped[int | None] = mapped_column(Millis)


class ConsentRow(Base):
    """What a farmer agreed to, once: right to the pictures, people shown, place shown.

    ``wording`` names the version of the text that was read.
    """

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("person_id", "kind", "wording"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[int] = mapped_column(Millis)
    withdrawn_at: Mapped[int | None] = mapped_column(Millis)
