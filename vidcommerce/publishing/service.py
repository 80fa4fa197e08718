"""Makes a draft public, and takes it back. What is public is a copy: nothing is rendered again.

A version's files lie in a folder of their own, named by what it shows. When all of them are there,
the row and the pages that lead to them change in one step. Whoever dies on the way leaves files
that nobody is led to, and the next one writes the same names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.clips import history
from vidcommerce.clips.states import TRANSITIONS, Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing import repository, site
from vidcommerce.publishing.addresses import (
    FOLDER,
    SITE,
    FileUnknown,
    check_name,
    key_of,
    village_path,
)
from vidcommerce.publishing.gone import gone
from vidcommerce.publishing.shown import Shown, to_publish
from vidcommerce.publishing.signed import signing_of
from vidcommerce.publishing.tables import PublicationRow, PublishedLinkRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service


@dataclass(eq=False)
class PublicationUnknown(InputRejected):
    """There is no page at this address."""

    slug: str
    sentence = N_("There is no video at this address.")


@dataclass(eq=False)
class PublicationGone(InputRejected):
    """There was a page at this address; it was taken back."""

    slug: str
    sentence = N_("This video was taken back.")


def publish(service: Service, clip_id: str, now: int) -> PublicationRow:
    """Make the approved version of a clip public, and return its row; done twice, it is once.

    Its whole videos are signed. Raises NotNow where the clip is not approved, DraftIncomplete,
    PlaceRevealed or SigningFailed, and what :func:`vidcommerce.offers.selling.shown_link` raises
    where the link may not be shown any more.
    """
    with service.database.reading() as session:
        clip = session.get_one(ClipRow, clip_id)
        done = _done(session, clip)
        if done is not None:
            return done
        if clip.state != State.PUBLISHING or clip.plan_id is None:
            raise NotNow(clip.state, Event.PUBLISHED.value)
        plan = session.get_one(PlanRow, clip.plan_id)
        shown = to_publish(session, service, clip, plan, now)
    site.write_files(service.store, shown, signing_of(service.settings))
    pages = site.pages(service.store, shown)
    with service.database.writing() as session:
        row = _record(session, shown, now)
    site.show(service, row, pages)
    return row


def withdraw(
    session: Session, actor: Actor, clip_id: str, now: int, why: str = ""
) -> PublicationRow:
    """Take a page back; whoever asks for it from now on is told that it is gone.

    A correction that is under way for it ends too. Raises PublicationUnknown, or NotNow while a
    version is just being published.
    """
    clip = session.get(ClipRow, clip_id, with_for_update=True, populate_existing=True)
    row = repository.of_clip(session, clip_id, to_change=True)
    if clip is None or row is None:
        raise PublicationUnknown(clip_id)
    try:
        require(actor, Action.WITHDRAW, station_id=clip.station_id, owner_id=clip.farmer_id)
    except NotAllowed as error:
        raise PublicationUnknown(clip_id) from error
    if row.withdrawn_at is None:
        _end(session, clip, actor, now, why)
        take_down(session, row, now)
    return row


def _end(session: Session, clip: ClipRow, actor: Actor, now: int, why: str) -> None:
    """Move the clip of a page that is taken back; one that has ended otherwise stays there."""
    state, person = State(clip.state), actor.person_id
    if state is State.PUBLISHED:
        history.move(session, clip, Event.WITHDRAWN, person_id=person, now=now, why=why)
    elif (state, Event.CANCELLED) in TRANSITIONS:
        jobs.cancel(session, clip, person_id=person, now=now, why=why)
    elif state is State.PUBLISHING:
        raise NotNow(state.value, Event.WITHDRAWN.value)


def take_down(session: Session, row: PublicationRow, now: int) -> None:
    """Mark a page as taken back; the clip's state is the caller's to move.

    The API says so at once; the sweep puts a page that says so in the place of the files.
    """
    row.withdrawn_at = now
    row.changed_at = now
    repository.mark(session, row.station_id, now)


def at_slug(session: Session, slug: str) -> PublicationRow:
    """Return the page at a slug. Raises PublicationUnknown or PublicationGone."""
    row = repository.by_slug(session, slug)
    if row is None:
        raise PublicationUnknown(slug)
    if row.withdrawn_at is not None:
        raise PublicationGone(slug)
    return row


def gone_page(session: Session, secret: bytes, slug: str) -> str:
    """Return the HTML that stands where a page was taken back. Raises PublicationUnknown."""
    row = repository.by_slug(session, slug)
    if row is None:
        raise PublicationUnknown(slug)
    return gone(language_of(session, row), village_path(key_of(row.station_id, secret)))


def language_of(session: Session, row: PublicationRow) -> str:
    """Return the language of a page."""
    return read_json(EditPlan, session.get_one(PlanRow, row.plan_id).plan).language


def file_of(row: PublicationRow, folder: str, name: str) -> tuple[str, str]:
    """Return the blob and the content type of a file of one of a page's versions.

    The one before stays a while, for players in the middle of it. Raises FileUnknown for any name
    that is no file of a page.
    """
    kind = check_name(name)
    if not FOLDER.fullmatch(folder):
        raise FileUnknown(name)
    return f"{SITE}/v/{row.slug}/{folder}/{name}", kind


def _done(session: Session, clip: ClipRow) -> PublicationRow | None:
    """Return what another worker has published already."""
    row = repository.of_clip(session, clip.id)
    published_it = row is not None and row.plan_id == clip.plan_id
    return row if clip.state == State.PUBLISHED and published_it else None


def _record(session: Session, shown: Shown, now: int) -> PublicationRow:
    """Move the clip, and point the row at the new files."""
    asked = select(ClipRow).where(ClipRow.id == shown.clip_id).with_for_update()
    clip = session.scalars(asked).one()
    done = _done(session, clip)
    if done is not None:
        return done
    if clip.plan_id != shown.plan_id:
        raise NotNow(clip.state, Event.PUBLISHED.value)
    history.move(session, clip, Event.PUBLISHED, person_id=None, now=now)
    row = repository.of_clip(session, clip.id, to_change=True)
    if row is None:
        row = _new(clip, shown.address.slug, now)
        session.add(row)
    row.plan_id, row.bundle, row.version = shown.plan_id, shown.bundle, shown.live.version
    row.cart_url = shown.live.sheet.link
    row.changed_at, row.withdrawn_at = now, None
    session.flush()
    session.add(_link(row, now))
    repository.mark(session, clip.station_id, now)
    return row


def _new(clip: ClipRow, slug: str, now: int) -> PublicationRow:
    """Return the first row of a clip's page; its id follows from the clip's."""
    return PublicationRow(
        id=hashlib.sha256(f"publication:{clip.id}".encode()).hexdigest()[:32],
        slug=slug,
        clip_id=clip.id,
        station_id=clip.station_id,
        published_at=now,
    )


def _link(row: PublicationRow, now: int) -> PublishedLinkRow:
    """Return the record of the link that a version shows."""
    return PublishedLinkRow(
        publication_id=row.id,
        version=row.version,
        plan_id=row.plan_id,
        cart_url=row.cart_url,
        at=now,
    )
