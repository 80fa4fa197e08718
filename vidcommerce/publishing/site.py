"""Writes a page's files into the folder of the store that is public.

A version has a folder of its own for what never changes; the pages beside it, which lead to that
folder, are replaced in one put each when all of it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from PIL import Image

from vidcommerce.documents import canonical_json, readable_json
from vidcommerce.errors import WorkFailed
from vidcommerce.flags.attestation import FILE as ATTESTATION
from vidcommerce.language import N_
from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.media.pictures import read_image
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.privacy import Reveals, traces
from vidcommerce.products.service import blob_of
from vidcommerce.publishing import repository
from vidcommerce.publishing.addresses import (
    DATA,
    EMBED,
    FOLDER,
    INDEX,
    OEMBED,
    POSTER,
    QR,
    SITE,
    published,
)
from vidcommerce.publishing.gone import gone
from vidcommerce.publishing.oembed import oembed
from vidcommerce.publishing.page import PageFiles, embed, page, photo_jpeg
from vidcommerce.publishing.qr import qr_poster, qr_svg
from vidcommerce.publishing.share import SHARE, SMALL, plain_picture, share_picture, small_poster
from vidcommerce.publishing.shown import Shown, data_of
from vidcommerce.publishing.signed import SIGNED, Signing, sign_files, with_signature
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobMissing, BlobStore

_VIDEO: Final = "video.mp4"
_VIDEO_SMALL: Final = "video-small.mp4"
_POSTER: Final = "poster.jpg"
_MASTER: Final = "hls/master.m3u8"
_CAPTIONS: Final = "captions."
_LONGEST: Final = 1 << 30
"""Bytes up to which a page is read to compare it: all of it."""


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


def write_files(store: BlobStore, shown: Shown, signing: Signing | None = None) -> None:
    """Copy what plays into the version's folder, and make what is made of it.

    Whole videos are signed on the way, unless they only move. Raises DraftIncomplete,
    PlaceRevealed or SigningFailed.
    """
    source = shown.source
    names = published(name.removeprefix(f"{source}/") for name in store.names(f"{source}/"))
    if not {_VIDEO, _POSTER, _MASTER} <= set(names):
        raise DraftIncomplete(source)
    with store.local(f"{source}/{_VIDEO}") as video:
        _check_private(video, source)
    videos = [name for name in names if signing and name in SIGNED]
    for name in sorted(set(names) - set(videos)):
        store.copy(f"{source}/{name}", f"{shown.bundle}/{name}")
    if signing is not None:
        sign_files(store, shown, videos, signing)
    for image, name in _photos(shown.edit).items():
        with store.local(blob_of(image)) as picture:
            put(store, f"{shown.bundle}/{name}", photo_jpeg(read_image(picture)))
    for name, data in _made(store, with_signature(store, shown)).items():
        put(store, f"{shown.bundle}/{name}", data)


def pages(store: BlobStore, shown: Shown) -> dict[str, bytes]:
    """Return the pages of a version whose files are there, by the names of their blobs."""
    shown = with_signature(store, shown)
    files = _files(store, shown)
    language = shown.edit.language
    texts = {
        INDEX: page(shown.edit, files, language, shown.live),
        EMBED: embed(shown.edit, files, language, shown.live),
        POSTER: qr_poster(shown.listing()),
    }
    if shown.attested is not None:
        texts[ATTESTATION] = readable_json(shown.attested)
    return {f"{SITE}{shown.address.path}{name}": text.encode() for name, text in texts.items()}


def show(
    service: Service, seen: PublicationRow, pages: Mapping[str, bytes], *, bundle: str = ""
) -> None:
    """Put the pages of a publication, unless it was changed since it was ``seen``.

    They are put while the row is held: of two who change a page, the last one is the last in the
    store too. ``bundle`` is where its files lie now, where that is somewhere else.
    """
    with service.database.writing() as session:
        row = repository.unchanged(session, seen)
        if row is not None:
            row.bundle = bundle or row.bundle
            write(service.store, pages)


def write(store: BlobStore, pages: Mapping[str, bytes]) -> None:
    """Write pages, the one that leads to the others last."""
    for name in sorted(pages, key=lambda name: (name.endswith(INDEX), name)):
        put(store, name, pages[name])


def changed(store: BlobStore, pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of ``pages`` that are not there as they should be."""
    return {name: data for name, data in pages.items() if _there(store, name) != data}


def put(store: BlobStore, name: str, data: bytes) -> None:
    """Keep bytes under a name, in one step."""
    with store.scratch() as folder:
        (folder / "file").write_bytes(data)
        store.put(name, folder / "file")


def remove_versions(store: BlobStore, path: str, *, up_to: int, but: str = "") -> None:
    """Delete the folders of a page's versions up to a number, ``but`` for one."""
    for name in list(store.names(f"{SITE}{path}")):
        folder, within, _ = name.removeprefix(f"{SITE}{path}").partition("/")
        if within and FOLDER.fullmatch(folder) and folder != but and _number(folder) <= up_to:
            store.remove(name)


def take_down(store: BlobStore, path: str, language: str, village: str) -> None:
    """Put words that say so where the page at ``path`` was taken back.

    ``village`` is the path of the village's page, to which they lead.
    """
    text = gone(language, village).encode()
    for name in (EMBED, INDEX):
        put(store, f"{SITE}{path}{name}", text)
    for name in (POSTER, ATTESTATION):
        store.remove(f"{SITE}{path}{name}")


def _number(folder: str) -> int:
    """Return the number of the version whose folder it is."""
    return int(folder.partition("-")[0])


def _made(store: BlobStore, shown: Shown) -> dict[str, bytes]:
    """Return the files that are made from others, by name."""
    listing = shown.listing()
    with store.local(f"{shown.source}/{_POSTER}") as file:
        poster = read_image(file)
        return {
            SHARE: _share(poster, shown),
            SMALL: small_poster(poster),
            OEMBED: oembed(listing).encode(),
            QR: qr_svg(shown.address.page).encode(),
            DATA: canonical_json(data_of(shown)).encode(),
        }


def _share(poster: Image.Image, shown: Shown) -> bytes:
    """Return the picture for sharing; the poster alone where no font draws the words."""
    cards = shown.edit.cards
    facts = cards[0].product if cards else shown.facts
    try:
        return share_picture(poster, facts, shown.edit.language)
    except GlyphsMissing:
        return plain_picture(poster)


def _there(store: BlobStore, name: str) -> bytes:
    """Return a blob's bytes, or none where there is no such blob."""
    try:
        return b"".join(store.read(name, 0, _LONGEST))
    except BlobMissing:
        return b""


def _check_private(video: Path, bundle: str) -> None:
    """Raise PlaceRevealed where the file itself says a place; our renderer writes no such tag."""
    with av.open(str(video), metadata_errors="ignore") as container:
        tags = [*container.metadata.items()]
        tags += [pair for stream in container.streams for pair in stream.metadata.items()]
    if any(trace.reveals is Reveals.PLACE for trace in traces(tags)):
        raise PlaceRevealed(bundle)


def _files(store: BlobStore, shown: Shown) -> PageFiles:
    """Return where the pages find the files of their version, which are there."""
    folder = shown.live.folder
    found = [name.removeprefix(f"{shown.bundle}/") for name in store.names(f"{shown.bundle}/")]
    return PageFiles(
        video=f"{folder}/{_VIDEO}",
        hls=f"{folder}/{_MASTER}",
        poster=f"{folder}/{_POSTER}",
        captions=dict(_captions(found, folder)),
        photos={image: f"{folder}/{name}" for image, name in _photos(shown.edit).items()},
        small=f"{folder}/{_VIDEO_SMALL}" if _VIDEO_SMALL in found else "",
    )


def _captions(names: Iterable[str], folder: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if name.startswith(_CAPTIONS):
            yield name.removeprefix(_CAPTIONS).removesuffix(".vtt"), f"{folder}/{name}"


def _photos(edit: EditPlan) -> dict[str, str]:
    """Return the name of the file of each card's picture, in the order of the cards."""
    images = dict.fromkeys(card.image for card in edit.cards)
    return {
        image: f"photo-{number}.jpg" if number > 1 else "photo.jpg"
        for number, image in enumerate(images, 1)
    }
