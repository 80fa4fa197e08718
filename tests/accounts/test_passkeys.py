"""Passkeys: challenges that are good once, and answers of any kind. Ceremonies: tests/browser."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.accounts.conftest import MINUTE, NOW, a_person
from vidcommerce.accounts import passkeys
from vidcommerce.accounts.passkeys import Ceremony, LastFactor, PasskeyRefused
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import ChallengeRow, PasskeyRow, PersonRow
from vidcommerce.db import new_id

_HERE = Ceremony("http://localhost:8000", "this browser", NOW)

_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_BASE64 = st.binary(max_size=80).map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="))


def _client_data(options: dict[str, Any], kind: str) -> str:
    said = {"type": kind, "challenge": options["challenge"], "origin": _HERE.origin}
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _key(work: Session, person: PersonRow, credential: bytes = b"credential") -> PasskeyRow:
    row = PasskeyRow(
        id=new_id(), person_id=person.id, credential_id=credential, public_key=b"no key",
        name="phone", created_at=NOW,
    )  # fmt: skip
    work.add(row)
    work.flush()
    return row


@pytest.fixture
def anything() -> st.SearchStrategy[dict[str, Any]]:
    """Answers of which only the outside is right."""
    inside = st.fixed_dictionaries(
        {"clientDataJSON": _BASE64 | _ANYTHING},
        optional={
            "attestationObject": _BASE64 | _ANYTHING,
            "authenticatorData": _BASE64 | _ANYTHING,
            "signature": _BASE64 | _ANYTHING,
            "userHandle": _BASE64 | _ANYTHING,
        },
    )
    known = st.just(base64.urlsafe_b64encode(b"credential").decode().rstrip("="))
    return st.fixed_dictionaries(
        {"rawId": known | _ANYTHING, "response": inside | _ANYTHING},
        optional={"id": known | _ANYTHING, "type": st.just("public-key") | _ANYTHING},
    )


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_a_browser_answers_is_refused_in_words(
    work: Session, anything: st.SearchStrategy[dict[str, Any]], data: st.DataObject
) -> None:
    """Never with an error of ours: anybody can send anything."""
    person = work.query(PersonRow).first() or a_person(work, Role.LEAD)
    if not passkeys.of(work, person.id):
        _key(work, person)
    answer = data.draw(anything)
    if data.draw(st.booleans()) and isinstance(answer["response"], dict):
        options = passkeys.sign_in_options(work, _HERE, None)
        answer["response"]["clientDataJSON"] = _client_data(options, "webauthn.get")
    else:
        passkeys.sign_in_options(work, _HERE, person.id)
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(work, _HERE, answer)
    options = passkeys.registration_options(work, _HERE, person)
    if isinstance(answer["response"], dict):
        answer["response"]["clientDataJSON"] = _client_data(options, "webauthn.create")
    with pytest.raises(PasskeyRefused):
        passkeys.register(work, _HERE, person, answer, "phone")


@pytest.mark.parametrize(
    "at",
    [
        replace(_HERE, browser="another browser"),
        replace(_HERE, now=NOW + 5 * MINUTE),
    ],
)
def test_a_challenge_is_for_one_browser_and_five_minutes(work: Session, at: Ceremony) -> None:
    """Another one is too late, or was never asked."""
    passkeys.sign_in_options(work, _HERE, None)
    with pytest.raises(PasskeyRefused) as refused:
        passkeys.sign_in(work, at, {})
    assert refused.value.reason == "too late"


def test_a_challenge_to_sign_makes_no_passkey(work: Session) -> None:
    """Each purpose has its own."""
    passkeys.sign_in_options(work, _HERE, None)
    with pytest.raises(PasskeyRefused) as refused:
        passkeys.register(work, _HERE, a_person(work, Role.LEAD), {}, "phone")
    assert refused.value.reason == "too late"


def test_asking_again_replaces_the_challenge_and_old_ones_are_deleted(work: Session) -> None:
    """One row for a browser and purpose, and none that nobody will answer."""
    first = passkeys.sign_in_options(work, _HERE, None)
    second = passkeys.sign_in_options(work, _HERE, None)
    assert first["challenge"] != second["challenge"]
    assert work.query(ChallengeRow).count() == 1
    passkeys.forget_old(work, NOW + 5 * MINUTE)
    assert work.query(ChallengeRow).count() == 0


def test_options_name_the_site_and_the_passkeys_that_are_there(work: Session) -> None:
    """A second one is not made on the same device; the owner must be verified."""
    lead = a_person(work, Role.LEAD)
    _key(work, lead)
    made = passkeys.registration_options(work, _HERE, lead)
    assert made["rp"]["id"] == "localhost"
    assert len(made["excludeCredentials"]) == 1
    assert made["authenticatorSelection"]["userVerification"] == "required"
    wanted = passkeys.sign_in_options(work, _HERE, lead.id)
    assert len(wanted["allowCredentials"]) == 1
    assert wanted["userVerification"] == "required"


def test_only_the_owner_removes_a_passkey_and_never_the_last_lock(work: Session) -> None:
    """With an app beside it, it may go."""
    lead, other = a_person(work, Role.LEAD), a_person(work, Role.LEAD)
    row = _key(work, lead)
    _key(work, other, b"another")
    passkeys.remove(work, other, row.id)
    assert passkeys.of(work, lead.id) == [row]
    with pytest.raises(LastFactor):
        passkeys.remove(work, lead, row.id)
    lead.totp_secret = "APP"  # noqa: S105 - of a test
    passkeys.remove(work, lead, row.id)
    assert passkeys.of(work, lead.id) == []
