"""The stage PUBLISH: makes the version public that a helper approved."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.publishing import service as publishing
from workers.work import Record, Work


def publish(work: Work) -> Record:
    """Publish a clip; done twice, it is published once. Raises what publishing raises."""
    publishing.publish(work.service, work.lease.clip, now_ms())
    return _nothing


def _nothing(_session: Session, _clip: ClipRow, _now: int) -> None:
    """Record nothing: publishing did, in the one step that makes the page reachable."""
