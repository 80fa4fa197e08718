"""Moves a clip from state to state; every change is an event row."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.clips.states import Event, State, transition
from vidcommerce.clips.tables import ClipEventRow, ClipRow


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
