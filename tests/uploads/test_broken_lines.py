"""Any order of breaks, repeats, damages and restarts ends with the file byte for byte, once."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.uploads.conftest import checksum, clip_bytes, look
from tests.uploads.wire import pieces, world
from vidcommerce.clips.tables import UploadRow

_SIZES = st.integers(0, 30_000)
_LINES = st.sampled_from((1, 37, 1_000, 65_536))


pytestmark = pytest.mark.slow


class BrokenLines(RuleBasedStateMachine):
    """A phone that sends one clip over bad lines, and a service that is killed now and then."""

    @initialize(length=st.integers(1, 60_000), seed=st.integers(0, 1 << 16))
    def begin(self, length: int, seed: int) -> None:
        """Begin to send a clip."""
        self.folder = Path(tempfile.mkdtemp(prefix="uploads-"))
        self.world = world(self.folder)
        self.data = clip_bytes(max(length, 32), seed)
        self.path = self.world.begin(len(self.data))
        self.offset = 0

    def _next(self, size: int) -> bytes:
        return self.data[self.offset : self.offset + size]

    @rule(size=_SIZES, line=_LINES, sized=st.booleans())
    def send(self, size: int, line: int, sized: bool) -> None:  # noqa: FBT001 - drawn
        """A piece arrives whole."""
        piece = self._next(size)
        said = len(piece) if sized else None
        answer = self.world.patch(
            self.path, self.offset, list(pieces(piece, max(line, len(piece) // 50))), sized=said
        )
        assert answer.status == 204, answer
        self.offset += len(piece)
        assert answer.headers["upload-offset"] == str(self.offset)

    @rule(size=_SIZES, arrives=_SIZES, sized=st.booleans())
    def break_off(self, size: int, arrives: int, sized: bool) -> None:  # noqa: FBT001 - drawn
        """The line breaks in the middle: what came is kept."""
        piece = self._next(size)
        came = piece[: min(arrives, len(piece))]
        said = len(piece) if sized else None
        steps = list(pieces(came, max(999, len(came) // 50)))
        self.world.patch(self.path, self.offset, steps, cut=True, sized=said)
        self.offset += len(came)

    @rule(size=st.integers(1, 30_000), arrives=_SIZES)
    def break_off_with_checksum(self, size: int, arrives: int) -> None:
        """What can't be compared with its checksum is not kept."""
        piece = self._next(size)
        came = piece[: min(arrives, max(len(piece) - 1, 0))]
        self.world.patch(
            self.path,
            self.offset,
            [came],
            cut=True,
            sized=len(piece),
            Upload_Checksum=checksum(piece)["Upload-Checksum"],
        )

    @rule(size=st.integers(1, 30_000))
    def send_with_checksum(self, size: int) -> None:
        """A piece arrives with its checksum."""
        piece = self._next(size)
        answer = self.world.patch(
            self.path,
            self.offset,
            [piece],
            sized=len(piece),
            Upload_Checksum=checksum(piece)["Upload-Checksum"],
        )
        assert answer.status == 204, answer
        self.offset += len(piece)

    @rule(size=st.integers(1, 30_000), seed=st.integers(0, 9))
    def damage(self, size: int, seed: int) -> None:
        """Other bytes arrive than were summed up."""
        piece = self._next(size)
        other = bytes(random.Random(seed).randbytes(len(piece)))  # noqa: S311 - test data
        if other == piece:
            return
        answer = self.world.patch(
            self.path,
            self.offset,
            [other],
            sized=len(other),
            Upload_Checksum=checksum(piece)["Upload-Checksum"],
        )
        assert answer.status == 460, answer

    @rule(offset=st.integers(0, 60_000), size=st.integers(1, 5_000))
    def send_elsewhere(self, offset: int, size: int) -> None:
        """A piece comes at another place: an old one again, or one too early."""
        if offset == self.offset:
            return
        answer = self.world.patch(self.path, offset, [b"x" * size], sized=size)
        assert answer.status == 409, answer

    @rule(more=st.integers(1, 1_000), sized=st.booleans())
    def send_too_much(self, more: int, sized: bool) -> None:  # noqa: FBT001 - drawn
        """More comes than was announced, of wrong bytes: nothing of it stays."""
        wrong = b"\x00" * (len(self.data) - self.offset + more)
        said = len(wrong) if sized else None
        answer = self.world.patch(self.path, self.offset, [wrong], sized=said)
        assert answer.status == 413, answer

    @rule()
    def restart(self) -> None:
        """The service stops and starts."""
        self.world.restart()

    @rule(garbage=st.binary(min_size=1, max_size=2_000))
    def die_while_writing(self, garbage: bytes) -> None:
        """A process was killed after it wrote and before the row moved, and its lease ran out."""
        if self.offset == len(self.data):
            return
        file = self.folder / "files" / ".incoming" / self.path.rpartition("/")[2]
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as incoming:
            incoming.write(garbage)
        with self.world.service.database.writing() as work:
            row = work.query(UploadRow).one()
            row.lease_by, row.lease_until = "dead", 1

    @invariant()
    def says_where_it_is(self) -> None:
        """The service and the phone agree on how far it is."""
        if hasattr(self, "path"):
            assert self.world.offset(self.path) == self.offset

    def teardown(self) -> None:
        """The rest arrives: there is one clip, byte for byte."""
        if not hasattr(self, "path"):
            return
        self.send(len(self.data), 65_536, sized=True)
        self.world.restart()
        look(self.world.service).one(self.data)
        self.world.service.database.engine.dispose()
        shutil.rmtree(self.folder)


TestBrokenLines = BrokenLines.TestCase
TestBrokenLines.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
