"""Confirmations in the database, and on the page of a video."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.signing import Signer
from tests.stations import NOW, Village, colleague
from vidcommerce.accounts.roles import Actor, NotAllowed, Role
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import DocumentUnreadable
from vidcommerce.flags import attesting, log
from vidcommerce.flags.attestation import FILE, Signed, check_file
from vidcommerce.flags.attesting import (
    AttestationUnknown,
    AttestedAlready,
    KeyForeign,
    KeyUnknown,
    OwnHarvest,
)
from vidcommerce.flags.tables import AttestationRow, SigningKeyRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing import sweeping
from vidcommerce.publishing.addresses import key_of, village_path
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.storage import BlobMissing

ANNA = Signer()


def confirmed(
    village: Village, actor: Actor | None = None, signer: Signer = ANNA, *, now: int = NOW
) -> str:
    """Have somebody (the helper) confirm the village's clip; return the id."""
    actor = actor or village.actor
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        signed = signer.signed(attesting.known(work, actor, clip), now)
        return attesting.attest(work, actor, clip, signed, now).id


def withdrawn(village: Village, actor: Actor, attestation_id: str) -> None:
    """Have somebody take a confirmation back."""
    with village.service.database.writing() as work:
        row = attesting.find(work, village.clip_id, attestation_id)
        attesting.withdraw(work, actor, row, " wrong  day ", NOW + 1000)


def published(village: Village) -> str:
    """Publish the clip and return the address of its page below the site."""
    village.set_state(State.PUBLISHING)
    return f"site/v/{publishing.publish(village.service, village.clip_id, NOW).slug}"


def read(village: Village, name: str) -> str:
    """Return a file of the site."""
    return b"".join(village.service.store.read(name, 0, 1 << 20)).decode()


def test_a_confirmation_is_kept_with_its_key_and_noted(village: Village) -> None:
    """The key becomes known with what it signed; both are in the log, without names."""
    confirmed(village)
    with village.service.database.reading() as work:
        (key,) = attesting.keys_of(work, village.helper.id)
        (found,) = attesting.of_clip(work, village.clip_id)
        assert (key.public, found.by, found.statement.farmer) == (
            ANNA.key, "Helper Wang", "Farmer Li",
        )  # fmt: skip
        noted = [json.loads(link.entry or "") for link in log.links(work)]
        assert [entry["what"] for entry in noted] == ["key_added", "attested"]
        assert "Wang" not in str(noted)
        log.verify_chain(work)


def test_one_confirms_once_and_again_after_taking_back(village: Village) -> None:
    """Two people may; one person twice may not, unless the first was taken back."""
    first = confirmed(village)
    with pytest.raises(AttestedAlready):
        confirmed(village)
    confirmed(village, colleague(village), Signer())
    withdrawn(village, village.actor, first)
    confirmed(village)
    with village.service.database.reading() as work:
        assert len(attesting.of_clip(work, village.clip_id)) == 3


def test_nobody_confirms_their_own_clip_or_that_of_another_station(village: Village) -> None:
    """It takes somebody else of the same station."""
    with pytest.raises(NotAllowed):
        confirmed(village, village.stranger)
    with village.service.database.writing() as work:
        work.get_one(ClipRow, village.clip_id).farmer_id = village.helper.id
    with pytest.raises(OwnHarvest):
        confirmed(village)


def test_a_key_is_its_owners_alone(village: Village) -> None:
    """Another person can't use it, nor its owner after giving it up."""
    first = confirmed(village)
    with pytest.raises(KeyForeign):
        confirmed(village, colleague(village))
    withdrawn(village, village.actor, first)
    with village.service.database.writing() as work:
        (key,) = attesting.keys_of(work, village.helper.id)
        with pytest.raises(KeyUnknown):
            attesting.revoke(work, village.farmer.id, key.id, NOW)
        attesting.revoke(work, village.helper.id, key.id, NOW)
        attesting.revoke(work, village.helper.id, key.id, NOW + 5000)
    with pytest.raises(KeyForeign):
        confirmed(village)
    with village.service.database.reading() as work:
        assert work.scalars(select(SigningKeyRow.revoked_at)).all() == [NOW]
        file = attesting.file_of(work, work.get_one(ClipRow, village.clip_id), "")
        assert file is not None
        assert file.attestations[0].key_revoked == "2026-05-28T20:26:40Z"


def test_taking_back_is_for_who_confirmed_and_for_leads(village: Village) -> None:
    """Other helpers and other stations can't; done twice it is once, and the reason is kept."""
    first = confirmed(village)
    for other in (colleague(village), village.stranger, replace(village.actor, role=Role.FARMER)):
        with pytest.raises(AttestationUnknown):
            withdrawn(village, other, first)
    with pytest.raises(AttestationUnknown):
        withdrawn(village, village.actor, "none")
    lead = colleague(village, Role.LEAD)
    withdrawn(village, lead, first)
    withdrawn(village, lead, first)
    with village.service.database.reading() as work:
        row = work.get_one(AttestationRow, first)
        assert (row.withdrawn_by, row.why) == (lead.person_id, "wrong day")
        whats = [json.loads(entry)["what"] for entry in log.of_clip(work, village.clip_id)]
    assert whats == ["attested", "attestation_withdrawn"]


def test_what_a_browser_sends_is_not_trusted(village: Village) -> None:
    """A text that is signed rightly, but is no statement, is kept nowhere."""
    signed = Signed("{}", ANNA.sign("{}"), ANNA.key)
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        with pytest.raises(DocumentUnreadable):
            attesting.attest(work, village.actor, clip, signed, NOW)
    with village.service.database.reading() as work:
        assert work.scalar(select(SigningKeyRow)) is None


def test_the_page_and_its_file_say_what_stands(village: Village) -> None:
    """Without any: no file. Confirmed: on the page at the next sweep; taken back: soon seen too."""
    page = published(village)
    with pytest.raises(BlobMissing):
        read(village, f"{page}/{FILE}")
    assert "Confirmed by the village station" not in read(village, f"{page}/index.html")
    first = confirmed(village)
    sweeping.rebuild(village.service, NOW)
    html = read(village, f"{page}/index.html")
    assert "Confirmed by the village station" in html
    assert "Helper Wang of Hillside" in html
    assert f'href="{FILE}"' in html
    file, found = check_file(read(village, f"{page}/{FILE}"))
    assert file.page.endswith(page.removeprefix("site") + "/")
    assert [one.holds for one in found] == [True]
    shop = village_path(key_of(village.station_id, village.service.secret))
    keys = read(village, f"site{shop}keys.json")
    assert json.loads(keys) == {
        "algorithm": "Ed25519",
        "keys": [{"key": ANNA.key, "since": "2026-05-28T20:26:40Z", "revoked": None}],
    }
    withdrawn(village, village.actor, first)
    sweeping.rebuild(village.service, NOW)
    html = read(village, f"{page}/index.html")
    assert "Confirmed by the village station" not in html
    assert "A confirmation was taken back" in html
    _, found = check_file(read(village, f"{page}/{FILE}"))
    assert [(one.holds, one.signed.why) for one in found] == [(False, "wrong day")]


def test_a_page_that_is_taken_back_leaves_no_file(village: Village) -> None:
    """With the page also the names go that were signed."""
    confirmed(village)
    page = published(village)
    check_file(read(village, f"{page}/{FILE}"))
    with village.service.database.writing() as work:
        publishing.take_down(work, work.scalars(select(PublicationRow)).one(), NOW + 1)
    sweeping.clear_old(village.service, NOW + 2)
    with pytest.raises(BlobMissing):
        read(village, f"{page}/{FILE}")
