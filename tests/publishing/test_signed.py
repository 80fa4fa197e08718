"""Signing what is published, from the raw clip to the file that anybody can check."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.stations import NOW, Village
from vidcommerce.cli import main
from vidcommerce.cli.exits import CODES
from vidcommerce.clips.states import State
from vidcommerce.documents import digest, read_json
from vidcommerce.flags.origin import provenance
from vidcommerce.flags.provenance import State as Origin
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.manifest import read_manifests
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.site import put
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.publishing.verifying import verify
from vidcommerce.reviews.tables import PlanRow

pytestmark = pytest.mark.slow

_LABEL = '{"Label":"1","ContentProducer":"A","ProduceID":"7"}'


def _publish(village: Village, raw: Path | None = None) -> PublicationRow:
    """Publish the village's draft; ``raw`` is the clip of which it says that it was made."""
    if raw is not None:
        with village.service.database.writing() as work:
            row = work.scalars(select(PlanRow)).one()
            (source,) = read_json(EditPlan, row.plan).sources
        put(village.service.store, f"clips/{source.sha256}", raw.read_bytes())
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


def _fetched(village: Village, row: PublicationRow, folder: Path) -> Path:
    """Return the published video as a file, beside its page as on a file server."""
    place = folder / "version"
    place.mkdir()
    with village.service.store.local(f"{row.bundle}/video.mp4") as video:
        shutil.copyfile(video, place / "video.mp4")
    return place / "video.mp4"


def test_lineage_is_kept_from_a_signed_clip(village: Village, shared: Path, tmp_path: Path) -> None:
    """The published file says what it was made of, back to who signed the first of all."""
    row = _publish(village, shared / "c2pa" / "video1.mp4")
    video = _fetched(village, row, tmp_path)
    seen = verify(video, None)
    assert (seen.unchanged, seen.provenance.state) == (True, Origin.VALID)
    told = [(one.depth, one.relationship, one.who) for one in seen.provenance.lineage]
    assert (0, "", "vidcommerce") in told
    assert (1, "parentOf", "C2PA Signer") in told
    assert (2, "parentOf", "Bob") in told
    actions = [action.action for action in seen.provenance.lineage[0].actions]
    assert {"c2pa.opened", "c2pa.trimmed", "c2pa.addedText", "c2pa.published"} <= set(actions)
    with village.service.database.reading() as work:
        plan = read_json(EditPlan, work.scalars(select(PlanRow)).one().plan)
    assert seen.edit["plan"] == digest(plan)
    assert str(seen.edit["page"]).endswith(f"/v/{row.slug}/")


def test_what_a_clip_tells_of_people_is_not_passed_on(
    village: Village, shared: Path, tmp_path: Path
) -> None:
    """Its author stays in the raw clip; that something was left out is said."""
    raw = shared / "c2pa" / "video1.mp4"
    assert b"Joe Bloggs" in raw.read_bytes()
    video = _fetched(village, _publish(village, raw), tmp_path)
    assert b"Joe Bloggs" not in video.read_bytes()
    actions = [one.action for one in verify(video, None).provenance.lineage[0].actions]
    assert "c2pa.redacted" in actions


def test_the_signer_of_the_service_can_be_trusted(
    village: Village,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever puts its root on the list of trusted signers finds its videos trusted."""
    video = _fetched(village, _publish(village), tmp_path)
    chain = village.service.settings.data / "signing" / "certificate.pem"
    root = tmp_path / "root.pem"
    root.write_text("-----BEGIN" + chain.read_text().rpartition("-----BEGIN")[2])
    assert provenance(video, None).state is Origin.VALID
    monkeypatch.setenv("VIDCOMMERCE_TRUSTED_SIGNERS", str(root))
    assert main(["inspect", str(video), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["provenance"]["state"] == "trusted"
    assert "provenance_trusted" in [flag["kind"] for flag in told["flags"]]


def test_a_flipped_byte_is_found(village: Village, tmp_path: Path) -> None:
    """Wherever it is: also where the standard's own signature does not look."""
    video = _fetched(village, _publish(village), tmp_path)
    data = video.read_bytes()
    places = {
        "the first box": data.index(b"ftyp") + 9,
        "the index": data.index(b"moov") + 20,
        "the picture": data.index(b"mdat") + 20,
        "the statement": data.index(b"c2pa.trimmed"),
        "the padding": data.rindex(b"\x63pad\x59") + 100,
        "the end": len(data) - 1,
    }
    for place, at in places.items():
        video.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not verify(video, None).unchanged, place


def test_the_label_of_generated_media_stays(
    village: Village, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """A copy by ffmpeg would lose it; who spreads a video must not."""
    ffmpeg.run(
        ["-f", "lavfi", "-i", "color=s=64x64:d=1", "-c:v", "libx264", "-metadata",
         f"AIGC={_LABEL}", "-movflags", "use_metadata_tags", "raw.mp4"],
        job="computing", folder=tmp_path,
    )  # fmt: skip
    video = _fetched(village, _publish(village, tmp_path / "raw.mp4"), tmp_path)
    assert read_manifests(video)["aigc"] == _LABEL
    assert verify(video, None).unchanged


def test_the_page_says_who_signed_and_leads_to_the_file(village: Village) -> None:
    """And that the certificate is self-made; a version whose files are not signed says nothing."""
    row = _publish(village)
    store = village.service.store
    page = b"".join(store.read(f"site/v/{row.slug}/index.html", 0, 1 << 20)).decode()
    assert "The video is signed" in page
    assert "made by this service itself" in page
    assert f"{row.bundle.rpartition('/')[2]}/video.mp4" in page
    note = json.loads(b"".join(store.read(f"{row.bundle}/signature.json", 0, 1 << 10)))
    assert note == {"self_made": True, "signer": "vidcommerce"}


def test_verify_tells_it_to_people_and_programs(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each outcome has an exit code of its own."""
    video = _fetched(village, _publish(village), tmp_path)
    assert main(["verify", str(video)]) == 0
    assert "vidcommerce (Self-made certificate)" in capsys.readouterr().out
    assert main(["verify", str(video), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["state"], told["attestation"]) == (True, "valid", None)
    data = video.read_bytes()
    video.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert main(["verify", str(video), "--json"]) == CODES["VideoChanged"]
    assert json.loads(capsys.readouterr().out)["error"] == "VideoChanged"
    assert (
        main(["verify", str(village.service.settings.data / "signing" / "key.pem")])
        == CODES["VideoUnsigned"]
    )
    assert capsys.readouterr().err
