"""Comments on a village's page, for tests: how one is written, withheld, and rejected."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tests.stations import NOW, Village
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State as ClipState
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments import writers, writing
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.policy import Written
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import new_id
from vidcommerce.publishing.tables import PublicationRow

KEY = b"k" * 32
RUDE = "fuck you, you piece of shit"
"""What a rule withholds."""


@dataclass(frozen=True)
class Board:
    """A published page of a village."""

    village: Village
    page: PublicationRow

    @property
    def moderator(self) -> Actor:
        """Somebody who moderates here."""
        return self.village.moderator

    def other_moderator(self, work: Session) -> Actor:
        """Return another person who moderates here."""
        row = PersonRow(
            id=new_id(), station_id=self.village.station_id, role=Role.MODERATOR, name="Second",
            language="en", created_at=NOW,
        )  # fmt: skip
        work.add(row)
        work.flush()
        return Actor(row.id, Role.MODERATOR, self.village.station_id)

    def write(
        self, work: Session, text: str = "Very sweet!", by: WriterRow | None = None,
        now: int = NOW, kind: Kind = Kind.COMMENT, name: str = "Mei",
    ) -> CommentRow:  # fmt: skip
        """Write a comment."""
        return writing.write(work, self.page, Written(name, text, kind=kind), now, by).row


def board(village: Village) -> Board:
    """Make a public page of a village's clip: the row alone, no files."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        clip.state = ClipState.PUBLISHED
        page = PublicationRow(
            id=new_id(), slug=f"oranges-{clip.id[:8]}", clip_id=clip.id, plan_id=clip.plan_id,
            station_id=clip.station_id, bundle="b", cart_url="https://shop.example/oranges",
            published_at=NOW, changed_at=NOW,
        )  # fmt: skip
        work.add(page)
    return Board(village, page)


def trusted(work: Session, name: str = "Mei", now: int = NOW) -> WriterRow:
    """Return a writer whose comments are shown at once."""
    row, _ = writers.begin(work, KEY, now, name)
    row.approved = 5
    work.flush()
    return row
