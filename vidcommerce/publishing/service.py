"""Makes a draft public, and takes it back. What is public is a copy: nothing is rendered again.

A publication's files lie in a folder of their own for each version, named by what it shows; the
row changes in one step when all of them are there. Whoever dies on the way leaves files that
nobody can reach, and the next one writes the same names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.clips import history
from vidcommerce.clips.states import TRANSITIONS, Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.flags import service as flags
from vidcommerce.flags.kinds import Flag
from vidcommerce.language import N_, words
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.privacy import Reveals, traces
from vidcommerce.products.models import Stock
from vidcommerce.products.service import blob_of
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository
from vidcommerce.publishing.addresses import Address, FileUnknown, check_name, published, slug_of
from vidcommerce.publishing.checks import checks
from vidcommerce.publishing.facts import Live, Sheet
from vidcommerce.publishing.page import PageFiles, page, photo_jpeg
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore

PAGE: Final = "index.html"
_VIDEO: Final = "video.mp4"
_CAPTIONS: Final = "captions."


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


@dataclass(eq=False)
class DraftIncomplete(WorkFailed):
    """A draft that was approved lacks a file that every page needs."""

    bundle: str
    sentence = N_("The draft in {bundle} is not whole.")


@dataclass(eq=False)
class PlaceRevealed(WorkFailed):
    """A finished video says where it was filmed, which our own renderer never writes."""

    bundle: str
    sentence = N_("The video in {bundle} names a place, so it was not published.")


@dataclass(frozen=True, slots=True)
class _Job:
    """All that is known of what is to be published, read in one moment.

    ``number`` counts the publication's versions from 1; ``since`` is when the first was public.
    """

    clip: ClipRow
    plan: PlanRow
    edit: EditPlan
    product: ProductRow
    flags: tuple[Flag, ...]
    publication_id: str
    address: Address
    number: int
    since: int

    @property
    def bundle(self) -> str:
        """The folder of this version's files in the store."""
        return f"public/{self.publication_id}/{self.number}-{self.plan.digest[:16]}"


def publish(service: Service, clip_id: str, now: int) -> PublicationRow:
    """Make the approved version of a clip public, and return its row; done twice, it is once.

    Raises NotNow where the clip is not approved, DraftIncomplete or PlaceRevealed.
    """
    with service.database.reading() as session:
        clip = session.get_one(ClipRow, clip_id)
        done = _done(session, clip)
        if done is not None:
            return done
        job = _job(session, service, clip, now)
    _write(service.store, job)
    with service.database.writing() as session:
        return _record(session, job, now)


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
        take_down(row, now)
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


def take_down(row: PublicationRow, now: int) -> None:
    """Mark a page as taken back; the clip's state is the caller's to move."""
    row.withdrawn_at = now
    row.changed_at = now


def at_slug(session: Session, slug: str) -> PublicationRow:
    """Return the page at a slug. Raises PublicationUnknown or PublicationGone."""
    row = repository.by_slug(session, slug)
    if row is None:
        raise PublicationUnknown(slug)
    if row.withdrawn_at is not None:
        raise PublicationGone(slug)
    return row


def file_of(row: PublicationRow, version: int, name: str) -> tuple[str, str]:
    """Return the blob and the content type of a file of a page's version that is shown now.

    Raises FileUnknown: for another version, and for any name that is no file of a page.
    """
    kind = check_name(name)
    if version != row.version or name == PAGE:
        raise FileUnknown(name)
    return f"{row.bundle}/{name}", kind


def _done(session: Session, clip: ClipRow) -> PublicationRow | None:
    """Return what another worker has published already."""
    row = repository.of_clip(session, clip.id)
    published_it = row is not None and row.plan_id == clip.plan_id
    return row if clip.state == State.PUBLISHED and published_it else None


def _job(session: Session, service: Service, clip: ClipRow, now: int) -> _Job:
    if clip.state != State.PUBLISHING or clip.plan_id is None:
        raise NotNow(clip.state, Event.PUBLISHED.value)
    plan = session.get_one(PlanRow, clip.plan_id)
    product = session.get_one(ProductRow, clip.product_id)
    before = repository.of_clip(session, clip.id)
    slug = before.slug if before else slug_of(product.name, clip.id, service.secret)
    return _Job(
        clip=clip,
        plan=plan,
        edit=read_json(EditPlan, plan.plan),
        product=product,
        flags=flags.of_clip(session, clip.id),
        publication_id=hashlib.sha256(f"publication:{clip.id}".encode()).hexdigest()[:32],
        address=Address(service.settings.public_url, slug),
        number=before.version + 1 if before else 1,
        since=before.published_at if before else now,
    )


def _write(store: BlobStore, job: _Job) -> None:
    """Copy the files that play, and write the page, which leads to them, last."""
    draft = job.plan.bundle.rstrip("/")
    names = published(name.removeprefix(f"{draft}/") for name in store.names(f"{draft}/"))
    if not {_VIDEO, "poster.jpg", "hls/master.m3u8"} <= set(names):
        raise DraftIncomplete(draft)
    with store.local(f"{draft}/{_VIDEO}") as video:
        _check_private(video, draft)
    for name in names:
        store.copy(f"{draft}/{name}", f"{job.bundle}/{name}")
    photos = _photos(store, job)
    with store.scratch() as folder:
        (folder / PAGE).write_text(_page(job, names, photos), encoding="utf-8")
        store.put(f"{job.bundle}/{PAGE}", folder / PAGE)


def _check_private(video: Path, bundle: str) -> None:
    """Raise PlaceRevealed where the file itself says a place; our renderer writes no such tag."""
    with av.open(str(video), metadata_errors="ignore") as container:
        tags = [*container.metadata.items()]
        tags += [pair for stream in container.streams for pair in stream.metadata.items()]
    if any(trace.reveals is Reveals.PLACE for trace in traces(tags)):
        raise PlaceRevealed(bundle)


def _page(job: _Job, names: list[str], photos: dict[str, str]) -> str:
    files = PageFiles(
        video=f"{job.number}/{_VIDEO}",
        hls=f"{job.number}/hls/master.m3u8",
        poster=f"{job.number}/poster.jpg",
        captions=dict(_captions(names, job.number)),
        photos=photos,
    )
    product = job.product
    live = Live(
        address=job.address,
        version=job.number,
        folder=str(job.number),
        uploaded=job.since,
        checks=checks(job.flags, words(job.edit.language)),
        sheet=Sheet(
            link=job.edit.cards[0].product.cart_url if job.edit.cards else product.cart_url,
            as_of=product.checked_at or job.since,
            stock=Stock(product.stock),
            delivery=product.delivery,
            returns=product.returns,
            contact=product.contact,
        ),
        advert="",
        shop="",
        farmer="",
        product="",
    )
    return page(job.edit, files, job.edit.language, live)


def _captions(names: list[str], number: int) -> Iterator[tuple[str, str]]:
    for name in names:
        if name.startswith(_CAPTIONS):
            yield name.removeprefix(_CAPTIONS).removesuffix(".vtt"), f"{number}/{name}"


def _photos(store: BlobStore, job: _Job) -> dict[str, str]:
    """Write the picture of every card, and return where the page finds each."""
    found: dict[str, str] = {}
    for number, image in enumerate(dict.fromkeys(card.image for card in job.edit.cards), 1):
        name = f"photo-{number}.jpg" if number > 1 else "photo.jpg"
        with store.local(blob_of(image)) as picture, store.scratch() as folder:
            (folder / name).write_bytes(photo_jpeg(read_image(picture)))
            store.put(f"{job.bundle}/{name}", folder / name)
        found[image] = f"{job.number}/{name}"
    return found


def _record(session: Session, job: _Job, now: int) -> PublicationRow:
    """Point the page at the new files and move the clip, in one step."""
    asked = select(ClipRow).where(ClipRow.id == job.clip.id).with_for_update()
    clip = session.scalars(asked).one()
    done = _done(session, clip)
    if done is not None:
        return done
    if clip.plan_id != job.plan.id:
        raise NotNow(clip.state, Event.PUBLISHED.value)
    history.move(session, clip, Event.PUBLISHED, person_id=None, now=now)
    row = repository.of_clip(session, clip.id, to_change=True)
    if row is None:
        row = PublicationRow(
            id=job.publication_id,
            slug=job.address.slug,
            clip_id=clip.id,
            station_id=clip.station_id,
            published_at=now,
        )
        session.add(row)
    row.plan_id, row.bundle, row.version = job.plan.id, job.bundle, job.number
    row.cart_url = _cart(session, job)
    row.changed_at, row.withdrawn_at = now, None
    session.flush()
    return row


def _cart(session: Session, job: _Job) -> str:
    """Return the address of the cart that the video's own card promises."""
    if job.edit.cards:
        return job.edit.cards[0].product.cart_url
    return session.get_one(ProductRow, job.clip.product_id).cart_url
