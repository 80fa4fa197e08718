"""Words that a station's own people have put on its list."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.comments.reading import OwnList


def lists_of(session: Session, station_id: str) -> tuple[OwnList, ...]:
    """Return the lists of a station."""
    del session, station_id
    return ()
