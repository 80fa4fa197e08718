"""What the studio plays: the small copies of a draft's clip, and its video when that is drawn.

Every file has an address that changes with its bytes, so that a browser asks for it once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.media import proxy
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.service import Draft
from vidcommerce.reviews.versions import PRIORITY
from vidcommerce.storage import BlobMissing, BlobStore
from vidcommerce.studio.document import Drawn, Media, News, Proxy, Suggestion, Thumbs

KINDS: Final = {".mp4": "video/mp4", ".json": "application/json", ".jpg": "image/jpeg"}
"""Of the files of a copy, by how their names end."""

_FILES: Final = re.compile(r"proxy\.mp4|peaks\.json|thumbs\.jpg|cover-\d{1,3}\.jpg")


@dataclass(frozen=True, slots=True)
class Copy:
    """What there is to play of a draft's clip, and the covers to suggest."""

    media: Media
    covers: tuple[Suggestion, ...]


_NOTHING: Final = Copy(Media(ready=False, proxies=()), ())


def copy_of(store: BlobStore, clip: ClipRow, plan: EditPlan) -> Copy:
    """Return what there is of the copy of a clip; nothing before it is made, or when it is gone."""
    sources = [source.sha256 for source in plan.sources]
    if not clip.proxy or sources != [clip.sha256]:
        return _NOTHING
    try:
        facts = proxy.facts_of(store, clip.proxy)
    except BlobMissing:
        return _NOTHING
    folder = f"/studio/{clip.id}/media/{clip.proxy.rpartition('/')[2]}"
    shape = proxy.shape(plan.sources[0], plan.canvas.rate)
    thumbs = Thumbs(
        url=f"{folder}/{proxy.THUMBS}",
        columns=shape.thumbs.columns,
        width=shape.thumbs.width,
        height=shape.thumbs.height,
        count=shape.thumbs.count,
    )
    made = Proxy(
        url=f"{folder}/{proxy.VIDEO}",
        width=shape.width,
        height=shape.height,
        peaks=f"{folder}/{proxy.PEAKS}" if facts.sound else "",
        peaks_rate=proxy.PEAKS_RATE,
        thumbs=thumbs,
    )
    covers = tuple(
        Suggestion(cover, f"{folder}/{proxy.cover_name(number)}")
        for number, cover in enumerate(facts.covers)
    )
    return Copy(Media(ready=True, proxies=(made,)), covers)


def blob_of_copy(clip: ClipRow, version: str, name: str) -> str:
    """Return the blob of a file of a clip's copy. Raises FileUnknown."""
    if not _FILES.fullmatch(name) or clip.proxy.rpartition("/")[2] != version:
        raise FileUnknown(name)
    return f"{clip.proxy}/{name}"


def want_copy(session: Session, actor: Actor, clip_id: str, now: int) -> None:
    """Have a clip copied before others: somebody waits at the screen. Raises DraftUnknown."""
    clip = reviews.draft(session, actor, clip_id).clip
    if clip.proxy:
        return
    job = jobs.ask(session, clip.id, jobs.Stage.PROXY, PRIORITY, now)
    session.flush()
    session.execute(update(JobRow).where(JobRow.id == job).values(priority=PRIORITY))


def drawn(found: Draft) -> Drawn:
    """Return what there is of the video of the version that counts."""
    ready = bool(found.row.bundle)
    files = f"/review/{found.clip.id}/files/{found.row.number}"
    return Drawn(
        ready=ready,
        working=found.clip.state in (State.RENDERING, State.PUBLISHING),
        video=f"{files}/video.mp4" if ready else "",
        poster=f"{files}/poster.jpg" if ready else "",
    )


def news(session: Session, store: BlobStore, actor: Actor, clip_id: str) -> News:
    """Return what may have come since a draft was opened. Raises DraftUnknown."""
    found = reviews.draft(session, actor, clip_id)
    copy = copy_of(store, found.clip, found.plan)
    return News(found.row.number, drawn(found), copy.media, copy.covers)
