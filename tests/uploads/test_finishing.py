"""After the last byte: one clip, one job, however often and wherever a process dies."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.api.conftest import People
from tests.service import Woken
from tests.uploads.conftest import (
    BYTES,
    Kept,
    Phone,
    agree,
    clip_bytes,
    look,
    make_product,
    metadata,
)
from tests.uploads.wire import World, pieces, world
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips import arrival, holds, uploads
from vidcommerce.clips.incoming_folder import FolderIncoming
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, UploadRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service
from vidcommerce.storage import FolderStore

pytestmark = pytest.mark.slow

DATA = clip_bytes(5_000)
_LATER = 60_000


class Killed(BaseException):
    """What a test stops a process with: nothing in the code catches it."""


def _die(*_args: object, **_given: object) -> None:
    raise Killed


def test_the_workers_are_woken(phone: Phone, kept: Callable[[], Kept], woken: Woken) -> None:
    """The last byte asks for the analysis, and its queue is woken."""
    phone.create(len(DATA), DATA)
    assert woken.queues == ["analysis"]
    job = kept().jobs[0]
    assert (job.stage, job.queue, job.clip_id) == ("analyse", "analysis", kept().clips[0].id)


def test_the_first_clip_goes_before_the_tenth(phone: Phone, kept: Callable[[], Kept]) -> None:
    """A job's priority counts the farmer's open clips; those that are over count no more."""
    for seed in range(3):
        data = clip_bytes(100, seed)
        phone.create(len(data), data)
    assert [job.priority for job in kept().jobs] == [0, 1, 2]
    with phone.service.database.writing() as work:
        work.query(ClipRow).update({"state": State.PUBLISHED})
    data = clip_bytes(100, 9)
    phone.create(len(data), data)
    assert sorted(job.priority for job in kept().jobs) == [0, 0, 1, 2]


def test_the_same_bytes_again_are_the_same_clip(phone: Phone, kept: Callable[[], Kept]) -> None:
    """The second upload says that it is a duplicate, and of what; there is one clip and one job."""
    first = phone.create(len(DATA), DATA).headers["Location"]
    second = phone.create(len(DATA), DATA, name="copy.mp4").headers["Location"]
    clip = kept().one(DATA)
    told = [phone.ask("GET", address).json() for address in (first, second)]
    assert [each["state"] for each in told] == ["received", "received"]
    assert [each["clip"] for each in told] == [clip.id, clip.id]
    assert [each["duplicate"] for each in told] == [False, True]


def test_what_was_taken_back_may_come_again(phone: Phone, kept: Callable[[], Kept]) -> None:
    """A cancelled clip is no reason to refuse its bytes."""
    phone.create(len(DATA), DATA)
    with phone.service.database.writing() as work:
        work.query(ClipRow).update({"state": State.CANCELLED})
    again = phone.create(len(DATA), DATA).headers["Location"]
    assert phone.ask("GET", again).json()["duplicate"] is False
    assert len(kept().clips) == 2


def test_another_farmers_same_bytes_are_another_clip(
    people: People, phone: Phone, kept: Callable[[], Kept]
) -> None:
    """Nobody is told what others sent; the bytes are kept once."""
    phone.create(len(DATA), DATA)
    other = people(Role.FARMER)
    agree(phone.service, other.person.id)
    product = make_product(phone.service, other.person.id, other.station_id)
    theirs = Phone(other, product, phone.service).create(len(DATA), DATA).headers["Location"]
    assert Phone(other, product, phone.service).ask("GET", theirs).json()["duplicate"] is False
    assert len(kept().clips) == 2
    assert len(kept().blobs) == 1


def _whole_but_unfinished(here: World) -> str:
    """Have all bytes arrive, and the process die before anything more."""
    path = here.begin(len(DATA))
    with patch("vidcommerce.clips.arrival.finish", _die), pytest.raises(Killed):
        here.patch(path, 0, [DATA], sized=len(DATA))
    return path


_STEPS = (
    ("vidcommerce.clips.arrival.renew", "at the start"),
    ("vidcommerce.clips.arrival._read_through", "while it is read"),
    ("vidcommerce.clips.arrival.change", "before its sha256 is known"),
    ("vidcommerce.clips.incoming_folder.FolderIncoming.keep", "before the blob is put"),
    ("vidcommerce.clips.arrival._become_clip", "between put and commit"),
    ("vidcommerce.jobs.ask", "in the middle of the last unit of work"),
    ("vidcommerce.clips.incoming_folder.FolderIncoming.forget", "after the commit"),
)


@pytest.mark.parametrize("where", [step for step, _ in _STEPS], ids=[name for _, name in _STEPS])
@pytest.mark.parametrize("mended_by", ["HEAD", "PATCH", "sweep"])
def test_a_death_while_finishing_is_mended(tmp_path: Path, where: str, mended_by: str) -> None:
    """Killed at any step, the next HEAD, PATCH or sweep makes it one clip."""
    here = world(tmp_path)
    path = here.begin(len(DATA))
    with patch(where, _die), patch("vidcommerce.clips.holds.release", _die), pytest.raises(Killed):
        here.patch(path, 0, [DATA], sized=len(DATA))
    here.restart()
    with here.service.database.writing() as work:
        work.query(UploadRow).update({"lease_until": 1})
    if mended_by == "HEAD":
        assert here.offset(path) == len(DATA)
    elif mended_by == "PATCH":
        assert here.patch(path, len(DATA), [], sized=0).status == 204
    else:
        uploads.sweep(here.service, now_ms() + _LATER)
    look(here.service).one(DATA)
    here.restart()
    uploads.sweep(here.service, now_ms() + _LATER)
    assert here.offset(path) == len(DATA)
    look(here.service).one(DATA)


def test_bytes_whose_row_did_not_move_are_written_over(tmp_path: Path) -> None:
    """Killed between the file and the row, the phone goes on where the row is."""
    here = world(tmp_path)
    path = here.begin(len(DATA))
    here.patch(path, 0, [DATA[:1_000]], sized=1_000)
    with patch("vidcommerce.clips.holds._promise", _die), pytest.raises(Killed):
        here.patch(path, 1_000, [clip_bytes(3_000, seed=5)], sized=3_000)
    here.restart()
    assert here.offset(path) == 1_000
    assert here.patch(path, 1_000, list(pieces(DATA[1_000:], 900)), sized=4_000).status == 204
    look(here.service).one(DATA)


def test_two_that_finish_at_once_make_one_clip(tmp_path: Path) -> None:
    """Threads that mend the same upload at the same moment leave one clip and one job."""
    here = world(tmp_path)
    path = _whole_but_unfinished(here)
    upload_id = path.rpartition("/")[2]
    start = threading.Barrier(4)

    def mend() -> None:
        start.wait()
        arrival.mend(here.service, upload_id, now_ms() + _LATER)

    threads = [threading.Thread(target=mend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    look(here.service).one(DATA)


def test_two_uploads_of_the_same_bytes_at_once(tmp_path: Path) -> None:
    """Both end, as the same clip."""
    here = world(tmp_path)
    ids = [_whole_but_unfinished(here).rpartition("/")[2] for _ in range(2)]
    start = threading.Barrier(2)

    def mend(upload_id: str) -> None:
        start.wait()
        arrival.mend(here.service, upload_id, now_ms() + _LATER)

    threads = [threading.Thread(target=mend, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clip = look(here.service).one(DATA)
    rows = look(here.service).uploads
    assert {row.clip_id for row in rows} == {clip.id}
    assert sorted(row.duplicate for row in rows) == [False, True]


def test_lost_bytes_are_said_to_be_lost(tmp_path: Path) -> None:
    """A disk that forgot ends the upload, so that the phone begins again; other uploads go on."""
    here = world(tmp_path)
    path = here.begin(len(DATA))
    here.patch(path, 0, [DATA[:1_000]], sized=1_000)
    for file in (tmp_path / "files" / ".incoming").iterdir():
        file.unlink()
    assert here.patch(path, 1_000, [DATA[1_000:]], sized=4_000).status == 410
    assert here.ask("HEAD", path).status == 410
    again = here.begin(len(DATA))
    assert here.patch(again, 0, [DATA], sized=len(DATA)).status == 204
    look(here.service).one(DATA)


def test_the_sweep_forgets_what_nobody_goes_on_with(tmp_path: Path) -> None:
    """An expired upload's bytes and row go; one that is young, or finished, is left alone."""
    here = world(tmp_path)
    old, young = here.begin(len(DATA)), here.begin(len(DATA))
    here.patch(old, 0, [DATA[:1_000]], sized=1_000)
    hours = here.service.settings.upload_hours
    with here.service.database.writing() as work:
        row = work.get_one(UploadRow, old.rpartition("/")[2])
        row.expires_at -= hours * 3_600_000
    assert uploads.sweep(here.service, now_ms()) == 1
    assert here.ask("HEAD", old).status == 404
    assert here.offset(young) == 0
    assert list((tmp_path / "files" / ".incoming").iterdir()) == []
    assert here.patch(young, 0, [DATA], sized=len(DATA)).status == 204
    uploads.sweep(here.service, now_ms() + hours * 3_600_000 + 1_000)
    assert look(here.service).uploads == []
    look(here.service).one(DATA)


def test_expired_is_over_before_the_sweep_comes(tmp_path: Path) -> None:
    """410 for whoever comes too late."""
    here = world(tmp_path)
    path = here.begin(len(DATA))
    with here.service.database.writing() as work:
        work.query(UploadRow).update({"expires_at": now_ms() - 1})
    assert here.ask("HEAD", path).status == 410
    assert here.patch(path, 0, [DATA], sized=len(DATA)).status == 410


def test_one_that_fails_keeps_no_other_from_the_sweep(tmp_path: Path) -> None:
    """What can't be finished now stays for the next time; the others are finished."""
    here = world(tmp_path)
    lost = _whole_but_unfinished(here).rpartition("/")[2]
    other = _whole_but_unfinished(here).rpartition("/")[2]
    (tmp_path / "files" / ".incoming" / lost).unlink()
    uploads.sweep(here.service, now_ms() + _LATER)
    rows = {row.id: row for row in look(here.service).uploads}
    assert rows[lost].problem is not None
    assert rows[other].clip_id is not None


def test_a_hash_is_of_all_bytes(tmp_path: Path) -> None:
    """What is read for the sha256 is the whole file, piece by piece."""
    place = FolderIncoming(tmp_path / ".incoming", FolderStore(tmp_path))
    data = clip_bytes(700_000)
    with place.alone("a"):
        place.append("a", {}, 0, bytearray(data))
    digest = hashlib.sha256()
    for piece in place.read("a"):
        digest.update(piece)
    assert digest.hexdigest() == hashlib.sha256(data).hexdigest()


def test_a_sender_that_was_taken_over_counts_for_nothing(tmp_path: Path) -> None:
    """A sender that wakes up late neither writes nor moves the row; the new one's bytes stand."""
    here = world(tmp_path)
    upload_id = here.begin(len(DATA)).rpartition("/")[2]
    actor = _farmer(here.service)
    late = uploads.take(here.service, actor, upload_id, 0, None, now_ms())
    then = now_ms() + holds.LEASE + 1
    new = uploads.take(here.service, actor, upload_id, 0, None, then)
    new = holds.append(here.service, new, bytearray(DATA[:2_000]), then)
    for act in (
        lambda: holds.append(here.service, late, bytearray(b"x" * 4_000), then),
        lambda: holds.keep(here.service, late, then),
        lambda: arrival.finish(here.service, late),
    ):
        with pytest.raises(holds.UploadHeld):
            act()
    holds.release(here.service, late)
    new = holds.append(here.service, new, bytearray(DATA[2_000:]), then)
    arrival.finish(here.service, new)
    look(here.service).one(DATA)


def test_a_living_sender_is_not_disturbed(tmp_path: Path) -> None:
    """While one sends, another is told to wait; after a silence it may go on."""
    here = world(tmp_path)
    upload_id = here.begin(len(DATA)).rpartition("/")[2]
    actor, now = _farmer(here.service), now_ms()
    first = uploads.take(here.service, actor, upload_id, 0, 10, now)
    with pytest.raises(holds.UploadHeld):
        uploads.take(here.service, actor, upload_id, 0, 10, now + holds.LEASE - 1)
    first = holds.append(here.service, first, bytearray(DATA[:10]), now + holds.LEASE - 1)
    with pytest.raises(holds.UploadHeld):
        uploads.take(here.service, actor, upload_id, 10, 10, now + holds.LEASE + 1)
    second = uploads.take(here.service, actor, upload_id, 10, 10, now + 3 * holds.LEASE)
    assert second.offset == 10


def _farmer(service: Service) -> Actor:
    with service.database.reading() as work:
        person = work.query(PersonRow).one()
    return Actor(person.id, Role.FARMER, person.station_id)


def test_a_full_disk_is_ours_and_passes(tmp_path: Path) -> None:
    """A disk that takes no more is a failure of ours, not the end of the upload."""
    here = world(tmp_path)
    path = here.begin(len(DATA))
    here.patch(path, 0, [DATA[:10]], sized=10)
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch("os.pwrite", side_effect=full):
        assert here.patch(path, 10, [DATA[10:]], sized=len(DATA) - 10).status >= 500
    assert here.offset(path) == 10
    assert here.patch(path, 10, [DATA[10:]], sized=len(DATA) - 10).status == 204
    look(here.service).one(DATA)


def test_what_belongs_to_no_upload_goes_after_a_day(tmp_path: Path) -> None:
    """Files of uploads that nobody knows are deleted, others and young ones stay."""
    here = world(tmp_path)
    known = here.begin(len(DATA))
    here.patch(known, 0, [DATA[:10]], sized=10)
    folder = tmp_path / "files" / ".incoming"
    for name in ("0" * 32, "0" * 32 + ".lock"):
        (folder / name).write_bytes(b"x")
    assert uploads.tidy(here.service, now_ms()) == 0
    assert uploads.tidy(here.service, now_ms() + 86_500_000) == 2
    assert {path.stem for path in folder.iterdir()} == {known.rpartition("/")[2]}
    assert here.offset(known) == 10


def test_a_creation_whose_body_breaks_leaves_nothing(tmp_path: Path) -> None:
    """Nobody has the address of such an upload, so it takes nobody's place."""
    here = world(tmp_path)
    said = metadata(filename="a.mp4", product=here.product_id)
    here.ask(
        "POST", "/api/uploads", [DATA[:1_000]], cut=True, sized=len(DATA),
        Upload_Length=str(len(DATA)), Upload_Metadata=said, Content_Type=BYTES["Content-Type"],
    )  # fmt: skip
    assert look(here.service).uploads == []
