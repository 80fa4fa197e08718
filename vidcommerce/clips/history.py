"""Moves a clip from state to state; every change is an event row, and some are told to others."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.clips.states import Event, State, transition
from vidcommerce.clips.tables import ClipEventRow, ClipRow
from vidcommerce.publishing import repository as publications
from vidcommerce.webhooks.events import told_by
from vidcommerce.webhooks.service import tell


def move(
    session: Session, clip: ClipRow, event: Event, *, person_id: str | None, now: int, why: str = ""
) -> None:
    """Change the clip's state by ``event`` and write down who did it, when and why.

    ``person_id`` is empty where a worker did. Raises NotNow.
    """
    before = State(clip.state)
    clip.state = transition(before, event)
    clip.changed_at = now
    clip.version += 1
    session.add(
        ClipEventRow(
            clip_id=clip.id, at=now, person_id=person_id, event=event.value,
            before=before.value, after=clip.state, why=why,
        )
    )  # fmt: skip
    _tell(session, clip, now)


def _tell(session: Session, clip: ClipRow, now: int) -> None:
    """Tell the endpoints of the station what they want to know of this change."""
    page = publications.of_clip(session, clip.id)
    public = page is not None and page.withdrawn_at is None
    kind = told_by(State(clip.state), public=public)
    if kind is not None:
        data = {
            "clip_id": clip.id,
            "product_id": clip.product_id,
            "farmer_id": clip.farmer_id,
            "state": clip.state,
            "version": clip.version,
        }
        tell(session, clip.station_id, kind, data, now)
